//! What tells one state of a file from another with one look at its metadata.
//!
//! Times of files go in steps of milliseconds and numbers of files are used again, so two quick
//! changes could look alike. Whoever writes such a file therefore gives each state a later time
//! than the one before it had.

use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// The state of a file; of none, when there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp(Option<Seen>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seen {
    modified: (i64, i64),
    /// Changes with rights and owner too, after which a file may be readable that was not.
    changed: (i64, i64),
    bytes: u64,
    device: u64,
    inode: u64,
}

impl Stamp {
    /// Looks at a file.
    ///
    /// # Errors
    /// Other than that it is not there.
    pub(crate) fn of(path: &Path) -> io::Result<Stamp> {
        match fs::metadata(path) {
            Ok(metadata) => Ok(Stamp(Some(Seen::of(&metadata)))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Stamp(None)),
            Err(error) => Err(error),
        }
    }

    /// Whether there is no file.
    pub(crate) fn is_none(&self) -> bool {
        self.0.is_none()
    }
}

impl Seen {
    fn of(metadata: &Metadata) -> Seen {
        Seen {
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
            bytes: metadata.len(),
            device: metadata.dev(),
            inode: metadata.ino(),
        }
    }
}

/// The time that the next state of a file is to say: now, or just after what it says now.
pub(super) fn next_time(path: &Path) -> SystemTime {
    let now = SystemTime::now();
    let before = fs::metadata(path).and_then(|metadata| metadata.modified());
    match before {
        Ok(before) if before >= now => before + Duration::from_micros(1),
        _ => now,
    }
}
