//! Reading what happened, and forgetting what everybody has read.

use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use crate::outbox::{Change, ChangeKind, Feed};

/// The number of the last change there was.
pub(super) fn last(conn: &Connection) -> Result<i64> {
    let last = conn
        .prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = 'vd_outbox'")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(last.unwrap_or(0))
}

/// Changes after a consumer's position. Those of collections that only others watch are passed over.
pub(super) fn read(conn: &Connection, consumer: &str, limit: usize) -> Result<Feed> {
    let position: Option<i64> = conn
        .prepare_cached("SELECT position FROM vd_consumers WHERE consumer = ?1")?
        .query_row([consumer], |row| row.get(0))
        .optional()?;
    let Some(position) = position else {
        return Ok(Feed::default());
    };
    let mut rows = conn.prepare_cached(
        "SELECT sequence, collection, kind, id, at,
            EXISTS (SELECT 1 FROM vd_watches AS w
                WHERE w.collection = vd_outbox.collection AND w.consumer = ?1)
         FROM vd_outbox WHERE sequence > ?2 ORDER BY sequence LIMIT ?3",
    )?;
    let rows_max = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut rows = rows.query(params![consumer, position, rows_max])?;
    let mut feed = Feed {
        position,
        ..Feed::default()
    };
    let mut count = 0;
    while let Some(row) = rows.next()? {
        count += 1;
        feed.position = row.get(0)?;
        if row.get(5)? {
            feed.changes.push(change(row)?);
        }
    }
    feed.more = count == limit;
    Ok(feed)
}

fn change(row: &Row<'_>) -> Result<Change> {
    Ok(Change {
        sequence: row.get(0)?,
        collection: row.get(1)?,
        kind: match row.get(2)? {
            0 => ChangeKind::Inserted,
            1 => ChangeKind::Updated,
            _ => ChangeKind::Removed,
        },
        id: row.get(3)?,
        at_ms: row.get(4)?,
    })
}

/// Moves a consumer on, never back.
pub(super) fn advance(conn: &Connection, consumer: &str, position: i64) -> Result<()> {
    conn.execute(
        "UPDATE vd_consumers SET position = ?2 WHERE consumer = ?1 AND position < ?2",
        params![consumer, position],
    )?;
    trim(conn)
}

/// Removes what all consumers have passed.
pub(super) fn trim(conn: &Connection) -> Result<()> {
    conn.execute(
        "DELETE FROM vd_outbox WHERE sequence <=
            coalesce((SELECT min(position) FROM vd_consumers), ?1)",
        [i64::MAX],
    )?;
    Ok(())
}
