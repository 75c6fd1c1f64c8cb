//! Which applications there are now, asked once per request.

use std::path::Path;
use std::sync::Arc;

use super::book::Book;
use super::error::AppsError;
use super::snapshot::Applications;
use crate::sealed::{KeySource, Reader, Watch};

/// Watches the applications of one data directory; shared by the threads of a process.
#[derive(Debug)]
pub struct ApplicationsWatch(Arc<Watch<Book, Applications>>);

impl ApplicationsWatch {
    /// The applications in this data directory. Touches no file.
    pub fn open(data_dir: &Path, key: KeySource) -> ApplicationsWatch {
        ApplicationsWatch(Arc::new(Watch::open(data_dir, key, |book| match book {
            None => Some(Applications::none()),
            Some(book) => Applications::of(book),
        })))
    }

    /// What a thread asks.
    pub fn reader(&self) -> ApplicationsReader {
        ApplicationsReader(self.0.reader())
    }

    /// The applications as the file has them now; none without a file. Takes a lock;
    /// [`ApplicationsReader::current`] usually does not.
    ///
    /// # Errors
    /// The registry cannot be read: no application can be told from another, so nobody's request
    /// can be accepted until somebody repairs it.
    pub fn current(&self) -> Result<Arc<Applications>, AppsError> {
        Ok(self.0.current()?)
    }
}

/// A thread's view of an [`ApplicationsWatch`].
#[derive(Debug)]
pub struct ApplicationsReader(Reader<Book, Applications>);

impl ApplicationsReader {
    /// The applications as the file has them now: one look at its metadata, and no lock unless it
    /// was replaced.
    ///
    /// # Errors
    /// As [`ApplicationsWatch::current`].
    pub fn current(&self) -> Result<Arc<Applications>, AppsError> {
        Ok(self.0.current()?)
    }
}
