//! One publisher at a time.

use std::path::Path;

use super::error::ReleaseError;
use super::files::at;
use crate::file_lock::{FileLock, NotLocked};

/// Takes the data directory's lock, waiting for at most `wait_ms_max`.
pub(super) fn take(path: &Path, wait_ms_max: u64) -> Result<FileLock, ReleaseError> {
    FileLock::take(path, wait_ms_max).or_else(|why| match why {
        NotLocked::Failed(doing, error) => at(doing, path, Err(error)),
        NotLocked::Busy => Err(ReleaseError::Locked {
            path: path.to_owned(),
            waited_ms: wait_ms_max,
        }),
    })
}
