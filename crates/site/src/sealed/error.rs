//! Why a sealed file could not be read or changed.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::key::KEY_VARIABLE;

/// An error of a sealed file, with what to do about it. None of them holds a secret.
#[derive(Clone, Debug)]
pub enum SealedError {
    /// The file system refused.
    Io {
        /// What was being done.
        doing: &'static str,
        /// To which file.
        path: PathBuf,
        /// What the system said.
        error: Arc<io::Error>,
    },
    /// Somebody else is changing the file and did not finish in time.
    Locked {
        /// The lock that is held.
        path: PathBuf,
        /// How long it was waited for.
        waited_ms: u64,
    },
    /// `VELODROME_KEY` or the key's file does not hold a key.
    BadKey {
        /// Where it came from.
        place: String,
    },
    /// The file is there and its key is not.
    NoKey {
        /// What the file holds, such as `applications`.
        what: &'static str,
        /// The key's file.
        path: PathBuf,
    },
    /// The file was encrypted with another key.
    OtherKey {
        /// The file.
        path: PathBuf,
        /// Where the key that was tried came from.
        place: String,
    },
    /// The file was damaged or tampered with.
    Damaged {
        /// What it holds, such as `applications`.
        what: &'static str,
        /// The file.
        path: PathBuf,
    },
    /// The file was written by a newer version.
    Newer {
        /// The file.
        path: PathBuf,
    },
}

impl fmt::Display for SealedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SealedError::Io { doing, path, error } => {
                write!(f, "{doing} {} failed: {error}", path.display())
            }
            SealedError::Locked { path, waited_ms } => write!(
                f,
                "somebody else has held {} for {waited_ms} ms; is another command stuck?",
                path.display()
            ),
            SealedError::BadKey { place } => write!(
                f,
                "{place} is not a key: it must be 64 hexadecimal digits, as `openssl rand -hex 32` prints them"
            ),
            SealedError::NoKey { what, path } => write!(
                f,
                "the key of the {what} is missing: put {} back, or set {KEY_VARIABLE}",
                path.display()
            ),
            SealedError::OtherKey { path, place } => write!(
                f,
                "{} was encrypted with another key than that of {place}; use the one it was made with",
                path.display()
            ),
            SealedError::Damaged { what, path } => write!(
                f,
                "{} is damaged; put a copy of it back, or remove it and create the {what} again",
                path.display()
            ),
            SealedError::Newer { path } => write!(
                f,
                "{} was written by a newer version of velodrome; use that one",
                path.display()
            ),
        }
    }
}

impl std::error::Error for SealedError {}
