//! Indexes of collections: declared ones, and those that queries turn out to need.

pub(super) mod automatic;
mod build;
mod check;
mod declare;
mod fill;
mod filler;
mod layout;

use rusqlite::{Connection, ErrorCode, Result};

use super::catalog::{Collection, Index};

pub(super) use automatic::Automatic;
pub(super) use build::{Builder, declare};
pub(super) use check::check;

/// The unique index that an error of a write speaks of, if it does.
pub(super) fn violated<'c>(
    error: &rusqlite::Error,
    collection: &'c Collection,
) -> Option<&'c Index> {
    if error.sqlite_error_code() != Some(ErrorCode::ConstraintViolation) {
        return None;
    }
    let text = error.to_string();
    collection
        .indexes
        .iter()
        .find(|index| index.unique && text.ends_with(&format!(" {}_unique.key", index.name)))
}

/// Has `delete` remove all documents of a collection. Without triggers SQLite frees whole pages
/// instead of looking at every row, so those of finished indexes step aside for it.
pub(super) fn clear(
    conn: &Connection,
    collection: &Collection,
    delete: impl FnOnce(&Connection) -> Result<()>,
) -> Result<()> {
    let finished = || collection.indexes.iter().filter(|index| index.ready);
    for index in finished() {
        layout::drop_triggers(conn, index)?;
        layout::empty(conn, index)?;
    }
    delete(conn)?;
    for index in finished() {
        layout::create_triggers(conn, collection, index, false)?;
    }
    Ok(())
}

/// Removes all indexes of a collection.
pub(super) fn drop_all(conn: &Connection, collection: &Collection) -> Result<()> {
    collection
        .indexes
        .iter()
        .try_for_each(|index| layout::remove(conn, index))
}
