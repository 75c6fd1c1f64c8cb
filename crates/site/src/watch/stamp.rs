//! What tells one state of a file from another without reading it, most of the time.
//!
//! File systems stamp times in steps of up to ten milliseconds, so a file written twice within
//! one step can look the same both times. Of files that young the content is compared too.

use std::fs::{File, Metadata};
use std::hash::{DefaultHasher, Hasher};
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// A file younger than this may be written again without its stamp changing.
pub(super) const YOUNG: Duration = Duration::from_millis(50);
/// Most bytes of a young file that are compared.
const DIGEST_BYTES_MAX: u64 = 8 * 1024 * 1024;

/// The state of one file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stamp {
    modified: Option<SystemTime>,
    bytes: u64,
    device: u64,
    inode: u64,
    is_young: bool,
    digest: Option<u64>,
}

impl Stamp {
    /// The state of a file, given its metadata. `before` is what was known of it.
    pub(super) fn of(
        path: &Path,
        metadata: &Metadata,
        now: SystemTime,
        before: Option<&Stamp>,
    ) -> Stamp {
        let modified = metadata.modified().ok();
        let mut stamp = Stamp {
            modified,
            bytes: metadata.len(),
            device: metadata.dev(),
            inode: metadata.ino(),
            is_young: modified.is_some_and(|modified| modified + YOUNG >= now),
            digest: None,
        };
        let was_young = before.is_some_and(|before| before.digest.is_some());
        if metadata.is_file() && (stamp.is_young || was_young) {
            stamp.digest = digest(path);
        }
        stamp
    }

    /// A state that no file is in.
    pub(super) fn unknown() -> Stamp {
        Stamp {
            modified: None,
            bytes: u64::MAX,
            device: 0,
            inode: 0,
            is_young: false,
            digest: None,
        }
    }

    /// Whether the file was surely the same at both times.
    pub(super) fn is_same(&self, other: &Stamp) -> bool {
        let looks = |stamp: &Stamp| (stamp.modified, stamp.bytes, stamp.device, stamp.inode);
        let digests_agree = match (self.digest, other.digest) {
            (Some(ours), Some(theirs)) => ours == theirs,
            _ => true,
        };
        looks(self) == looks(other) && digests_agree
    }

    /// Whether the file may have been written after `time`.
    pub(super) fn is_since(&self, time: SystemTime) -> bool {
        self.modified
            .is_none_or(|modified| modified + YOUNG >= time)
    }

    /// The stamp without what is not needed once the file is no longer young.
    pub(super) fn aged(mut self) -> Stamp {
        self.digest = self.digest.filter(|_| self.is_young);
        self
    }
}

fn digest(path: &Path) -> Option<u64> {
    let mut file = File::open(path).ok()?.take(DIGEST_BYTES_MAX);
    let mut hasher = DefaultHasher::new();
    let mut buffer = [0; 16 * 1024];
    loop {
        match file.read(&mut buffer).ok()? {
            0 => return Some(hasher.finish()),
            length => hasher.write(&buffer[..length]),
        }
    }
}
