//! The SQL functions by which triggers keep index tables.
//!
//! What a field's key is, is the model's business; SQLite only stores and compares the bytes. Paths
//! reach the functions as blob literals, so a field's name is never part of a statement's syntax.

use std::sync::Arc;

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::{Connection, Error, Result};
use velodrome_model::data::{Kind, Path, key, reader};

/// Longest key in an index, in bytes; longer ones are cut. Long texts would fill an index with copies
/// of the documents, and few queries tell texts apart only after this many bytes.
pub(crate) const KEY_BYTES_MAX: usize = 300;

/// Makes `vd_key` and `vd_unique` known to a connection. Without them no write to a collection with
/// an index works, so every connection needs this.
pub(crate) fn register(connection: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("vd_key", 2, flags, |context| {
        let path = path(context)?;
        Ok(index_key(text(context)?, &path))
    })?;
    connection.create_scalar_function("vd_unique", 2, flags, |context| {
        let path = path(context)?;
        Ok(unique_key(text(context)?, &path))
    })
}

/// A document's key in the index of `path`: empty for a missing value or null, cut at
/// [`KEY_BYTES_MAX`].
pub(crate) fn index_key(stored: &str, path: &Path) -> Vec<u8> {
    let mut key = key::of(stored, path).unwrap_or_default();
    key.truncate(KEY_BYTES_MAX);
    key
}

/// What must not occur twice: the whole key of a value that is neither missing, null, an array nor
/// an object.
pub(crate) fn unique_key(stored: &str, path: &Path) -> Option<Vec<u8>> {
    match reader::find(stored, path)?.kind() {
        Kind::Null | Kind::Array | Kind::Object => None,
        _ => key::of(stored, path),
    }
}

fn text<'a>(context: &'a Context<'_>) -> Result<&'a str> {
    Ok(context.get_raw(0).as_str()?)
}

/// The path in the second argument, parsed once per statement.
fn path(context: &Context<'_>) -> Result<Arc<Path>> {
    context.get_or_create_aux(1, |value| -> Result<Path> {
        let text = std::str::from_utf8(value.as_blob()?)
            .map_err(|error| Error::UserFunctionError(error.into()))?;
        Path::parse(text).map_err(|error| Error::UserFunctionError(error.into()))
    })
}
