//! Publishing, switching back, and reading what was published.

use std::fs;
use std::path::{Path, PathBuf};

use super::current::{self, Current};
use super::error::ReleaseError;
use super::files::{self, FaultPoint, Faults, NoFaults, at};
use super::journal::{self, Action, Entry};
use super::lock;
use super::manifest::{self, Content, Release};
use crate::file_lock::FileLock;

/// How long a publisher waits for another, in milliseconds.
const LOCK_WAIT_MS_MAX: u64 = 10_000;

/// The data directory of one site.
///
/// All methods block on the file system; they may be called from several processes at once.
#[derive(Clone, Debug)]
pub struct Releases {
    data_dir: PathBuf,
}

impl Releases {
    /// Opens the data directory and makes it when it is not there.
    ///
    /// # Errors
    /// [`ReleaseError::Io`] when it cannot be made.
    pub fn open(data_dir: &Path) -> Result<Releases, ReleaseError> {
        let data_dir = std::path::absolute(data_dir).unwrap_or_else(|_| data_dir.to_owned());
        let releases = Releases { data_dir };
        for dir in [releases.releases_dir(), releases.journal_dir()] {
            files::make_dir(&dir)?;
        }
        let ignore = releases.data_dir.join(".gitignore");
        if !ignore.exists() {
            at("writing", &ignore, fs::write(&ignore, "*\n"))?;
        }
        Ok(releases)
    }

    /// The directory.
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// Stores a release and switches production to it. The clock is the caller's: `now_ms` is in
    /// milliseconds since 1970.
    ///
    /// # Errors
    /// When it could not be stored or switched to; production is then what it was before.
    pub fn publish(
        &self,
        content: Content,
        message: &str,
        now_ms: u64,
    ) -> Result<Release, ReleaseError> {
        self.publish_with(content, message, now_ms, &NoFaults)
    }

    /// As [`Releases::publish`], stopping where `faults` says.
    ///
    /// # Errors
    /// As [`Releases::publish`], and those of `faults`.
    pub fn publish_with(
        &self,
        content: Content,
        message: &str,
        now_ms: u64,
        faults: &dyn Faults,
    ) -> Result<Release, ReleaseError> {
        let (id, manifest) = manifest::seal(&content)?;
        let _lock = self.begin(faults)?;
        self.store(&id, &content, &manifest, faults)?;
        let names = journal::list(&self.journal_dir())?;
        let number = names.iter().map(|name| name.number).max().unwrap_or(0) + 1;
        let entry = Entry {
            sequence: names.last().map_or(0, |name| name.sequence) + 1,
            action: Action::Publish,
            number,
            id: id.clone(),
            created_ms: now_ms,
            message: message.to_owned(),
        };
        self.switch(&entry, faults)?;
        Ok(Release {
            number,
            id,
            created_ms: now_ms,
            message: message.to_owned(),
            content,
        })
    }

    /// Switches production to release `number`, or to the one numbered before the current one.
    ///
    /// # Errors
    /// When there is no such release, when it is damaged, or when it could not be switched to.
    pub fn rollback(&self, number: Option<u64>, now_ms: u64) -> Result<Release, ReleaseError> {
        self.rollback_with(number, now_ms, &NoFaults)
    }

    /// As [`Releases::rollback`], stopping where `faults` says.
    ///
    /// # Errors
    /// As [`Releases::rollback`], and those of `faults`.
    pub fn rollback_with(
        &self,
        number: Option<u64>,
        now_ms: u64,
        faults: &dyn Faults,
    ) -> Result<Release, ReleaseError> {
        let _lock = self.begin(faults)?;
        let current = self.current()?.ok_or(ReleaseError::NothingPublished)?;
        let names = journal::list(&self.journal_dir())?;
        let number = match number {
            Some(number) => number,
            None => names
                .iter()
                .map(|name| name.number)
                .filter(|number| *number < current.number)
                .max()
                .ok_or(ReleaseError::NothingBefore {
                    number: current.number,
                })?,
        };
        let release = self.load(number)?;
        let entry = Entry {
            sequence: names.last().map_or(0, |name| name.sequence) + 1,
            action: Action::Rollback,
            number,
            id: release.id.clone(),
            created_ms: now_ms,
            message: String::new(),
        };
        self.switch(&entry, faults)?;
        Ok(release)
    }

