//! Why a read stopped before its end.

use std::fmt;

use velodrome_model::data::Wde;

use super::guard::Stop;
use crate::error::StoreError;
use crate::sqlite::failure::{self, Cause, cause};

/// Why a read gave nothing.
#[derive(Debug)]
pub(crate) enum ReadError {
    /// It does not belong on the thread that asks: the pool has to take it.
    NotInline,
    /// An index cannot give the order after all; sort instead.
    NotSorted,
    /// The catalogue says that a table is this collection's, and it is not (any more).
    Renumbered,
    /// It was stopped.
    Stopped(Stop),
    /// The database failed.
    Sqlite(rusqlite::Error),
    /// Anything else.
    Store(StoreError),
}

impl ReadError {
    /// A refusal because an answer would not fit into memory.
    pub fn too_large(what: &str) -> ReadError {
        ReadError::Store(StoreError::refused(
            Wde::SORT_TOO_LARGE,
            format!("{what} take more memory than they may; narrow the filter, or ask for less."),
        ))
    }

    /// Whether a table was not there (any more), or another's: the catalogue is out of date.
    pub fn is_gone(&self) -> bool {
        match self {
            ReadError::Renumbered => true,
            ReadError::Sqlite(error) => cause(error) == Cause::Gone,
            _ => false,
        }
    }

    /// As those who ask see it.
    pub fn into_store(self) -> StoreError {
        match self {
            ReadError::Store(error) => error,
            ReadError::Stopped(Stop::Cancelled) => failure::timed_out(),
            ReadError::Stopped(Stop::Deadline) => StoreError::refused(
                Wde::TIMED_OUT,
                "The search took longer than it may and was stopped; an index on the fields it asks \
                 for would shorten it.",
            ),
            ReadError::Sqlite(error) => failure::to_store("reading", &error),
            ReadError::NotInline | ReadError::NotSorted | ReadError::Renumbered => {
                StoreError::failed(format!("a read was left undone: {self}"))
            }
        }
    }
}

impl From<rusqlite::Error> for ReadError {
    fn from(error: rusqlite::Error) -> ReadError {
        ReadError::Sqlite(error)
    }
}

impl From<StoreError> for ReadError {
    fn from(error: StoreError) -> ReadError {
        ReadError::Store(error)
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self:?}")
    }
}
