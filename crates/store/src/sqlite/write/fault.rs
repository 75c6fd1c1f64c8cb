//! Why a part of a write did not happen: the item's fault, or everything's.
//!
//! A bulk action goes on after the one and ends with the other, so they must not be confused.

use velodrome_model::data::{DataError, Wde};

use super::super::failure;
use crate::error::StoreError;

/// Why.
#[derive(Debug)]
pub(super) enum Fault {
    /// This item cannot be written; others can.
    Refused(DataError),
    /// The database failed.
    Sql(rusqlite::Error),
    /// The deadline has passed.
    TimedOut,
}

pub(super) type Outcome<T> = Result<T, Fault>;

impl Fault {
    /// As the caller is told.
    pub(super) fn into_store(self, collection: &str) -> StoreError {
        match self {
            Fault::Refused(error) => StoreError::Refused(error),
            Fault::Sql(error) => failure::to_store(&format!("writing to {collection}"), &error),
            Fault::TimedOut => failure::timed_out(),
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Fault {
        Fault::Sql(error)
    }
}

impl From<DataError> for Fault {
    fn from(error: DataError) -> Fault {
        Fault::Refused(error)
    }
}

/// A refusal.
pub(super) fn refused<T>(wde: Wde, message: String) -> Outcome<T> {
    Err(Fault::Refused(DataError::new(wde, message)))
}
