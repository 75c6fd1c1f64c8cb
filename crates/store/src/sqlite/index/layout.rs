//! What an index is in the database, and the statements that make and remove it.
//!
//! An index is a table of its own that triggers keep, not an index of SQLite's: `CREATE INDEX` holds
//! the write lock for its whole build, seconds per million documents, while a table can be filled
//! in short batches between other writes. Triggers rather than the writer's own statements keep it,
//! so that no way of writing, in no process, can forget to.
//!
//! `c3_i7(key, created, seq)` has an entry for every document of `c3`, missing values included, so it
//! can give an order. A unique one has `c3_i7_unique(key, seq)` beside it. While it is filled,
//! `c3_i7_touched(seq)` has every document that was changed meanwhile: what the filler read of
//! those is out of date, and the triggers have entered them already.

use std::fmt::Write as _;

use rusqlite::{Connection, Result};

use crate::sqlite::catalog::{Collection, Index};

/// A path as a blob literal: a field's name is not part of the statement's syntax, whatever is in it.
pub(super) fn literal(field: &str) -> String {
    let mut text = String::with_capacity(field.len() * 2 + 3);
    text.push_str("x'");
    for byte in field.bytes() {
        let _ = write!(text, "{byte:02x}");
    }
    text.push('\'');
    text
}

/// Makes an index's tables and triggers; it is being filled then.
pub(super) fn create(conn: &Connection, collection: &Collection, index: &Index) -> Result<()> {
    let name = &index.name;
    conn.execute_batch(&format!(
        "CREATE TABLE {name} (
            key BLOB NOT NULL,
            created INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            PRIMARY KEY (key, created DESC, seq DESC)
        ) WITHOUT ROWID;
        CREATE TABLE {name}_touched (seq INTEGER PRIMARY KEY);"
    ))?;
    if index.unique {
        conn.execute_batch(&format!(
            "CREATE TABLE {name}_unique (
                key BLOB PRIMARY KEY NOT NULL,
                seq INTEGER NOT NULL
            ) WITHOUT ROWID;"
        ))?;
    }
    create_triggers(conn, collection, index, true)
}

/// Ends the filling: the index may be used.
pub(super) fn complete(conn: &Connection, collection: &Collection, index: &Index) -> Result<()> {
    drop_triggers(conn, index)?;
    create_triggers(conn, collection, index, false)?;
    conn.execute_batch(&format!("DROP TABLE {}_touched", index.name))?;
    conn.execute(
        "UPDATE vd_indexes SET ready = 1 WHERE number = ?1",
        [index.number],
    )?;
    Ok(())
}

/// Removes an index with its row of the catalogue.
pub(super) fn remove(conn: &Connection, index: &Index) -> Result<()> {
    drop_triggers(conn, index)?;
    let name = &index.name;
    conn.execute_batch(&format!(
        "DROP TABLE IF EXISTS {name};
        DROP TABLE IF EXISTS {name}_unique;
        DROP TABLE IF EXISTS {name}_touched;"
    ))?;
    conn.execute("DELETE FROM vd_indexes WHERE number = ?1", [index.number])?;
    Ok(())
}

/// Empties an index whose triggers are gone.
pub(super) fn empty(conn: &Connection, index: &Index) -> Result<()> {
    conn.execute_batch(&format!("DELETE FROM {}", index.name))?;
    if index.unique {
        conn.execute_batch(&format!("DELETE FROM {}_unique", index.name))?;
    }
    Ok(())
}

pub(super) fn drop_triggers(conn: &Connection, index: &Index) -> Result<()> {
    let name = &index.name;
    conn.execute_batch(&format!(
        "DROP TRIGGER IF EXISTS {name}_insert;
        DROP TRIGGER IF EXISTS {name}_update;
        DROP TRIGGER IF EXISTS {name}_delete;"
    ))
}

pub(super) fn create_triggers(
    conn: &Connection,
    collection: &Collection,
    index: &Index,
    filling: bool,
) -> Result<()> {
    let (table, name) = (&collection.table, &index.name);
    let path = literal(&index.field);
    let touched = |row: &str| match filling {
        true => format!("INSERT OR IGNORE INTO {name}_touched VALUES ({row}.seq);"),
        false => String::new(),
    };
    let enter = |row: &str| {
        let unique = match index.unique {
            true => format!(
                "INSERT INTO {name}_unique SELECT key, {row}.seq \
                 FROM (SELECT vd_unique({row}.doc, {path}) AS key) WHERE key IS NOT NULL;"
            ),
            false => String::new(),
        };
        format!(
            "{unique} INSERT OR IGNORE INTO {name} \
             VALUES (vd_key({row}.doc, {path}), {row}.created, {row}.seq);"
        )
    };
    let leave = |row: &str| {
        let unique = match index.unique {
            true => format!(
                "DELETE FROM {name}_unique \
                 WHERE key = vd_unique({row}.doc, {path}) AND seq = {row}.seq;"
            ),
            false => String::new(),
        };
        format!(
            "{unique} DELETE FROM {name} WHERE key = vd_key({row}.doc, {path}) \
             AND created = {row}.created AND seq = {row}.seq;"
        )
    };
    // An update that leaves the field alone writes nothing here. A unique index compares whole keys.
    let differs = if index.unique { "vd_unique" } else { "vd_key" };
    conn.execute_batch(&format!(
        "CREATE TRIGGER {name}_insert AFTER INSERT ON {table} BEGIN {touched_new} {enter} END;
        CREATE TRIGGER {name}_delete AFTER DELETE ON {table} BEGIN {touched_old} {leave} END;
        CREATE TRIGGER {name}_update AFTER UPDATE OF doc, created ON {table}
        WHEN old.created <> new.created
            OR vd_key(old.doc, {path}) <> vd_key(new.doc, {path})
            OR {differs}(old.doc, {path}) IS NOT {differs}(new.doc, {path})
        BEGIN {touched_new} {leave} {enter} END;",
        touched_new = touched("new"),
        touched_old = touched("old"),
        enter = enter("new"),
        leave = leave("old"),
    ))
}
