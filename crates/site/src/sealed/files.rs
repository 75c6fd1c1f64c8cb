//! How these files are written: whole, durable, for their owner only, by one writer at a
//! time.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use super::error::SealedError;
use crate::file_lock::{FileLock, NotLocked};

/// Attaches what was done to which file.
pub(super) fn at<T>(
    doing: &'static str,
    path: &Path,
    result: io::Result<T>,
) -> Result<T, SealedError> {
    result.map_err(|error| SealedError::Io {
        doing,
        path: path.to_owned(),
        error: Arc::new(error),
    })
}

/// Makes a folder that only its owner can read, if it is not there.
pub(super) fn make_dir(path: &Path) -> Result<(), SealedError> {
    let made = fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path);
    at("making", path, made)
}

/// Puts a file in its place, so that readers see the old content or the new. `modified` is when it
/// is to say that it was written. Callers hold the lock.
pub(super) fn replace(path: &Path, bytes: &[u8], modified: SystemTime) -> Result<(), SealedError> {
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

/// Takes a file's lock, waiting for at most `wait_ms_max`.
pub(super) fn lock(path: &Path, wait_ms_max: u64) -> Result<FileLock, SealedError> {
    FileLock::take(path, wait_ms_max).or_else(|why| match why {
        NotLocked::Failed(doing, error) => at(doing, path, Err(error)),
        NotLocked::Busy => Err(SealedError::Locked {
            path: path.to_owned(),
            waited_ms: wait_ms_max,
        }),
    })
}
