//! All connections, and which of them have something to read.

use std::os::fd::OwnedFd;
use std::time::Instant;

use rustix::event::{Timespec, epoll};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::Failure;
use crate::connection::{Connection, Received};

/// Sockets that are read before the clock is looked at again.
const READY_MAX: usize = 256;
/// A server that closes a connection so often behind its first answer does not want it.
const ATTEMPTS_MAX: usize = 10;
/// A server that is silent for so long has failed.
const SILENCE: Timespec = Timespec {
    tv_sec: 10,
    tv_nsec: 0,
};

pub struct Connections<'r> {
    port: u16,
    request: &'r [u8],
    all: Vec<Connection>,
    epoll: OwnedFd,
    ready: Vec<epoll::Event>,
    /// How often the server closed one, so that it was opened anew.
    pub reopened: usize,
}

impl<'r> Connections<'r> {
    pub fn open(port: u16, count: usize, request: &'r [u8]) -> Result<Self, Failure> {
        allow_files()?;
        let epoll = epoll::create(epoll::CreateFlags::CLOEXEC)?;
        let mut opened = Self {
            port,
            request,
            all: Vec::new(),
            epoll,
            ready: Vec::with_capacity(READY_MAX),
            reopened: 0,
        };
        for index in 0..count {
            let connection = first_answer(port, request)
                .map_err(|error| format!("connection {} of {count}: {error}", index + 1))?;
            watch(&opened.epoll, index, &connection)?;
            opened.all.push(connection);
        }
        Ok(opened)
    }

    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// Sends the request on a connection that has none on its way.
    pub fn send(&mut self, index: usize, due: Instant) -> Result<(), Failure> {
        self.all[index].send(self.request, due)
    }

    /// Tells `done` of each connection whose answer is now complete, and when its request was due.
    /// Waits for something to happen if `wait`.
    pub fn receive(
        &mut self,
        wait: bool,
        mut done: impl FnMut(usize, Instant),
    ) -> Result<(), Failure> {
        let limit = if wait { SILENCE } else { Timespec::default() };
        self.ready.clear();
        let room = rustix::buffer::spare_capacity(&mut self.ready);
        let count = epoll::wait(&self.epoll, room, Some(&limit))?;
        if wait && count == 0 {
            return Err("the server was silent for 10 s".into());
        }
        for event in &self.ready {
            let index = usize::try_from(event.data.u64())?;
            let connection = &mut self.all[index];
            let received = connection.receive()?;
            let due = connection.due;
            if matches!(received, Received::LastAnswer | Received::Nothing) {
                self.reopened += 1;
                connection.reopen(self.port)?;
                watch(&self.epoll, index, connection)?;
            }
            match received {
                Received::Part => {}
                Received::Answer | Received::LastAnswer => done(index, due),
                Received::Nothing => connection.send(self.request, due)?,
            }
        }
        Ok(())
    }
}

/// A connection that the server has and keeps. It may close some, to spread them over its threads.
fn first_answer(port: u16, request: &[u8]) -> Result<Connection, Failure> {
    for _ in 0..ATTEMPTS_MAX {
        if let Some(connection) = Connection::open(port, request)? {
            return Ok(connection);
        }
    }
    Err("it was closed each time".into())
}

/// Has `epoll` tell when something arrives.
fn watch(epoll: &OwnedFd, index: usize, connection: &Connection) -> Result<(), Failure> {
    let data = epoll::EventData::new_u64(index as u64);
    Ok(epoll::add(epoll, connection, data, epoll::EventFlags::IN)?)
}

/// As many open files as this process may ask for.
fn allow_files() -> Result<(), Failure> {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    let limit = Rlimit {
        current: maximum,
        maximum,
    };
    Ok(setrlimit(Resource::Nofile, limit)?)
}
