//! Triggers fill the outbox, as they keep the indexes: no way of writing, in no process, can forget
//! to. A collection that nobody watches has none.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use rusqlite::{Connection, Result, params};

use super::feed;

/// Now, in milliseconds since 1970.
const NOW: &str = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

/// Makes `collections` what a consumer watches.
pub(super) fn watch(conn: &Connection, consumer: &str, collections: &[String]) -> Result<()> {
    let wanted: BTreeSet<&str> = collections.iter().map(String::as_str).collect();
    let known = watched(conn, consumer)?;
    let known: BTreeSet<&str> = known.iter().map(String::as_str).collect();
    conn.execute(
        "INSERT INTO vd_consumers (consumer, position) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        params![consumer, feed::last(conn)?],
    )?;
    for collection in wanted.difference(&known) {
        conn.execute(
            "INSERT INTO vd_watches (collection, consumer) VALUES (?1, ?2)",
            [*collection, consumer],
        )?;
        for table in tables(conn, collection)? {
            create(conn, &table, collection)?;
        }
    }
    for collection in known.difference(&wanted) {
        conn.execute(
            "DELETE FROM vd_watches WHERE collection = ?1 AND consumer = ?2",
            [*collection, consumer],
        )?;
        for table in tables(conn, collection)? {
            if !is_watched(conn, collection)? {
                remove(conn, &table)?;
            }
        }
    }
    if wanted.is_empty() {
        conn.execute("DELETE FROM vd_consumers WHERE consumer = ?1", [consumer])?;
        feed::trim(conn)?;
    }
    Ok(())
}

/// The collections that a consumer watches, by name.
pub(super) fn watched(conn: &Connection, consumer: &str) -> Result<Vec<String>> {
    conn.prepare_cached("SELECT collection FROM vd_watches WHERE consumer = ?1 ORDER BY 1")?
        .query_map([consumer], |row| row.get(0))?
        .collect()
}

/// A table has got the name of a collection: a new one, or one that was filled aside. What is in it
/// is new to whoever watches that name.
pub(in super::super) fn begin(conn: &Connection, table: &str, collection: &str) -> Result<()> {
    if !is_watched(conn, collection)? {
        return Ok(());
    }
    let name = literal(collection);
    conn.execute_batch(&format!(
        "INSERT INTO vd_outbox (collection, kind, id, at)
         SELECT {name}, 0, id, {NOW} FROM {table} ORDER BY seq;"
    ))?;
    create(conn, table, collection)
}

/// A collection with all its documents is about to go: its table knows no triggers for that.
pub(in super::super) fn leave(conn: &Connection, table: &str, collection: &str) -> Result<()> {
    if !is_watched(conn, collection)? {
        return Ok(());
    }
    let name = literal(collection);
    conn.execute_batch(&format!(
        "INSERT INTO vd_outbox (collection, kind, id, at)
         SELECT {name}, 2, id, {NOW} FROM {table} ORDER BY seq;"
    ))
}

fn is_watched(conn: &Connection, collection: &str) -> Result<bool> {
    conn.prepare_cached("SELECT 1 FROM vd_watches WHERE collection = ?1")?
        .exists([collection])
}

/// The table of a collection: one or none.
fn tables(conn: &Connection, collection: &str) -> Result<Vec<String>> {
    conn.prepare_cached("SELECT 'c' || number FROM vd_collections WHERE name = ?1")?
        .query_map([collection], |row| row.get(0))?
        .collect()
}

fn create(conn: &Connection, table: &str, collection: &str) -> Result<()> {
    let name = literal(collection);
    let add = |kind: u8, row: &str| {
        format!(
            "INSERT INTO vd_outbox (collection, kind, id, at) \
             VALUES ({name}, {kind}, {row}.id, {NOW});"
        )
    };
    conn.execute_batch(&format!(
        "CREATE TRIGGER IF NOT EXISTS {table}_watched_insert AFTER INSERT ON {table}
        BEGIN {insert} END;
        CREATE TRIGGER IF NOT EXISTS {table}_watched_update AFTER UPDATE OF doc ON {table}
        BEGIN {update} END;
        CREATE TRIGGER IF NOT EXISTS {table}_watched_delete AFTER DELETE ON {table}
        BEGIN {delete} END;",
        insert = add(0, "new"),
        update = add(1, "new"),
        delete = add(2, "old"),
    ))
}

fn remove(conn: &Connection, table: &str) -> Result<()> {
    conn.execute_batch(&format!(
        "DROP TRIGGER IF EXISTS {table}_watched_insert;
        DROP TRIGGER IF EXISTS {table}_watched_update;
        DROP TRIGGER IF EXISTS {table}_watched_delete;"
    ))
}

/// A name as a text that is not part of the statement's syntax, whatever is in it.
fn literal(name: &str) -> String {
    let mut text = String::from("CAST(x'");
    for byte in name.bytes() {
        let _ = write!(text, "{byte:02x}");
    }
    text.push_str("' AS TEXT)");
    text
}
