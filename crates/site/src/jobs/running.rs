//! A job that runs: no other run of it begins in any process.

use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::error::JobError;
use crate::file_lock::{FileLock, NotLocked};

/// The job is ours until this is dropped.
pub struct Running {
    _lock: FileLock,
}

/// Takes the job's lock; `None` when the job runs already.
pub(super) fn take(dir: &Path, job: &str) -> Result<Option<Running>, JobError> {
    let path = lock_path(dir, job);
    match FileLock::take(&path, 0) {
        Ok(lock) => Ok(Some(Running { _lock: lock })),
        Err(NotLocked::Busy) => Ok(None),
        Err(NotLocked::Failed(doing, error)) => Err(JobError::Io { doing, path, error }),
    }
}

/// A job's name may hold anything that a path may.
fn lock_path(dir: &Path, job: &str) -> PathBuf {
    let hash = HEXLOWER.encode(&Sha256::digest(job.as_bytes()));
    dir.join(format!("running-{}.lock", &hash[..16]))
}
