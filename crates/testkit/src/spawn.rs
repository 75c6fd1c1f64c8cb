//! Starts a server as a program, the way a person does, and ends it when the test ends.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::cases::RunningServer;
use crate::logs::Logs;

/// What a server's first line on stdout begins with; the rest is its address.
const READY: &str = "velodrome ready http://";

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
    let mut stdout = BufReader::new(child.0.stdout.take().expect("stdout is piped"));
    let mut line = String::new();
    stdout
        .read_line(&mut line)
        .map_err(|error| error.to_string())?;
    let addr = line
        .trim_end()
        .strip_prefix(READY)
        .and_then(|addr| addr.parse().ok());
    let Some(addr) = addr else {
        drop(child);
        return Err(format!(
            "its first line is not \"{READY}HOST:PORT\" but {line:?}; it logged\n{}",
            logs.lines().join("\n")
        ));
    };
    // Whoever closes the other end of a pipe may kill the writer: it stays open, too.
    Ok(RunningServer {
        addr,
        logs,
        keep: Box::new((child, stdout)),
    })
}
