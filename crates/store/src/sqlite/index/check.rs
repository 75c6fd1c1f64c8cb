//! Whether an index says what the documents say.

use rusqlite::{Connection, Result};

use super::layout::literal;
use crate::sqlite::catalog::{Collection, Index};

/// Documents that are named per index.
const NAMED_MAX: usize = 10;

/// Adds what contradicts the documents of a collection. An index that is being filled is left out.
pub(crate) fn check(
    conn: &Connection,
    collection: &Collection,
    found: &mut Vec<String>,
) -> Result<()> {
    for index in collection.indexes.iter().filter(|index| index.ready) {
        entries(conn, collection, index, found)?;
        if index.unique {
            values(conn, collection, index, found)?;
        }
    }
    Ok(())
}

fn entries(
    conn: &Connection,
    collection: &Collection,
    index: &Index,
    found: &mut Vec<String>,
) -> Result<()> {
    let (table, name, path) = (&collection.table, &index.name, literal(&index.field));
    missing(
        conn,
        collection,
        index,
        &format!(
            "SELECT id FROM {table} AS d WHERE NOT EXISTS (SELECT 1 FROM {name}
             WHERE key = vd_key(d.doc, {path}) AND created = d.created AND seq = d.seq)"
        ),
        found,
    )?;
    let documents = number(conn, &format!("SELECT count(*) FROM {table}"))?;
    let entries = number(conn, &format!("SELECT count(*) FROM {name}"))?;
    compare(collection, index, documents, entries, found);
    Ok(())
}

fn values(
    conn: &Connection,
    collection: &Collection,
    index: &Index,
    found: &mut Vec<String>,
) -> Result<()> {
    let (table, name, path) = (&collection.table, &index.name, literal(&index.field));
    missing(
        conn,
        collection,
        index,
        &format!(
            "SELECT id FROM {table} AS d WHERE vd_unique(doc, {path}) IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM {name}_unique
             WHERE key = vd_unique(d.doc, {path}) AND seq = d.seq)"
        ),
        found,
    )?;
    let documents = number(
        conn,
        &format!("SELECT count(*) FROM {table} WHERE vd_unique(doc, {path}) IS NOT NULL"),
    )?;
    let entries = number(conn, &format!("SELECT count(*) FROM {name}_unique"))?;
    compare(collection, index, documents, entries, found);
    Ok(())
}

fn missing(
    conn: &Connection,
    collection: &Collection,
    index: &Index,
    sql: &str,
    found: &mut Vec<String>,
) -> Result<()> {
    let mut statement = conn.prepare(sql)?;
    for id in statement
        .query_map([], |row| row.get::<_, String>(0))?
        .take(NAMED_MAX)
    {
        found.push(format!(
            "collection {}, index on {}: item {} is not in it",
            collection.name, index.field, id?
        ));
    }
    Ok(())
}

fn compare(
    collection: &Collection,
    index: &Index,
    documents: i64,
    entries: i64,
    found: &mut Vec<String>,
) {
    if documents != entries {
        found.push(format!(
            "collection {}, index on {}: {entries} entries for {documents} documents",
            collection.name, index.field
        ));
    }
}

fn number(conn: &Connection, sql: &str) -> Result<i64> {
    conn.query_row(sql, [], |row| row.get(0))
}
