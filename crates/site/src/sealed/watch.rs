//! What a sealed file says now, asked again and again.
//!
//! One look at the file's metadata answers when nothing changed. Only a change takes the lock, and
//! the first thread that sees it reads the file for all. A thread that asks with every request has a
//! [`Reader`] with what it saw last, so that threads share nothing but the answer.

use std::cell::RefCell;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::error::SealedError;
use super::file::{Content, SealedFile};
use super::files::at;
use super::key::KeySource;
use super::stamp::Stamp;

/// How long an error is told before the file is tried again: what caused it (a missing key, a
/// missing right) need not change the file.
const RETRY: Duration = Duration::from_secs(1);

/// Watches one sealed file with this content, seen as a `V`; shared by the threads of a process.
pub(crate) struct Watch<C, V> {
    file: SealedFile<C>,
    /// What the content is seen as, or none there is; `None` when it makes no sense.
    view: fn(Option<C>) -> Option<V>,
    seen: Mutex<Option<Seen<V>>>,
}

struct Seen<V> {
    stamp: Stamp,
    found: Result<Arc<V>, SealedError>,
    /// When it was found, as long as it is an error.
    failed_at: Option<Instant>,
}

impl<V> Clone for Seen<V> {
    fn clone(&self) -> Seen<V> {
        Seen {
            stamp: self.stamp,
            found: self.found.clone(),
            failed_at: self.failed_at,
        }
    }
}

impl<V> Seen<V> {
    fn holds(&self, stamp: Stamp) -> bool {
        self.stamp == stamp && self.failed_at.is_none_or(|at| at.elapsed() < RETRY)
    }
}

impl<C, V> fmt::Debug for Watch<C, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
}

impl<C: Content, V> Watch<C, V> {
    /// Watches the file of this data directory. Touches no file.
    pub(crate) fn open(
        data_dir: &Path,
        key: KeySource,
        view: fn(Option<C>) -> Option<V>,
    ) -> Watch<C, V> {
        Watch {
            file: SealedFile::new(data_dir, key),
            view,
            seen: Mutex::default(),
        }
    }

    /// What a thread asks.
    pub(crate) fn reader(self: &Arc<Watch<C, V>>) -> Reader<C, V> {
        Reader {
            watch: Arc::clone(self),
            seen: RefCell::default(),
        }
    }

    /// The content as the file has it now. Takes a lock; [`Reader::current`] usually does not.
    pub(crate) fn current(&self) -> Result<Arc<V>, SealedError> {
        self.seen_at(self.stamp()?).found
    }

    fn stamp(&self) -> Result<Stamp, SealedError> {
        let path = self.file.path();
        at("looking at", path, Stamp::of(path))
    }

    fn seen_at(&self, stamp: Stamp) -> Seen<V> {
        // A panic while it was locked left what was there before.
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(seen) = seen.as_ref().filter(|seen| seen.holds(stamp)) {
            return seen.clone();
        }
        // The file may have been replaced since the look at it. Then the newer content is known under
        // the older stamp, and read once more with the next question.
        let found = self.read(stamp).map(Arc::new);
        let new = Seen {
            stamp,
            failed_at: found.is_err().then(Instant::now),
            found,
        };
        *seen = Some(new.clone());
        new
    }

    fn read(&self, stamp: Stamp) -> Result<V, SealedError> {
        let content = if stamp.is_none() {
            None
        } else {
            self.file.read()?
        };
        (self.view)(content).ok_or_else(|| self.file.damaged())
    }
}

/// A thread's view of a [`Watch`].
pub(crate) struct Reader<C, V> {
    watch: Arc<Watch<C, V>>,
    seen: RefCell<Option<Seen<V>>>,
}

impl<C, V> fmt::Debug for Reader<C, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").finish_non_exhaustive()
    }
}

impl<C: Content, V> Reader<C, V> {
    /// The content as the file has it now: one look at its metadata, and no lock unless it was
    /// replaced.
    pub(crate) fn current(&self) -> Result<Arc<V>, SealedError> {
        let stamp = self.watch.stamp()?;
        let mut seen = self.seen.borrow_mut();
        match &*seen {
            Some(seen) if seen.holds(stamp) => seen.found.clone(),
            _ => seen.insert(self.watch.seen_at(stamp)).found.clone(),
        }
    }
}
