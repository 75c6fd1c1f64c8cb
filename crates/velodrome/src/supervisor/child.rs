//! One site process, seen from its parent.
//!
//! Its standard input is the listening socket, its standard output one end of a socket pair over
//! which both speak in lines (`control.rs`). It is in a process group of its own, so that Ctrl-C
//! reaches only the parent.

use super::Launch;
use super::lines::Lines;
use crate::control::{FROM_CHILD_READY, FROM_CHILD_RETIRE, TO_CHILD_DRAIN, TO_CHILD_LEAVE};
use std::io;
use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream as StdStream;
use std::os::unix::process::ExitStatusExt;
use std::process::{ExitStatus, Stdio};
use tokio::net::UnixStream;
use tokio::process::Command;
use tokio::time::{Instant, sleep_until};

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
    /// Another start would end in the same way: the command line or configuration is wrong, or the
    /// engine is not installed.
    pub(super) is_final: bool,
}

/// A site process. Dropping it kills it.
pub(super) struct Child {
    process: tokio::process::Child,
    lines: Lines<UnixStream>,
    control: StdStream,
    speaks: bool,
}

impl Child {
    pub(super) fn spawn(listener: &TcpListener, launch: &Launch) -> io::Result<Child> {
        let (ours, theirs) = StdStream::pair()?;
        let process = Command::from(crate::own_program::command()?)
            .arg("site-process")
            .arg("--parent")
            .arg(std::process::id().to_string())
            .args(&launch.args)
            .env("TZ", &launch.terms.timezone)
            // Read by the engine at its start. Its other way to interrupt running code throws the
            // compiled code away, at every tick of the budget.
            .env("JSC_usePollingTraps", "1")
            .stdin(Stdio::from(OwnedFd::from(listener.try_clone()?)))
            .stdout(Stdio::from(OwnedFd::from(theirs)))
            .process_group(0)
            .kill_on_drop(true)
            .spawn()?;
        let control = ours.try_clone()?;
        ours.set_nonblocking(true)?;
        let lines = Lines::new(UnixStream::from_std(ours)?);
        Ok(Child {
            process,
            lines,
            control,
            speaks: true,
        })
    }

    /// The next thing it says or does. Cancel safe.
    pub(super) async fn event(&mut self) -> Event {
        loop {
            if !self.speaks {
                return Event::Gone(describe(self.process.wait().await));
            }
            tokio::select! {
                end = self.process.wait() => return Event::Gone(describe(end)),
                line = self.lines.next() => match line {
                    None => self.speaks = false,
                    Some(FROM_CHILD_READY) => return Event::Ready,
                    Some(FROM_CHILD_RETIRE) => return Event::Retire,
                    Some(_) => {}
                }
            }
        }
    }

    /// Asks it to end what it began and then itself: nobody serves after it.
    pub(super) fn ask_to_drain(&self) {
        self.say(TO_CHILD_DRAIN);
    }

    /// The same, while another process serves.
    pub(super) fn ask_to_leave(&self) {
        self.say(TO_CHILD_LEAVE);
    }

    fn say(&self, what: &[u8]) {
        use std::io::Write;
        // One that is gone already needs no asking.
        let _gone = (&self.control).write_all(what);
    }

    /// Waits for its end, which comes at `deadline` at the latest.
    pub(super) async fn see_off(mut self, deadline: Instant) {
        tokio::select! {
            _ended = self.process.wait() => {}
            () = sleep_until(deadline) => {
                // Fails only when it has ended after all.
                let _ended = self.process.kill().await;
            }
        }
    }
}

fn describe(end: io::Result<ExitStatus>) -> End {
    match end {
        Ok(status) => match (status.code(), status.signal()) {
            (Some(code), _) => End {
                how: format!("ended with code {code}"),
                code: u8::try_from(code).unwrap_or(1),
                is_final: [crate::exit::USAGE, crate::exit::NO_ENGINE]
                    .map(i32::from)
                    .contains(&code),
            },
            (None, signal) => End {
                how: format!("was ended by signal {}", signal.unwrap_or_default()),
                code: 1,
                is_final: false,
            },
        },
        Err(error) => End {
            how: format!("was lost ({error})"),
            code: 1,
            is_final: false,
        },
    }
}
