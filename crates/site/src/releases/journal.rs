//! The journal: one small file per publish or rollback, in order, never changed.
//!
//! What can be asked often, which numbers exist, is in the files' names; so listing a folder
//! answers it, and only the entries that are wanted are read.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::ReleaseError;
use super::files::{Faults, UNFINISHED, at, write_whole};

/// Most entries of a journal that are listed.
const ENTRIES_MAX: usize = 1_000_000;
/// Longest entry, in bytes.
const ENTRY_BYTES_MAX: u64 = 64 * 1024;

/// Why production switched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// To a new release.
    Publish,
    /// To a release that was there before.
    Rollback,
}

/// One switch of production.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Place in the journal, from 1.
    pub sequence: u64,
    /// Publish or rollback.
    pub action: Action,
    /// Number of the release that was switched to.
    pub number: u64,
    /// Its id.
    pub id: String,
    /// When, in milliseconds since 1970.
    pub created_ms: u64,
    /// What whoever did it said, perhaps nothing.
    pub message: String,
}

/// What a file's name tells of its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    pub(super) sequence: u64,
    pub(super) action: Action,
    pub(super) number: u64,
}

impl Name {
    fn file(self) -> String {
        let action = match self.action {
            Action::Publish => "publish",
            Action::Rollback => "rollback",
        };
        format!("{:08}-{action}-{}.json", self.sequence, self.number)
    }

    fn parse(file: &str) -> Option<Name> {
        let (sequence, rest) = file.strip_suffix(".json")?.split_once('-')?;
        let (action, number) = rest.split_once('-')?;
        Some(Name {
            sequence: sequence.parse().ok()?,
            action: match action {
                "publish" => Action::Publish,
                "rollback" => Action::Rollback,
                _ => return None,
            },
            number: number.parse().ok()?,
        })
    }
}

/// The names of all entries, in order.
pub(super) fn list(dir: &Path) -> Result<Vec<Name>, ReleaseError> {
    let mut names = Vec::new();
    for entry in at("reading", dir, fs::read_dir(dir))?.take(ENTRIES_MAX) {
        let file = at("reading", dir, entry)?.file_name();
        let file = file.to_string_lossy();
        match Name::parse(&file) {
            Some(name) => names.push(name),
            None if file.starts_with(UNFINISHED) => {}
            None => return Err(damaged(&dir.join(&*file), "its name is no journal entry's")),
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// Reads one entry.
pub(super) fn read(dir: &Path, name: Name) -> Result<Entry, ReleaseError> {
    let path = dir.join(name.file());
    let bytes = at(
        "reading",
        &path,
        crate::bounded::read(&path, ENTRY_BYTES_MAX),
    )?;
    let entry: Entry = serde_json::from_slice(&bytes)
        .map_err(|error| damaged(&path, &format!("it is not understood ({error})")))?;
    let told = (entry.sequence, entry.action, entry.number);
    if told != (name.sequence, name.action, name.number) {
        return Err(damaged(&path, "it does not say what its name says"));
    }
    if entry.id.len() != 64 || !entry.id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(damaged(&path, "its id is not a hash"));
    }
    Ok(entry)
}

/// Adds an entry durably.
pub(super) fn append(dir: &Path, entry: &Entry, faults: &dyn Faults) -> Result<(), ReleaseError> {
    let name = Name {
        sequence: entry.sequence,
        action: entry.action,
        number: entry.number,
    };
    let bytes = serde_json::to_vec_pretty(entry).expect("an entry has only strings and numbers");
    if bytes.len() as u64 > ENTRY_BYTES_MAX {
        return Err(ReleaseError::TooLarge {
            part: "message",
            bytes_max: ENTRY_BYTES_MAX,
        });
    }
    write_whole(dir, &name.file(), &bytes, faults)
}

fn damaged(path: &Path, reason: &str) -> ReleaseError {
    ReleaseError::Damaged {
        path: PathBuf::from(path),
        reason: reason.to_owned(),
    }
}
