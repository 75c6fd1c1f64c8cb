//! Why the data directory could not give or take a release.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// An error of the data directory, with what to do about it.
#[derive(Debug)]
pub enum ReleaseError {
    /// The file system refused.
    Io {
        /// What was being done.
        doing: &'static str,
        /// To which file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// Somebody else is publishing and did not finish in time.
    Locked {
        /// The lock that is held.
        path: PathBuf,
        /// How long it was waited for.
        waited_ms: u64,
    },
    /// A stored file does not have the content it had when it was published.
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// No release has this number.
    Unknown {
        /// The number.
        number: u64,
    },
    /// Nothing has been published.
    NothingPublished,
    /// There is no release before the current one.
    NothingBefore {
        /// The current release.
        number: u64,
    },
    /// A part of the release is longer than may be stored.
    TooLarge {
        /// The part.
        part: &'static str,
        /// The most it may have.
        bytes_max: u64,
    },
}

impl ReleaseError {
    /// The stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            ReleaseError::Io { .. } => "RELEASE_IO",
            ReleaseError::Locked { .. } => "RELEASE_LOCKED",
            ReleaseError::Damaged { .. } => "RELEASE_DAMAGED",
            ReleaseError::Unknown { .. } => "RELEASE_UNKNOWN",
            ReleaseError::NothingPublished => "SITE_NOT_PUBLISHED",
            ReleaseError::NothingBefore { .. } => "RELEASE_FIRST",
            ReleaseError::TooLarge { .. } => "RELEASE_TOO_LARGE",
        }
    }
}

impl fmt::Display for ReleaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReleaseError::Io { doing, path, error } => {
                write!(f, "{doing} {} failed: {error}", path.display())
            }
            ReleaseError::Locked { path, waited_ms } => write!(
                f,
                "somebody else has held {} for {waited_ms} ms; is another publish stuck?",
                path.display()
            ),
            ReleaseError::Damaged { path, reason } => write!(
                f,
                "{} is damaged: {reason}; publish again, or roll back to another release",
                path.display()
            ),
            ReleaseError::Unknown { number } => write!(
                f,
                "there is no release {number}; `velodrome releases` lists those there are"
            ),
            ReleaseError::NothingPublished => {
                write!(
                    f,
                    "nothing has been published yet; `velodrome publish` does it"
                )
            }
            ReleaseError::NothingBefore { number } => {
                write!(f, "there is no release before release {number}")
            }
            ReleaseError::TooLarge { part, bytes_max } => {
                write!(
                    f,
                    "the {part} is longer than the {bytes_max} bytes that are stored"
                )
            }
        }
    }
}

impl std::error::Error for ReleaseError {}
