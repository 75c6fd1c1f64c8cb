//! How the registry's files are written: whole, durable, for their owner only, by one writer at a
//! time.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use rustix::fs::{FlockOperation, flock};

use super::error::AppsError;

/// Attaches what was done to which file.
pub(super) fn at<T>(
    doing: &'static str,
    path: &Path,
    result: io::Result<T>,
) -> Result<T, AppsError> {
    result.map_err(|error| AppsError::Io {
        doing,
        path: path.to_owned(),
        error: Arc::new(error),
    })
}

/// Makes a folder that only its owner can read, if it is not there.
pub(super) fn make_dir(path: &Path) -> Result<(), AppsError> {
    let made = fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path);
    at("making", path, made)
}

/// Puts a file in its place, so that readers see the old content or the new. `modified` is when it
/// is to say that it was written. Callers hold the lock.
pub(super) fn replace(path: &Path, bytes: &[u8], modified: SystemTime) -> Result<(), AppsError> {
    let unfinished = path.with_extension("new");
    // What a crash left.
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return at("removing", &unfinished, Err(error));
        }
        _ => {}
    }
    let opened = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&unfinished);
    let mut file = at("making", &unfinished, opened)?;
    let written = file
        .write_all(bytes)
        .and_then(|()| file.set_modified(modified))
        .and_then(|()| file.sync_all());
    at("writing", &unfinished, written)?;
    at("renaming", &unfinished, fs::rename(&unfinished, path))?;
    let dir = path.parent().expect("a file of the data directory");
    at(
        "syncing",
        dir,
        File::open(dir).and_then(|dir| dir.sync_all()),
    )
}

/// The registry is ours to change until this is dropped, or its holder ends in whatever way.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, waiting for at most `wait_ms_max`.
    pub(super) fn take(path: &Path, wait_ms_max: u64) -> Result<Lock, AppsError> {
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
                return Err(AppsError::Locked {
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
