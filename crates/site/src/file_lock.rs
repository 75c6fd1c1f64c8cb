//! One writer at a time, across processes, with a bounded wait.
//!
//! The lock is the kernel's (flock), so it goes with its holder however that ends.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, flock};

/// What the file guards is ours until this is dropped.
pub(crate) struct FileLock {
    _file: File,
}

/// Why there is no lock.
pub(crate) enum NotLocked {
    /// Another process kept it all the time.
    Busy,
    /// The file could not be opened or locked; what was done, and what the system says.
    Failed(&'static str, io::Error),
}

impl FileLock {
    /// Takes the lock, waiting for at most `wait_ms_max`. The file is made where there is none.
    pub(crate) fn take(path: &Path, wait_ms_max: u64) -> Result<FileLock, NotLocked> {
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)
            .map_err(|error| NotLocked::Failed("opening", error))?;
        let deadline = Instant::now() + Duration::from_millis(wait_ms_max);
        loop {
            match flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => return Ok(FileLock { _file: file }),
                Err(error) if error == rustix::io::Errno::WOULDBLOCK => {}
                Err(error) => return Err(NotLocked::Failed("locking", io::Error::from(error))),
            }
            if Instant::now() >= deadline {
                return Err(NotLocked::Busy);
            }
            pause();
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "flock has no timeout of its own, and a signal or a thread to interrupt it costs more than trying again"
)]
fn pause() {
    std::thread::sleep(Duration::from_millis(5));
}
