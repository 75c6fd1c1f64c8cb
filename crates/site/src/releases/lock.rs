//! One writer at a time, across processes, with a bounded wait.
//!
//! The lock is the kernel's (flock), so it goes with its holder however that ends.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, flock};

use super::error::ReleaseError;
use super::files::at;

/// The data directory is ours until this is dropped.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, waiting for at most `wait_ms_max`.
    pub(super) fn take(path: &Path, wait_ms_max: u64) -> Result<Lock, ReleaseError> {
        let opened = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path);
        let file = at("opening", path, opened)?;
        let deadline = Instant::now() + Duration::from_millis(wait_ms_max);
        loop {
            match flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => return Ok(Lock { _file: file }),
                Err(error) if error == rustix::io::Errno::WOULDBLOCK => {}
                Err(error) => return at("locking", path, Err(io::Error::from(error))),
            }
            if Instant::now() >= deadline {
                return Err(ReleaseError::Locked {
                    path: path.to_owned(),
                    waited_ms: wait_ms_max,
                });
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
