//! What SQLite says when it fails, as our errors: which of them the site's code may know, and what
//! the operator has to hear.

use rusqlite::ErrorCode;
use velodrome_model::data::{DataError, Wde};

use crate::error::StoreError;

/// Why SQLite failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// The disk, a quota of it, or the database's own bound is reached.
    Full,
    /// The file, or the file system, cannot be written.
    ReadOnly,
    /// The file system failed.
    Io,
    /// The content contradicts itself.
    Damaged,
    /// Another process kept the lock until the deadline.
    Busy,
    /// The deadline stopped it.
    Interrupted,
    /// A text that is longer than a value may be.
    TooLarge,
    /// A table or index that is gone: another process dropped it a moment ago.
    Gone,
    /// Anything else.
    Other,
}

/// A write that another process's file size limit or quota ends is reported by SQLite as this, not as
/// a full disk.
const IOERR_WRITE: i32 = rusqlite::ffi::SQLITE_IOERR_WRITE;

/// Why.
pub(crate) fn cause(error: &rusqlite::Error) -> Cause {
    let rusqlite::Error::SqliteFailure(code, message) = error else {
        return match error {
            rusqlite::Error::SqlInputError { msg, .. } if msg.starts_with("no such") => Cause::Gone,
            _ => Cause::Other,
        };
    };
    match code.code {
        ErrorCode::DiskFull => Cause::Full,
        ErrorCode::SystemIoFailure if code.extended_code == IOERR_WRITE => Cause::Full,
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => {
            Cause::ReadOnly
        }
        ErrorCode::SystemIoFailure => Cause::Io,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Cause::Damaged,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Cause::Busy,
        ErrorCode::OperationInterrupted => Cause::Interrupted,
        ErrorCode::TooBig => Cause::TooLarge,
        ErrorCode::Unknown
            if message
                .as_deref()
                .is_some_and(|text| text.starts_with("no such")) =>
        {
            Cause::Gone
        }
        _ => Cause::Other,
    }
}

/// As an error of the store; `doing` says what was being done ("writing", "reading c3").
pub(crate) fn to_store(doing: &str, error: &rusqlite::Error) -> StoreError {
    let (wde, external) = match cause(error) {
        Cause::Busy | Cause::Interrupted => return timed_out(),
        Cause::TooLarge => {
            return StoreError::refused(Wde::ITEM_TOO_LARGE, "Document is too large.");
        }
        Cause::Full => (
            Wde::QUOTA_EXCEEDED,
            "There is no room for more data; nothing was written. Free some space, then try again.",
        ),
        Cause::ReadOnly => (
            Wde::INTERNAL,
            "The site's database cannot be written at the moment; nothing was written.",
        ),
        Cause::Damaged => (
            Wde::INTERNAL,
            "The site's database is damaged; restore a backup.",
        ),
        Cause::Io | Cause::Gone | Cause::Other => (
            Wde::INTERNAL,
            "The site's database failed; the server's log says why.",
        ),
    };
    StoreError::Failed {
        external: DataError::new(wde, external),
        internal: format!("{doing}: {}", describe(error)),
    }
}

/// The operation took longer than it may.
pub(crate) fn timed_out() -> StoreError {
    StoreError::refused(
        Wde::TIMED_OUT,
        "The operation took longer than it may and was stopped; nothing was changed.",
    )
}

/// SQLite's words with its number and what to do, where we know it.
pub(crate) fn describe(error: &rusqlite::Error) -> String {
    let number = error
        .sqlite_extended_error_code()
        .map_or_else(String::new, |code| format!(" (SQLite {code})"));
    let moved = rusqlite::ffi::SQLITE_READONLY_DBMOVED;
    let hint = match cause(error) {
        _ if error.sqlite_extended_error_code() == Some(moved) => "",
        Cause::Full => "; the disk, a quota, a file size limit or database_bytes_max is reached",
        Cause::ReadOnly => {
            "; may this user write the database's files (-wal and -shm too) and their directory?"
        }
        Cause::Damaged => "; `velodrome data restore` puts a backup in its place",
        _ => "",
    };
    format!("{error}{number}{hint}")
}
