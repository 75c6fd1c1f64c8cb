//! This program, to be started again as a child of itself.
//!
//! An update puts another file in its place while a server runs. The child must be the program
//! that runs, not the one that lies there now: the two speak with each other, and the old file
//! may be gone altogether. Linux can start the one that runs.

use std::io;
use std::process::Command;

#[cfg(target_os = "linux")]
pub(crate) fn command() -> io::Result<Command> {
    use std::os::unix::process::CommandExt;
    let mut command = Command::new("/proc/self/exe");
    // For those who look at a list of processes.
    if let Some(name) = std::env::args_os().next() {
        command.arg0(name);
    }
    Ok(command)
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn command() -> io::Result<Command> {
    Ok(Command::new(std::env::current_exe()?))
}
