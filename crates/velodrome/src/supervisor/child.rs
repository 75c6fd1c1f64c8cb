//! One site process, seen from its parent.
//!
//! Its standard input is the listening socket, its standard output one end of a socket pair over
//! which both speak in lines (`control.rs`). It is in a process group of its own, so that Ctrl-C
//! reaches only the parent.

use super::Launch;
use crate::control::{FROM_CHILD_READY, FROM_CHILD_RETIRE, TO_CHILD_DRAIN};
use std::io;
use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream as StdStream;
use std::os::unix::process::ExitStatusExt;
use std::process::{ExitStatus, Stdio};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::UnixStream;
use tokio::process::Command;

/// The longest line that is read; the child's are far shorter.
const LINE_BYTES_MAX: usize = 1024;

/// What a site process says or does.
pub(super) enum Event {
    /// It answers requests.
    Ready,
    /// It has to be replaced, but still serves.
    Retire,
    /// It ended.
    Gone(End),
}

/// How a process ended.
pub(super) struct End {
    pub(super) how: String,
    pub(super) code: u8,
    /// Another start would end in the same way: the command line or configuration is wrong.
    pub(super) is_final: bool,
}

/// A site process.
pub(super) struct Child {
    process: tokio::process::Child,
    lines: BufReader<UnixStream>,
    control: StdStream,
    line: Vec<u8>,
    speaks: bool,
}

impl Child {
    pub(super) fn spawn(listener: &TcpListener, launch: &Launch) -> io::Result<Child> {
        let (ours, theirs) = StdStream::pair()?;
        let process = Command::new(std::env::current_exe()?)
            .arg("site-process")
            .arg("--parent")
            .arg(std::process::id().to_string())
            .args(&launch.args)
            .env("TZ", &launch.timezone)
            .stdin(Stdio::from(OwnedFd::from(listener.try_clone()?)))
            .stdout(Stdio::from(OwnedFd::from(theirs)))
            .process_group(0)
            .kill_on_drop(true)
            .spawn()?;
        let control = ours.try_clone()?;
        ours.set_nonblocking(true)?;
        let lines = BufReader::with_capacity(LINE_BYTES_MAX, UnixStream::from_std(ours)?);
        Ok(Child { process, lines, control, line: Vec::new(), speaks: true })
    }

    /// The next thing it says or does. Cancel safe.
    pub(super) async fn event(&mut self) -> Event {
        loop {
            if !self.speaks {
                return Event::Gone(self.end().await);
            }
            tokio::select! {
                end = self.process.wait() => return Event::Gone(describe(end)),
                read = self.lines.read_until(b'\n', &mut self.line) => {
                    let line = std::mem::take(&mut self.line);
                    match (read, line.trim_ascii_end()) {
                        (Ok(0) | Err(_), _) => self.speaks = false,
                        (Ok(_), FROM_CHILD_READY) => return Event::Ready,
                        (Ok(_), FROM_CHILD_RETIRE) => return Event::Retire,
                        (Ok(_), _) => {}
                    }
                }
            }
        }
    }

    async fn end(&mut self) -> End {
        describe(self.process.wait().await)
    }

    /// Asks it to end what it began and then itself.
    pub(super) fn ask_to_drain(&self) {
        use std::io::Write;
        // One that is gone already needs no asking.
        let _gone = (&self.control).write_all(TO_CHILD_DRAIN);
    }

    pub(super) fn kill(&mut self) {
        let _gone = self.process.start_kill();
    }

    pub(super) async fn gone(&mut self) {
        let _ended = self.process.wait().await;
    }
}

fn describe(end: io::Result<ExitStatus>) -> End {
    match end {
        Ok(status) => match (status.code(), status.signal()) {
            (Some(code), _) => End {
                how: format!("ended with code {code}"),
                code: u8::try_from(code).unwrap_or(1),
                is_final: code == i32::from(crate::exit::USAGE),
            },
            (None, signal) => {
                End { how: format!("was ended by signal {}", signal.unwrap_or_default()), code: 1, is_final: false }
            }
        },
        Err(error) => End { how: format!("was lost ({error})"), code: 1, is_final: false },
    }
}
