//! Values that belong to the site and to no collection.

use rusqlite::{Connection, OptionalExtension, params};

use super::failure::to_store;
use super::shared::Shared;
use crate::error::StoreError;
use crate::reply::Reply;

/// Keys of callers have this before them: the store keeps values of its own beside them.
const PREFIX: &str = "site.";

/// The value.
pub(super) fn get(shared: &Shared, key: &str) -> Result<Option<String>, StoreError> {
    let conn = shared.open_reader()?;
    read(&conn, &format!("{PREFIX}{key}")).map_err(|error| to_store("reading meta", &error))
}

/// Sets it.
pub(super) fn set(shared: &Shared, key: &str, value: &str) -> Reply<()> {
    let (key, value) = (format!("{PREFIX}{key}"), value.to_owned());
    shared
        .run(move |conn| put(conn, &key, &value).map_err(|error| to_store("writing meta", &error)))
}

/// The value, set when there is none.
pub(super) fn get_or_set(shared: &Shared, key: &str, value: &str) -> Reply<String> {
    match get(shared, key) {
        Ok(Some(found)) => return Reply::Now(Ok(found)),
        Ok(None) => {}
        Err(error) => return Reply::Now(Err(error)),
    }
    let (key, value) = (format!("{PREFIX}{key}"), value.to_owned());
    shared.run(move |conn| {
        let settled = || match read(conn, &key)? {
            Some(found) => Ok(found),
            None => put(conn, &key, &value).map(|()| value.clone()),
        };
        settled().map_err(|error| to_store("writing meta", &error))
    })
}

/// A value by its whole key.
pub(super) fn read(conn: &Connection, key: &str) -> rusqlite::Result<Option<String>> {
    conn.prepare_cached("SELECT value FROM vd_meta WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()
}

/// Sets a value by its whole key.
pub(super) fn put(conn: &Connection, key: &str, value: &str) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "INSERT INTO vd_meta (key, value) VALUES (?1, ?2)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )?
    .execute(params![key, value])?;
    Ok(())
}
