//! One connection with at most one request on its way.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::os::fd::{AsFd, BorrowedFd};
use std::time::{Duration, Instant};

use crate::Failure;
use crate::answer;

/// An answer that is longer is not what a load is for.
const ANSWER_BYTES_MAX: usize = 4 * 1024 * 1024;
const FIRST_ANSWER_MAX: Duration = Duration::from_secs(10);

pub struct Connection {
    socket: TcpStream,
    arrived: Vec<u8>,
    /// When the request on its way was due.
    pub due: Instant,
}

/// What reading gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// The answer is not all there.
    Part,
    Answer,
    /// The answer, and the server closes the connection.
    LastAnswer,
    /// The server closed the connection without an answer to what is on its way.
    Nothing,
}

impl Connection {
    /// Opens it, and waits for a first answer: then it is the server's, not only the kernel's. `None` when
    /// the server closed it.
    pub fn open(port: u16, request: &[u8]) -> Result<Option<Self>, Failure> {
        let mut opened = Self::begin(port)?;
        opened.socket.set_read_timeout(Some(FIRST_ANSWER_MAX))?;
        opened.send(request, opened.due)?;
        let begun = Instant::now();
        loop {
            match opened.receive()? {
                Received::Answer => break,
                Received::Part if begun.elapsed() < FIRST_ANSWER_MAX => {}
                Received::Part => return Err("it had no answer in 10 s".into()),
                Received::LastAnswer | Received::Nothing => return Ok(None),
            }
        }
        opened.socket.set_nonblocking(true)?;
        Ok(Some(opened))
    }

    /// Opens it anew, because the server closed it.
    pub fn reopen(&mut self, port: u16) -> Result<(), Failure> {
        let due = self.due;
        *self = Self::begin(port)?;
        self.due = due;
        Ok(self.socket.set_nonblocking(true)?)
    }

    fn begin(port: u16) -> Result<Self, Failure> {
        let socket = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        socket.set_nodelay(true)?;
        Ok(Self {
            socket,
            arrived: Vec::new(),
            due: Instant::now(),
        })
    }

    /// Sends a request that was due at `due`. It fits the socket's buffer, for nothing else is in it. That
    /// the connection is gone shows when it is read.
    pub fn send(&mut self, request: &[u8], due: Instant) -> Result<(), Failure> {
        self.due = due;
        match self.socket.write_all(request) {
            Err(error) if !is_gone(&error) => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Reads what is there.
    pub fn receive(&mut self) -> Result<Received, Failure> {
        let mut piece = [0; 16 * 1024];
        let count = match self.socket.read(&mut piece) {
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(Received::Part),
            Err(error) if is_gone(&error) => 0,
            Err(error) => return Err(error.into()),
        };
        if count == 0 && !self.arrived.is_empty() {
            return Err("the server closed a connection within an answer".into());
        } else if count == 0 {
            return Ok(Received::Nothing);
        }
        if self.arrived.len() + count > ANSWER_BYTES_MAX {
            return Err("an answer is too long".into());
        }
        self.arrived.extend_from_slice(&piece[..count]);
        let Some(answer) = answer::read(&self.arrived)? else {
            return Ok(Received::Part);
        };
        if answer.length != self.arrived.len() {
            return Err("more came than was asked for".into());
        }
        self.arrived.clear();
        Ok(if answer.closes {
            Received::LastAnswer
        } else {
            Received::Answer
        })
    }
}

fn is_gone(error: &std::io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionReset | ErrorKind::BrokenPipe
    )
}

impl AsFd for Connection {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}
