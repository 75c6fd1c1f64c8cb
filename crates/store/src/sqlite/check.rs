//! Whether the database contradicts itself: its pages and indexes, and documents against the columns
//! that say the same.

use rusqlite::Connection;
use velodrome_model::data::Item;

use super::catalog::{Catalogue, Collection};
use super::failure::describe;
use super::index;
use super::open;
use super::shared::Shared;
use crate::error::OpenError;

/// Findings after which nobody needs more.
const FINDINGS_MAX: usize = 100;

/// What is wrong; nothing when all is well.
pub(super) fn check(shared: &Shared) -> Result<Vec<String>, OpenError> {
    let path = &shared.options.path;
    let conn = open::reader(path).map_err(|error| OpenError::Failed {
        doing: "opening",
        path: path.clone(),
        reason: describe(&error),
    })?;
    let mut found = Vec::new();
    if let Err(error) = all(&conn, &mut found) {
        found.push(format!("reading failed: {}", describe(&error)));
    }
    found.truncate(FINDINGS_MAX);
    Ok(found)
}

fn all(conn: &Connection, found: &mut Vec<String>) -> rusqlite::Result<()> {
    let moment = conn.unchecked_transaction()?;
    let mut rows = moment.prepare(&format!("PRAGMA integrity_check({FINDINGS_MAX})"))?;
    for line in rows.query_map([], |row| row.get::<_, String>(0))? {
        let line = line?;
        if line != "ok" {
            found.push(line);
        }
    }
    let catalogue = Catalogue::read(&moment)?;
    for collection in catalogue.iter() {
        documents(&moment, collection, found)?;
        count(&moment, collection, found)?;
        index::check(&moment, collection, found)?;
    }
    links(&moment, found)
}

/// A document's system fields, as it says them and as its columns do.
#[derive(PartialEq, Eq)]
struct System {
    id: String,
    owner: String,
    created_ms: i64,
    updated_ms: i64,
}

fn documents(
    conn: &Connection,
    collection: &Collection,
    found: &mut Vec<String>,
) -> rusqlite::Result<()> {
    let table = &collection.table;
    let mut rows = conn.prepare(&format!(
        "SELECT id, owner, created, updated, doc, seq FROM {table}"
    ))?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        if found.len() >= FINDINGS_MAX {
            break;
        }
        let columns = System {
            id: row.get(0)?,
            owner: row.get(1)?,
            created_ms: row.get(2)?,
            updated_ms: row.get(3)?,
        };
        let place = || {
            format!(
                "collection {} ({table}), id {}",
                collection.name, columns.id
            )
        };
        match Item::parse(row.get_ref(4)?.as_str()?) {
            Err(error) => found.push(format!("{}: no document: {error}", place())),
            Ok(item) if said(&item).as_ref() != Some(&columns) => {
                found.push(format!("{}: its document says otherwise", place()));
            }
            Ok(_) => {}
        }
    }
    Ok(())
}

fn said(item: &Item) -> Option<System> {
    Some(System {
        id: item.id.clone()?,
        owner: item.owner.clone().unwrap_or_default(),
        created_ms: item.created_ms?,
        updated_ms: item.updated_ms?,
    })
}

fn count(
    conn: &Connection,
    collection: &Collection,
    found: &mut Vec<String>,
) -> rusqlite::Result<()> {
    let kept: i64 = conn.query_row(
        "SELECT documents FROM vd_collections WHERE number = ?1",
        [collection.number],
        |row| row.get(0),
    )?;
    let sql = format!("SELECT count(*) FROM {}", collection.table);
    let there: i64 = conn.query_row(&sql, [], |row| row.get(0))?;
    if kept != there {
        found.push(format!(
            "collection {}: {there} documents, but {kept} are counted",
            collection.name
        ));
    }
    Ok(())
}

fn links(conn: &Connection, found: &mut Vec<String>) -> rusqlite::Result<()> {
    let lost: i64 = conn.query_row(
        "SELECT count(*) FROM vd_links
         WHERE collection NOT IN (SELECT number FROM vd_collections)",
        [],
        |row| row.get(0),
    )?;
    if lost > 0 {
        found.push(format!("{lost} links start from collections that are gone"));
    }
    Ok(())
}
