//! The only ways in which the data directory is written: a new file that appears whole or not
//! at all, and a new folder that does the same.
//!
//! Before each step that a crash could follow, a [`FaultPoint`] is announced; tests stop there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use super::error::ReleaseError;

/// A step of publishing or rolling back that may be the last one before a crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultPoint {
    /// Nothing is written yet.
    Start,
    /// A file's bytes are written, not yet made durable.
    Written,
    /// A file or folder is complete beside its place.
    BeforeRename,
    /// It is in its place, which is not yet made durable.
    Renamed,
    /// The release, or the journal's entry, is durable.
    Stored,
}

/// Where tests stop a publisher.
pub trait Faults {
    /// Called at each point; an error ends the work there, leaving everything as it is.
    ///
    /// # Errors
    /// Whatever the test wants.
    fn reach(&self, point: FaultPoint) -> io::Result<()>;
}

/// No faults: what everybody but tests uses.
#[derive(Clone, Copy, Debug)]
pub struct NoFaults;

impl Faults for NoFaults {
    fn reach(&self, _: FaultPoint) -> io::Result<()> {
        Ok(())
    }
}

/// Attaches what was done to which file.
pub(super) fn at<T>(
    doing: &'static str,
    path: &Path,
    result: io::Result<T>,
) -> Result<T, ReleaseError> {
    result.map_err(|error| ReleaseError::Io {
        doing,
        path: path.to_owned(),
        error,
    })
}

/// Makes a folder that only its owner can read, if it is not there.
pub(super) fn make_dir(path: &Path) -> Result<(), ReleaseError> {
    let made = fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path);
    at("making", path, made)
}

/// Writes a new file durably; it must not exist.
pub(super) fn write_new(
    path: &Path,
    bytes: &[u8],
    faults: &dyn Faults,
) -> Result<(), ReleaseError> {
    let mut file = at(
        "making",
        path,
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path),
    )?;
    at("writing", path, file.write_all(bytes))?;
    at("writing", path, faults.reach(FaultPoint::Written))?;
    at("writing", path, file.sync_all())
}

/// Puts `from` in the place of `to` durably. Both are in the same folder.
pub(super) fn rename(from: &Path, to: &Path, faults: &dyn Faults) -> Result<(), ReleaseError> {
    at("renaming", from, faults.reach(FaultPoint::BeforeRename))?;
    at("renaming", from, fs::rename(from, to))?;
    at("renaming", from, faults.reach(FaultPoint::Renamed))?;
    sync_dir(
        to.parent()
            .expect("a file in the data directory has a parent"),
    )
}

/// Makes a folder's entries durable.
pub(super) fn sync_dir(path: &Path) -> Result<(), ReleaseError> {
    at(
        "syncing",
        path,
        File::open(path).and_then(|dir| dir.sync_all()),
    )
}

/// Prefix of names that are not in their place yet. Whoever holds the lock may remove them.
pub(super) const UNFINISHED: &str = ".new-";

/// Writes a file so that readers see the old content or the new, never a part.
pub(super) fn write_whole(
    dir: &Path,
    name: &str,
    bytes: &[u8],
    faults: &dyn Faults,
) -> Result<(), ReleaseError> {
    let unfinished = dir.join(format!("{UNFINISHED}{name}"));
    write_new(&unfinished, bytes, faults)?;
    rename(&unfinished, &dir.join(name), faults)
}

/// Removes what a crash left unfinished in a folder.
pub(super) fn sweep(dir: &Path) -> Result<(), ReleaseError> {
    for entry in at("reading", dir, fs::read_dir(dir))? {
        let entry = at("reading", dir, entry)?;
        if !entry
            .file_name()
            .as_encoded_bytes()
            .starts_with(UNFINISHED.as_bytes())
        {
            continue;
        }
        let path = entry.path();
        let is_dir = at("reading", &path, entry.file_type())?.is_dir();
        let removed = if is_dir {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        at("removing", &path, removed)?;
    }
    Ok(())
}