    /// Every publish and rollback, oldest first. The `limit` newest ones when there are more.
    ///
    /// # Errors
    /// When the journal cannot be read or understood.
    pub fn list(&self, limit: usize) -> Result<Vec<Entry>, ReleaseError> {
        let names = journal::list(&self.journal_dir())?;
        let newest = &names[names.len().saturating_sub(limit)..];
        newest
            .iter()
            .map(|name| journal::read(&self.journal_dir(), *name))
            .collect()
    }

    /// What production runs; `None` before the first publish. Cheap: one small file is read.
    ///
    /// # Errors
    /// When it cannot be read or understood.
    pub fn current(&self) -> Result<Option<Current>, ReleaseError> {
        current::read(&self.data_dir)
    }

    /// Reads a release whole and checks every hash.
    ///
    /// # Errors
    /// When no release has the number, or it is damaged.
    pub fn load(&self, number: u64) -> Result<Release, ReleaseError> {
        let names = journal::list(&self.journal_dir())?;
        let published =
            |name: &&journal::Name| name.number == number && name.action == Action::Publish;
        let name = names
            .iter()
            .find(published)
            .ok_or(ReleaseError::Unknown { number })?;
        let entry = journal::read(&self.journal_dir(), *name)?;
        Ok(Release {
            number,
            content: manifest::read(&self.releases_dir().join(&entry.id), &entry.id)?,
            id: entry.id,
            created_ms: entry.created_ms,
            message: entry.message,
        })
    }

    fn releases_dir(&self) -> PathBuf {
        self.data_dir.join("releases")
    }

    fn journal_dir(&self) -> PathBuf {
        self.data_dir.join("journal")
    }

    /// Takes the lock and removes what a crash left.
    fn begin(&self, faults: &dyn Faults) -> Result<FileLock, ReleaseError> {
        let path = self.data_dir.join("lock");
        let lock = lock::take(&path, LOCK_WAIT_MS_MAX)?;
        at("writing", &path, faults.reach(FaultPoint::Start))?;
        for dir in [
            self.data_dir.clone(),
            self.releases_dir(),
            self.journal_dir(),
        ] {
            files::sweep(&dir)?;
        }
        Ok(lock)
    }

    /// Puts the content in its place, unless it is there already, undamaged.
    fn store(
        &self,
        id: &str,
        content: &Content,
        manifest: &[u8],
        faults: &dyn Faults,
    ) -> Result<(), ReleaseError> {
        let dir = self.releases_dir();
        let place = dir.join(id);
        if place.exists() {
            if manifest::read(&place, id).is_ok() {
                return Ok(());
            }
            let broken = dir.join(format!("{}broken", files::UNFINISHED));
            at("removing", &place, fs::rename(&place, broken))?;
        }
        let unfinished = dir.join(format!("{}{id}", files::UNFINISHED));
        files::make_dir(&unfinished)?;
        manifest::write(&unfinished, content, manifest, faults)?;
        files::sync_dir(&unfinished)?;
        files::rename(&unfinished, &place, faults)?;
        at("writing", &place, faults.reach(FaultPoint::Stored))
    }

    /// The journal first: a switch that is not in it has not happened.
    fn switch(&self, entry: &Entry, faults: &dyn Faults) -> Result<(), ReleaseError> {
        let dir = self.journal_dir();
        journal::append(&dir, entry, faults)?;
        at("writing", &dir, faults.reach(FaultPoint::Stored))?;
        let current = Current {
            sequence: entry.sequence,
            number: entry.number,
            id: entry.id.clone(),
        };
        current::write(&self.data_dir, &current, faults)
    }
}
