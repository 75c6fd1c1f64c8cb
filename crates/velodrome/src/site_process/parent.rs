//! The site process's side of its parent.

use crate::control::{FROM_CHILD_READY, FROM_CHILD_RETIRE, TO_CHILD_DRAIN, TO_CHILD_LEAVE};
use std::io::{self, Write};
use std::net::TcpListener;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream as StdStream;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::io::AsyncReadExt;
use tokio::net::UnixStream;

/// Makes the system end this process when its parent ends.
///
/// # Errors
/// The parent is gone already.
pub(super) fn die_with_parent(parent_pid: u32) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    let parent = rustix::process::getppid().map(|pid| pid.as_raw_nonzero().get());
    if parent != i32::try_from(parent_pid).ok() {
        return Err(io::Error::other("the parent process is gone"));
    }
    Ok(())
}

/// The listening socket, which is this process's standard input.
pub(super) fn listener() -> io::Result<TcpListener> {
    Ok(TcpListener::from(io::stdin().as_fd().try_clone_to_owned()?))
}

/// The connection to the parent, which is this process's standard output.
pub(super) struct Parent {
    stream: StdStream,
}

impl Parent {
    pub(super) fn connect() -> io::Result<Parent> {
        Ok(Parent {
            stream: StdStream::from(io::stdout().as_fd().try_clone_to_owned()?),
        })
    }

    pub(super) fn say_ready(&self) {
        say(&self.stream, FROM_CHILD_READY);
    }

    /// For other threads.
    pub(super) fn notifier(&self) -> io::Result<Notifier> {
        Ok(Notifier {
            stream: self.stream.try_clone()?,
            retired: AtomicBool::new(false),
        })
    }

    /// Waits until the parent asks to end. When the parent is gone, so is this process.
    pub(super) async fn wait_for_end(&self) -> Ending {
        let Ok(mut stream) = self.reader() else {
            std::process::exit(1)
        };
        let mut said = [0; TO_CHILD_DRAIN.len()];
        let ending = match stream.read_exact(&mut said).await {
            Ok(_) if said == *TO_CHILD_LEAVE => Ending::Replaced,
            Ok(_) => Ending::Stopped,
            Err(_) => std::process::exit(1),
        };
        tokio::task::spawn_local(async move {
            let mut more = [0; 1];
            while matches!(stream.read(&mut more).await, Ok(1)) {}
            std::process::exit(1);
        });
        ending
    }

    fn reader(&self) -> io::Result<UnixStream> {
        let stream = self.stream.try_clone()?;
        stream.set_nonblocking(true)?;
        UnixStream::from_std(stream)
    }
}

/// What comes after this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// Another process serves already.
    Replaced,
    /// Nothing.
    Stopped,
}

/// Asks the parent for things, from any thread.
pub(super) struct Notifier {
    stream: StdStream,
    retired: AtomicBool,
}

impl Notifier {
    /// Asks to be replaced; false when that was asked before.
    pub(super) fn retire(&self) -> bool {
        let is_first = !self.retired.swap(true, Ordering::AcqRel);
        if is_first {
            say(&self.stream, FROM_CHILD_RETIRE);
        }
        is_first
    }
}

fn say(mut stream: &StdStream, what: &[u8]) {
    let mut line = what.to_vec();
    line.push(b'\n');
    // A parent that does not listen is gone, and this process goes with it.
    let _gone = stream.write_all(&line);
}
