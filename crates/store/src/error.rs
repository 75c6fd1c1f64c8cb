//! What can go wrong, for three readers: the site's code, the operator, and whoever starts it.

use std::fmt;
use std::io;
use std::path::PathBuf;

use velodrome_model::data::{DataError, Wde};

/// Why an operation gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// The caller's fault, or a documented condition: an item that is not there, a deadline.
    Refused(DataError),
    /// Ours, or the machine's: a full disk, a damaged file.
    Failed {
        /// What the site's code is told; names no path.
        external: DataError,
        /// What the operator is told.
        internal: String,
    },
}

impl StoreError {
    /// A refusal.
    pub fn refused(wde: Wde, message: impl Into<String>) -> StoreError {
        StoreError::Refused(DataError::new(wde, message))
    }

    /// A failure that tells the site's code nothing but that there was one.
    pub fn failed(internal: impl Into<String>) -> StoreError {
        StoreError::Failed {
            external: DataError::new(
                Wde::INTERNAL,
                "the site's database failed; the server's log says why",
            ),
            internal: internal.into(),
        }
    }

    /// What the site's code is told.
    pub fn external(&self) -> &DataError {
        match self {
            StoreError::Refused(error) => error,
            StoreError::Failed { external, .. } => external,
        }
    }
}

impl From<DataError> for StoreError {
    fn from(error: DataError) -> StoreError {
        StoreError::Refused(error)
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Refused(error) => error.fmt(f),
            StoreError::Failed { external, internal } => write!(f, "{external} ({internal})"),
        }
    }
}

impl std::error::Error for StoreError {}

/// Why a database, or a backup of one, cannot be used.
#[derive(Debug)]
pub enum OpenError {
    /// The file system refused.
    Io {
        /// What was being done.
        doing: &'static str,
        /// To which file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// It is a file, but none of this product's databases.
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        reason: String,
    },
    /// A newer version of this product has changed its layout.
    Newer {
        /// The file.
        path: PathBuf,
        /// Version of its layout.
        found: i64,
        /// The newest layout that this version knows.
        known: i64,
    },
    /// Its content contradicts itself.
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// Another process has kept it locked.
    Busy {
        /// The file.
        path: PathBuf,
        /// How long it was waited for.
        waited_ms: u64,
    },
    /// The target of a backup is there already.
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The database failed otherwise.
    Failed {
        /// What was being done.
        doing: &'static str,
        /// To which file.
        path: PathBuf,
        /// What the database said.
        reason: String,
    },
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenError::Io { doing, path, error } => {
                write!(f, "{doing} {} failed: {error}", path.display())
            }
            OpenError::Foreign { path, reason } => write!(
                f,
                "{} is not a database of this product: {reason}; move it away, or name another file",
                path.display()
            ),
            OpenError::Newer { path, found, known } => write!(
                f,
                "{} was written by a newer version (layout {found}, this version knows {known}); \
                 use that version, or restore a backup made with this one",
                path.display()
            ),
            OpenError::Damaged { path, reason } => write!(
                f,
                "{} is damaged: {reason}; restore a backup",
                path.display()
            ),
            OpenError::Busy { path, waited_ms } => write!(
                f,
                "another process has kept {} locked for {waited_ms} ms; is an import or a restore \
                 running?",
                path.display()
            ),
            OpenError::Exists { path } => write!(
                f,
                "{} exists already; name a new file, or remove that one first",
                path.display()
            ),
            OpenError::Failed {
                doing,
                path,
                reason,
            } => write!(f, "{doing} {} failed: {reason}", path.display()),
        }
    }
}

impl std::error::Error for OpenError {}
