//! Multi-references: links from an item's field to other items, in the order in which they were added.
//!
//! A link belongs to the item it starts from. Where it leads is known when the caller knows the
//! target's collection; otherwise any item of that id is meant.

use std::collections::HashSet;
use std::sync::Arc;

use rusqlite::{Connection, params};
use velodrome_model::data::Wde;

use super::super::catalog::{Catalogue, Collection};
use super::action::Context;
use super::fault::{Outcome, refused};

/// A field of an item.
pub(super) struct Field<'a> {
    collection: &'a Collection,
    name: &'a str,
    from: &'a str,
}

impl<'a> Field<'a> {
    pub(super) fn new(collection: &'a Collection, name: &'a str, from: &'a str) -> Field<'a> {
        Field {
            collection,
            name,
            from,
        }
    }
}

/// The number of the collection that links lead to, where it is known.
pub(super) fn target(context: &Context<'_>, name: Option<&str>) -> Option<i64> {
    Some(context.catalogue.get(name?)?.number)
}

/// Adds links; one that is there already refuses all.
pub(super) fn add(
    context: &Context<'_>,
    field: &Field<'_>,
    to: &[String],
    target: Option<i64>,
) -> Outcome<()> {
    for id in to {
        context.look_at_clock()?;
        if !insert(context.conn, field, id, target)? {
            return refused(
                Wde::REFERENCE_EXISTS,
                format!(
                    "Item [{}] of collection [{}] references item [{id}] in field [{}] already.",
                    field.from, field.collection.name, field.name
                ),
            );
        }
    }
    Ok(())
}

/// Takes note that a field refers to items, the first time that it does. Other processes hear of it
/// as of any change of the schema, so the count of those is raised.
pub(super) fn note_field(
    context: &mut Context<'_>,
    collection: &Collection,
    field: &str,
    target: Option<i64>,
) -> Outcome<()> {
    let known = |(name, known_target): &(String, Option<i64>)| {
        name == field && (known_target.is_some() || target.is_none())
    };
    if collection.link_fields.iter().any(known) {
        return Ok(());
    }
    let conn = context.conn;
    conn.execute(
        "INSERT INTO vd_link_fields (collection, field, target) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET target = ?3",
        params![collection.number, field, target],
    )?;
    conn.execute_batch("CREATE TABLE vd_changed (mark); DROP TABLE vd_changed")?;
    *context.catalogue = Arc::new(Catalogue::read(conn)?);
    Ok(())
}

/// Removes links; one that is not there refuses all.
pub(super) fn remove(context: &Context<'_>, field: &Field<'_>, to: &[String]) -> Outcome<()> {
    let mut delete = context.conn.prepare_cached(
        "DELETE FROM vd_links
         WHERE collection = ?1 AND from_id = ?2 AND field = ?3 AND to_id = ?4",
    )?;
    for id in to {
        context.look_at_clock()?;
        let removed =
            delete.execute(params![field.collection.number, field.from, field.name, id])?;
        if removed == 0 {
            return refused(
                Wde::REFERENCE_MISSING,
                format!(
                    "Item [{}] of collection [{}] does not reference item [{id}] in field [{}].",
                    field.from, field.collection.name, field.name
                ),
            );
        }
    }
    Ok(())
}

/// Makes `to` all the links there are, added now in that order.
pub(super) fn replace(
    context: &Context<'_>,
    field: &Field<'_>,
    to: &[String],
    target: Option<i64>,
) -> Outcome<()> {
    context
        .conn
        .prepare_cached(
            "DELETE FROM vd_links WHERE collection = ?1 AND from_id = ?2 AND field = ?3",
        )?
        .execute(params![field.collection.number, field.from, field.name])?;
    let mut seen = HashSet::new();
    for id in to.iter().filter(|id| seen.insert(id.as_str())) {
        context.look_at_clock()?;
        insert(context.conn, field, id, target)?;
    }
    Ok(())
}

/// Adds a link; false when it is there.
fn insert(
    conn: &Connection,
    field: &Field<'_>,
    to: &str,
    target: Option<i64>,
) -> rusqlite::Result<bool> {
    let new = conn
        .prepare_cached(
            "INSERT INTO vd_links (collection, field, from_id, to_id, target)
             VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            field.collection.number,
            field.name,
            field.from,
            to,
            target
        ])?;
    Ok(new == 1)
}

/// Removes the links from and to an item.
pub(super) fn forget_item(conn: &Connection, collection: i64, id: &str) -> rusqlite::Result<()> {
    conn.prepare_cached("DELETE FROM vd_links WHERE collection = ?1 AND from_id = ?2")?
        .execute(params![collection, id])?;
    conn.prepare_cached(
        "DELETE FROM vd_links WHERE to_id = ?2 AND (target = ?1 OR target IS NULL)",
    )?
    .execute(params![collection, id])?;
    Ok(())
}

/// Removes the links from and to all items of a collection; to be called while they are there.
pub(super) fn forget_items(conn: &Connection, collection: &Collection) -> rusqlite::Result<()> {
    let number = collection.number;
    conn.execute("DELETE FROM vd_links WHERE collection = ?1", [number])?;
    conn.execute("DELETE FROM vd_links WHERE target = ?1", [number])?;
    conn.execute(
        &format!(
            "DELETE FROM vd_links
             WHERE target IS NULL AND to_id IN (SELECT id FROM {})",
            collection.table
        ),
        [],
    )?;
    Ok(())
}
