//! A collection that was filled aside becomes part of another, or goes as if it had never been.
//!
//! This is how an import of any size is all or nothing: its documents are written in short
//! transactions to a collection that nobody knows, and only their move is one.

use std::sync::Arc;

use rusqlite::{Connection, params};
use velodrome_model::data::Wde;

use super::super::catalog::{Catalogue, Collection};
use super::super::index;
use super::super::outbox;
use super::action::Context;
use super::fault::{Outcome, refused};
use super::item::Table;
use crate::write::Written;

/// Moves all of the collection `from` into the table's; gives also by how many documents that has
/// more then.
pub(super) fn carry_out(
    context: &mut Context<'_>,
    table: &Table<'_>,
    from: &str,
) -> Outcome<(Written, i64)> {
    let into = table.collection;
    let Some(source) = context.catalogue.get(from).cloned() else {
        return refused(
            Wde::COLLECTION_DOES_NOT_EXIST,
            format!("The {from} collection does not exist."),
        );
    };
    if source.number == into.number {
        return refused(
            Wde::INVALID_ARGUMENTS,
            format!("The {from} collection cannot become part of itself."),
        );
    }
    let conn = context.conn;
    let is_blank = into.indexes.is_empty() && documents(conn, into)? == 0;
    let moved = if is_blank {
        take_place(conn, into, &source)?
    } else {
        merge(conn, table, &source)?
    };
    *context.catalogue = Arc::new(Catalogue::read(conn)?);
    Ok(moved)
}

/// Removes a collection with its own links; those of others to ids that it has stay, for it was
/// never there.
pub(super) fn discard(context: &mut Context<'_>, collection: &Collection) -> Outcome<()> {
    let conn = context.conn;
    conn.execute(
        "DELETE FROM vd_links WHERE collection = ?1",
        [collection.number],
    )?;
    remove(conn, collection)?;
    *context.catalogue = Arc::new(Catalogue::read(conn)?);
    Ok(())
}

fn remove(conn: &Connection, collection: &Collection) -> rusqlite::Result<()> {
    index::drop_all(conn, collection)?;
    conn.execute(
        "DELETE FROM vd_link_fields WHERE collection = ?1",
        [collection.number],
    )?;
    conn.execute(
        "DELETE FROM vd_collections WHERE number = ?1",
        [collection.number],
    )?;
    conn.execute_batch(&format!("DROP TABLE {}", collection.table))
}

fn documents(conn: &Connection, collection: &Collection) -> rusqlite::Result<i64> {
    conn.query_row(
        "SELECT documents FROM vd_collections WHERE number = ?1",
        [collection.number],
        |row| row.get(0),
    )
}

/// Nothing is in the way: the source gets the name.
fn take_place(
    conn: &Connection,
    into: &Collection,
    source: &Collection,
) -> Outcome<(Written, i64)> {
    remove(conn, into)?;
    conn.execute(
        "UPDATE vd_collections SET name = ?2 WHERE number = ?1",
        params![source.number, into.name],
    )?;
    conn.execute(
        "UPDATE vd_links SET target = ?2 WHERE target = ?1",
        params![into.number, source.number],
    )?;
    conn.execute(
        "UPDATE vd_link_fields SET target = ?2 WHERE target = ?1",
        params![into.number, source.number],
    )?;
    outbox::begin(conn, &source.table, &into.name)?;
    let inserted = documents(conn, source)?;
    // The count is the source's own and has the name now.
    Ok((moved(inserted, 0), 0))
}

fn merge(conn: &Connection, table: &Table<'_>, source: &Collection) -> Outcome<(Written, i64)> {
    let (to, from) = (&table.collection.table, &source.table);
    let replaced = conn
        .execute(
            &format!(
                "UPDATE {to} SET created = source.created, updated = source.updated,
                    owner = source.owner, doc = source.doc
                 FROM {from} AS source WHERE source.id = {to}.id"
            ),
            [],
        )
        .map_err(|error| table.explain(error))?;
    let inserted = conn
        .execute(
            &format!(
                "INSERT INTO {to} (id, created, updated, owner, doc)
                 SELECT id, created, updated, owner, doc FROM {from} WHERE true ORDER BY seq
                 ON CONFLICT (id) DO NOTHING"
            ),
            [],
        )
        .map_err(|error| table.explain(error))?;
    move_links(conn, table.collection.number, source.number)?;
    remove(conn, source)?;
    Ok((moved(inserted as i64, replaced as i64), inserted as i64))
}

/// What an item of the source refers to through a field is all that it refers to there.
fn move_links(conn: &Connection, to: i64, from: i64) -> rusqlite::Result<()> {
    conn.execute(
        "DELETE FROM vd_links WHERE collection = ?1 AND (from_id, field) IN
            (SELECT from_id, field FROM vd_links WHERE collection = ?2)",
        params![to, from],
    )?;
    conn.execute(
        "UPDATE vd_links SET collection = ?1 WHERE collection = ?2",
        params![to, from],
    )?;
    conn.execute(
        "INSERT INTO vd_link_fields (collection, field, target)
         SELECT ?1, field, target FROM vd_link_fields WHERE collection = ?2
         ON CONFLICT DO NOTHING",
        params![to, from],
    )?;
    Ok(())
}

fn moved(inserted: i64, replaced: i64) -> Written {
    Written::Moved {
        inserted: u64::try_from(inserted).unwrap_or_default(),
        replaced: u64::try_from(replaced).unwrap_or_default(),
    }
}
