//! A file as documents, one after another, whatever its format.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::csv::{Column, Overrides, Rows};
use super::fault::{Fault, OpenError};
use super::format::Format;
use super::json::{ByLine, Spans};
use super::source::{self, Content};

/// One document of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line where it begins, from 1.
    pub line: u64,
    /// The JSON text of an object, as far as it was looked at; dates are `{"$date": ..}`.
    pub json: String,
}

/// How far the reading of a file has come.
#[derive(Clone, Debug)]
pub struct Progress {
    read: Arc<AtomicU64>,
    bytes: u64,
}

impl Progress {
    /// Bytes of the file on disk that were read.
    pub fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed).min(self.bytes)
    }

    /// The file's size on disk, in bytes.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }
}

/// A file that was opened for import. After a fault that is the last there is nothing more.
pub struct Import {
    /// What the file is.
    pub format: Format,
    /// The columns of a table; none for JSON.
    pub columns: Vec<Column>,
    /// Headers and keys that were spoken of and are not there.
    pub unused: Vec<String>,
    progress: Progress,
    documents: Documents,
    is_over: bool,
}

type Documents = Box<dyn Iterator<Item = Result<(u64, String), Fault>> + Send>;

impl Import {
    /// Opens a file and finds out what it is. A table is read once to its end for its types.
    ///
    /// # Errors
    /// It cannot be opened, or is nothing that can be imported.
    pub fn open(path: &Path, overrides: &Overrides) -> Result<Import, OpenError> {
        let failed = |what: String| OpenError::new(path, what);
        let read = Arc::default();
        let mut source = source::open(path, &read)?;
        let format = sniff(&mut source.content).map_err(failed)?;
        let progress = Progress {
            read,
            bytes: source.bytes,
        };
        let mut import = Import {
            format,
            columns: Vec::new(),
            unused: Vec::new(),
            progress,
            documents: Box::new(std::iter::empty()),
            is_over: false,
        };
        import.documents = match format {
            Format::JsonLines => Box::new(ByLine::new(source.content)),
            Format::JsonArray => Box::new(Spans::new(source.content, true)),
            Format::JsonSequence => Box::new(Spans::new(source.content, false)),
            Format::Csv => {
                let for_types = source::open(path, &Arc::default())?.content;
                let rows = Rows::open(for_types, source.content, overrides).map_err(failed)?;
                import.columns = rows.columns.clone();
                import.unused = rows.unused.clone();
                Box::new(rows)
            }
        };
        Ok(import)
    }

    /// Tells how far this has come, from any thread.
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }
}

fn sniff(content: &mut Content) -> Result<Format, String> {
    use std::io::BufRead;
    let start = content.fill_buf().map_err(|error| error.to_string())?;
    Format::sniff(start).map_err(str::to_owned)
}

impl Iterator for Import {
    type Item = Result<Row, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let next = self.documents.next();
        self.is_over = match &next {
            None => true,
            Some(found) => found.as_ref().is_err_and(|fault| fault.is_last),
        };
        next.map(|found| found.map(|(line, json)| Row { line, json }))
    }
}
