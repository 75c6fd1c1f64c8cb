//! What can be wrong with a file: as a whole, or in one row, after which the others still count.

use std::fmt;
use std::path::{Path, PathBuf};

/// One row or document that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line in the uncompressed file where it begins, from 1.
    pub line: u64,
    /// What is wrong.
    pub what: String,
    /// Whether nothing after it can be read either.
    pub is_last: bool,
}

impl Fault {
    /// A row that is left out.
    pub fn row(line: u64, what: impl Into<String>) -> Fault {
        Fault {
            line,
            what: what.into(),
            is_last: false,
        }
    }

    /// The end of what can be read.
    pub fn last(line: u64, what: impl Into<String>) -> Fault {
        Fault {
            is_last: true,
            ..Fault::row(line, what)
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.what)
    }
}

/// Why a file cannot be read at all.
#[derive(Debug, PartialEq, Eq)]
pub struct OpenError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong, and what to do.
    pub what: String,
}

impl OpenError {
    pub(super) fn new(path: &Path, what: impl fmt::Display) -> OpenError {
        OpenError {
            path: path.to_owned(),
            what: what.to_string(),
        }
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.what)
    }
}

impl std::error::Error for OpenError {}
