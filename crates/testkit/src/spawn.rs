//! Starts a server as a program, the way a person does, and ends it when the test ends.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::cases::RunningServer;
use crate::logs::Logs;

/// What a server's first line on stdout begins with; the rest is its address.
const READY: &str = "velodrome ready http://";

/// A server that is not ready by then never will be.
const READY_WAIT: Duration = Duration::from_secs(60);
/// How long a killed program's last words may take; its children may hold its stderr open.
const END_WAIT: Duration = Duration::from_secs(2);

/// Kills and reaps the program when dropped.
struct KillOnDrop(Child);

impl Drop for KillOnDrop {
    fn drop(&mut self) {
        // Both fail only when the program has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts `command` and waits for its ready line; its stderr is the log.
///
/// # Errors
/// The program does not start, or ends or says something else before it is ready; with what it
/// logged.
pub fn spawn(command: &mut Command) -> Result<RunningServer, String> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = KillOnDrop(
        command
            .spawn()
            .map_err(|error| format!("{command:?}: {error}"))?,
    );
    let logs = Logs::collect(child.0.stderr.take().expect("stderr is piped"));
    let stdout = Logs::collect(child.0.stdout.take().expect("stdout is piped"));
    stdout.wait_for(READY, READY_WAIT);
    let first = stdout.lines().into_iter().next().unwrap_or_default();
    let Some(addr) = first.strip_prefix(READY).and_then(|addr| addr.parse().ok()) else {
        drop(child);
        logs.wait_for_end(END_WAIT);
        return Err(format!(
            "its first line is not \"{READY}HOST:PORT\" but {first:?}; it logged\n{}",
            logs.lines().join("\n")
        ));
    };
    Ok(RunningServer {
        addr,
        logs,
        keep: Box::new(child),
    })
}
