//! What must still be so when a write's turn has come: how a caller that read before it writes finds
//! out that somebody else was faster.

use rusqlite::{Connection, OptionalExtension, params};

use super::super::catalog::Collection;
use crate::write::Guard;

/// Whether it is so.
pub(super) fn holds(
    conn: &Connection,
    collection: &Collection,
    guard: &Guard,
) -> rusqlite::Result<bool> {
    match guard {
        Guard::Item { id, stored } => {
            let table = &collection.table;
            let found: Option<bool> = conn
                .prepare_cached(&format!("SELECT doc = ?2 FROM {table} WHERE id = ?1"))?
                .query_row([id, stored], |row| row.get(0))
                .optional()?;
            Ok(found.unwrap_or(false))
        }
        Guard::Unlinked { field, to } => {
            let mut linked = conn.prepare_cached(
                "SELECT 1 FROM vd_links WHERE to_id = ?3 AND collection = ?1 AND field = ?2",
            )?;
            for id in to {
                if linked.exists(params![collection.number, field, id])? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
    }
}
