//! Which applications there are now, asked once per request.
//!
//! One look at the file's metadata answers when nothing changed. Only a change takes the lock, and
//! the first thread that sees it reads the file for all. Each thread has an [`ApplicationsReader`]
//! with what it saw last, so that threads share nothing but the answer.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::error::AppsError;
use super::files::at;
use super::key::KeySource;
use super::registry::{FILE, read_book};
use super::snapshot::Applications;
use super::stamp::Stamp;

/// How long an error is told before the registry is tried again: what caused it (a missing key, a
/// missing right) need not change the file.
const RETRY: Duration = Duration::from_secs(1);

/// Watches the applications of one data directory; shared by the threads of a process.
#[derive(Debug)]
pub struct ApplicationsWatch {
    data_dir: PathBuf,
    file: PathBuf,
    key: KeySource,
    seen: Mutex<Option<Seen>>,
}

#[derive(Clone, Debug)]
struct Seen {
    stamp: Stamp,
    found: Result<Arc<Applications>, AppsError>,
    /// When it was found, as long as it is an error.
    failed_at: Option<Instant>,
}

impl Seen {
    fn holds(&self, stamp: Stamp) -> bool {
        self.stamp == stamp && self.failed_at.is_none_or(|at| at.elapsed() < RETRY)
    }
}

impl ApplicationsWatch {
    /// The applications in this data directory. Touches no file.
    pub fn open(data_dir: &Path, key: KeySource) -> ApplicationsWatch {
        ApplicationsWatch {
            data_dir: data_dir.to_owned(),
            file: data_dir.join(FILE),
            key,
            seen: Mutex::default(),
        }
    }

    /// What a thread asks.
    pub fn reader(self: &Arc<ApplicationsWatch>) -> ApplicationsReader {
        ApplicationsReader {
            watch: Arc::clone(self),
            seen: RefCell::default(),
        }
    }

    /// The applications as the file has them now; none without a file. Takes a lock;
    /// [`ApplicationsReader::current`] usually does not.
    ///
    /// # Errors
    /// The registry cannot be read: no application can be told from another, so nobody's request
    /// can be accepted until somebody repairs it.
    pub fn current(&self) -> Result<Arc<Applications>, AppsError> {
        let stamp = at("looking at", &self.file, Stamp::of(&self.file))?;
        self.seen_at(stamp).found
    }

    fn seen_at(&self, stamp: Stamp) -> Seen {
        // A panic while it was locked left what was there before.
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(seen) = seen.as_ref().filter(|seen| seen.holds(stamp)) {
            return seen.clone();
        }
        // The file may have been replaced since the look at it. Then the newer content is known under
        // the older stamp, and read once more with the next request.
        let found = self.read(stamp).map(Arc::new);
        let new = Seen {
            stamp,
            failed_at: found.is_err().then(Instant::now),
            found,
        };
        *seen = Some(new.clone());
        new
    }

    fn read(&self, stamp: Stamp) -> Result<Applications, AppsError> {
        if stamp.is_none() {
            return Ok(Applications::none());
        }
        match read_book(&self.data_dir, &self.key)? {
            None => Ok(Applications::none()),
            Some(book) => Applications::of(book).ok_or_else(|| AppsError::Damaged {
                path: self.file.clone(),
            }),
        }
    }
}

/// A thread's view of an [`ApplicationsWatch`].
#[derive(Debug)]
pub struct ApplicationsReader {
    watch: Arc<ApplicationsWatch>,
    seen: RefCell<Option<Seen>>,
}

impl ApplicationsReader {
    /// The applications as the file has them now: one look at its metadata, and no lock unless it
    /// was replaced.
    ///
    /// # Errors
    /// As [`ApplicationsWatch::current`].
    pub fn current(&self) -> Result<Arc<Applications>, AppsError> {
        let file = &self.watch.file;
        let stamp = at("looking at", file, Stamp::of(file))?;
        let mut seen = self.seen.borrow_mut();
        match &*seen {
            Some(seen) if seen.holds(stamp) => seen.found.clone(),
            _ => seen.insert(self.watch.seen_at(stamp)).found.clone(),
        }
    }
}
