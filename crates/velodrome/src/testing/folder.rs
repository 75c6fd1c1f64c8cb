//! A folder for what tests write, gone when they are over.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A folder that is removed with all that is in it.
pub(super) struct Folder(PathBuf);

/// Names within one process.
#[derive(Default)]
pub(super) struct Numbers(AtomicU64);

impl Folder {
    /// A new folder among the system's temporary ones, for its owner only.
    pub(super) fn make(numbers: &Numbers) -> io::Result<Folder> {
        use std::os::unix::fs::DirBuilderExt;
        let number = numbers.0.fetch_add(1, Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("velodrome-test-{}-{number}", std::process::id()));
        // Left by a process that had this number before and was killed.
        let _none = std::fs::remove_dir_all(&path);
        std::fs::DirBuilder::new().mode(0o700).create(&path)?;
        Ok(Folder(path))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left is the system's to clear.
        let _left = std::fs::remove_dir_all(&self.0);
    }
}
