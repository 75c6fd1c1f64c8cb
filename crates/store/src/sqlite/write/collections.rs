//! Whole collections: made, emptied, removed.

use std::sync::Arc;

use rusqlite::{Connection, params};
use velodrome_model::data::Wde;

use super::super::catalog::{Catalogue, Collection};
use super::super::index;
use super::super::outbox;
use super::super::schema;
use super::action::Context;
use super::fault::{Outcome, refused};
use super::links;
use crate::event::StoreEvent;

/// Bytes of a collection's name.
const NAME_BYTES_MAX: usize = 512;

/// Makes a collection.
pub(super) fn create(context: &mut Context<'_>, name: &str) -> Outcome<Arc<Collection>> {
    let collections_max = context.options.limits.collections_max;
    if name.is_empty() || name.len() > NAME_BYTES_MAX {
        return refused(
            Wde::COLLECTION_NOT_STRING,
            format!(
                "A collection's name has 1 to {NAME_BYTES_MAX} bytes, not {}.",
                name.len()
            ),
        );
    }
    if context.catalogue.len() >= collections_max {
        return refused(
            Wde::QUOTA_EXCEEDED,
            format!("The site has {collections_max} collections, as many as it may."),
        );
    }
    let conn = context.conn;
    conn.execute("INSERT INTO vd_collections (name) VALUES (?1)", [name])?;
    let table = format!("c{}", conn.last_insert_rowid());
    conn.execute_batch(&schema::create_collection(&table))?;
    outbox::begin(conn, &table, name)?;
    *context.catalogue = Arc::new(Catalogue::read(conn)?);
    context.events.push(StoreEvent::CollectionCreated {
        collection: name.to_owned(),
    });
    let made = context.catalogue.get(name);
    Ok(Arc::clone(made.expect("it was made a moment ago")))
}

/// Changes the number of a collection's documents, which pages give as their total.
pub(super) fn count(conn: &Connection, collection: &Collection, more: i64) -> rusqlite::Result<()> {
    if more != 0 {
        conn.prepare_cached(
            "UPDATE vd_collections SET documents = documents + ?2 WHERE number = ?1",
        )?
        .execute(params![collection.number, more])?;
    }
    Ok(())
}

/// Removes all items and gives their number. Without a condition SQLite frees whole pages and looks
/// at no row.
pub(super) fn truncate(context: &mut Context<'_>, collection: &Collection) -> Outcome<i64> {
    links::forget_items(context.conn, collection)?;
    let table = &collection.table;
    let mut removed = 0;
    index::clear(context.conn, collection, |conn| {
        removed = conn.execute(&format!("DELETE FROM {table}"), [])?;
        Ok(())
    })?;
    Ok(removed as i64)
}

/// Removes it with all there is of it.
pub(super) fn drop_collection(context: &mut Context<'_>, collection: &Collection) -> Outcome<()> {
    let conn = context.conn;
    outbox::leave(conn, &collection.table, &collection.name)?;
    links::forget_items(conn, collection)?;
    index::drop_all(conn, collection)?;
    conn.execute(
        "DELETE FROM vd_link_fields WHERE collection = ?1",
        params![collection.number],
    )?;
    conn.execute(
        "DELETE FROM vd_collections WHERE number = ?1",
        params![collection.number],
    )?;
    conn.execute_batch(&format!("DROP TABLE {}", collection.table))?;
    *context.catalogue = Arc::new(Catalogue::read(conn)?);
    Ok(())
}
