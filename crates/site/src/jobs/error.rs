//! What can go wrong with the book of jobs.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// The book of jobs could not be read or written.
#[derive(Debug)]
pub enum JobError {
    /// The system refused something.
    Io {
        /// What was done, as "reading".
        doing: &'static str,
        /// To which file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The file is not what this program writes.
    Damaged {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Another process kept the book all the time.
    Locked {
        /// The lock.
        path: PathBuf,
    },
}

impl JobError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            JobError::Io { .. } => "JOBS_IO",
            JobError::Damaged { .. } => "JOBS_DAMAGED",
            JobError::Locked { .. } => "JOBS_LOCKED",
        }
    }
}

impl fmt::Display for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JobError::Io { doing, path, error } => {
                write!(f, "{doing} {} failed: {error}", path.display())
            }
            JobError::Damaged { path, reason } => write!(
                f,
                "{} is damaged: {reason}; move it away to begin a new history of jobs",
                path.display()
            ),
            JobError::Locked { path } => write!(f, "another process holds {}", path.display()),
        }
    }
}

impl std::error::Error for JobError {}

/// Attaches what was done to which file.
pub(super) fn at<T>(
    doing: &'static str,
    path: &std::path::Path,
    result: io::Result<T>,
) -> Result<T, JobError> {
    result.map_err(|error| JobError::Io {
        doing,
        path: path.to_owned(),
        error,
    })
}
