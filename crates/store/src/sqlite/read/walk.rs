//! The ways to documents. Each gives candidates in an order of its own; whether one matches is not
//! decided here.

use std::ops::ControlFlow;

use rusqlite::{Params, Row, params};
use velodrome_model::data::Seek;

use super::error::ReadError;
use super::reader::Reader;
use crate::sqlite::function::KEY_BYTES_MAX;
use crate::sqlite::plan::ranges::KeyRange;

/// A way to documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Walk {
    /// By these ids, in this order.
    Ids(Vec<String>),
    /// By creation, both ends included; ties newest insertion first.
    Created {
        from_ms: i64,
        to_ms: i64,
        newest_first: bool,
    },
    /// By creation from a place onwards, away from it, both ends of the time included.
    From {
        seek: Seek,
        from_ms: i64,
        to_ms: i64,
    },
    /// Through an index's keys in these ranges, which are in order; equal keys newest first.
    Index(IndexWalk),
    /// Everything, as it lies.
    Table,
}

/// A way through an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IndexWalk {
    /// Name of the index's table.
    pub table: String,
    /// The field, for those who explain.
    pub field: String,
    /// Which keys.
    pub ranges: Vec<KeyRange>,
    /// From the last key to the first.
    pub backwards: bool,
    /// Whether the order of keys is needed: keys that were cut end the walk.
    pub ordered: bool,
}

/// A document that may match.
pub(crate) struct Candidate<'a> {
    /// Stored form.
    pub stored: &'a str,
    /// When it was created, in milliseconds.
    pub created_ms: i64,
    /// Its insertion sequence.
    pub seq: i64,
}

/// What is done with a candidate; breaking ends the walk.
pub(crate) type Visit<'v> = &'v mut dyn FnMut(Candidate<'_>) -> Result<ControlFlow<()>, ReadError>;

impl Reader {
    /// Walks through the documents of `table`, the first `offset` left out unread.
    pub(super) fn walk(
        &self,
        table: &str,
        walk: &Walk,
        offset: u64,
        visit: Visit<'_>,
    ) -> Result<(), ReadError> {
        let offset = i64::try_from(offset).unwrap_or(i64::MAX);
        let flow = match walk {
            Walk::Ids(ids) => self.walk_ids(table, ids, visit),
            Walk::Table => self.candidates(
                format_args!(
                    "SELECT doc, created, seq FROM {table} ORDER BY seq LIMIT -1 OFFSET ?1"
                ),
                [offset],
                false,
                visit,
            ),
            Walk::Created {
                from_ms,
                to_ms,
                newest_first: true,
            } => self.candidates(
                format_args!(
                    "SELECT doc, created, seq FROM {table} INDEXED BY {table}_created \
                     WHERE created >= ?1 AND created <= ?2 \
                     ORDER BY created DESC, seq DESC LIMIT -1 OFFSET ?3"
                ),
                [*from_ms, *to_ms, offset],
                false,
                visit,
            ),
            Walk::Created {
                from_ms,
                to_ms,
                newest_first: false,
            } => self.candidates(
                format_args!(
                    "SELECT d.doc, o.created, o.seq FROM (\
                     SELECT created, seq FROM {table} INDEXED BY {table}_created \
                     WHERE created >= ?1 AND created <= ?2 \
                     ORDER BY created, seq DESC LIMIT -1 OFFSET ?3) AS o \
                     CROSS JOIN {table} AS d ON d.seq = o.seq"
                ),
                [*from_ms, *to_ms, offset],
                false,
                visit,
            ),
            Walk::From {
                seek,
                from_ms,
                to_ms,
            } => self.walk_from(table, seek, *from_ms, *to_ms, visit),
            Walk::Index(index) => self.walk_index(table, index, offset, visit),
        };
        flow.map(|_| ())
    }

    fn walk_ids(
        &self,
        table: &str,
        ids: &[String],
        visit: Visit<'_>,
    ) -> Result<ControlFlow<()>, ReadError> {
        for id in ids {
            let flow = self.candidates(
                format_args!("SELECT doc, created, seq FROM {table} WHERE id = ?1"),
                [id],
                false,
                visit,
            )?;
            if flow.is_break() {
                return Ok(flow);
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// First the rest of the place's own millisecond, then the milliseconds beyond it: SQLite steps
    /// into the index for each of both, and would not for a comparison of pairs.
    fn walk_from(
        &self,
        table: &str,
        seek: &Seek,
        from_ms: i64,
        to_ms: i64,
        visit: Visit<'_>,
    ) -> Result<ControlFlow<()>, ReadError> {
        let (at_ms, sequence) = (seek.place.created_ms, seek.place.sequence);
        let (side, order) = if seek.backwards {
            (">", "ASC")
        } else {
            ("<", "DESC")
        };
        if (from_ms..=to_ms).contains(&at_ms) {
            let flow = self.candidates(
                format_args!(
                    "SELECT doc, created, seq FROM {table} INDEXED BY {table}_created \
                     WHERE created = ?1 AND seq {side} ?2 ORDER BY seq {order}"
                ),
                [at_ms, sequence],
                false,
                &mut *visit,
            )?;
            if flow.is_break() {
                return Ok(flow);
            }
        }
        self.candidates(
            format_args!(
                "SELECT doc, created, seq FROM {table} INDEXED BY {table}_created \
                 WHERE created {side} ?1 AND created >= ?2 AND created <= ?3 \
                 ORDER BY created {order}, seq {order}"
            ),
            [at_ms, from_ms, to_ms],
            false,
            visit,
        )
    }

    fn walk_index(
        &self,
        table: &str,
        walk: &IndexWalk,
        offset: i64,
        visit: Visit<'_>,
    ) -> Result<ControlFlow<()>, ReadError> {
        if walk.backwards {
            for range in walk.ranges.iter().rev() {
                if self.walk_back(table, walk, range, visit)?.is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            return Ok(ControlFlow::Continue(()));
        }
        for range in &walk.ranges {
            if self
                .walk_range(table, walk, range, offset, visit)?
                .is_break()
            {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// One range, forwards. Only a walk with one range has an offset.
    fn walk_range(
        &self,
        table: &str,
        walk: &IndexWalk,
        range: &KeyRange,
        offset: i64,
        visit: Visit<'_>,
    ) -> Result<ControlFlow<()>, ReadError> {
        let index = &walk.table;
        if offset == 0 {
            return self.candidates(
                format_args!(
                    "SELECT d.doc, i.created, i.seq, length(i.key) FROM {index} AS i \
                     CROSS JOIN {table} AS d ON d.seq = i.seq \
                     WHERE i.key >= ?1 AND i.key < ?2 \
                     ORDER BY i.key, i.created DESC, i.seq DESC"
                ),
                params![range.from, range.to],
                walk.ordered,
                visit,
            );
        }
        self.candidates(
            format_args!(
                "SELECT d.doc, o.created, o.seq, o.bytes FROM (\
                 SELECT created, seq, length(key) AS bytes FROM {index} \
                 WHERE key >= ?1 AND key < ?2 \
                 ORDER BY key, created DESC, seq DESC LIMIT -1 OFFSET ?3) AS o \
                 CROSS JOIN {table} AS d ON d.seq = o.seq"
            ),
            params![range.from, range.to, offset],
            walk.ordered,
            visit,
        )
    }

    /// One range from its last key to its first. Equal keys go forwards all the same, newest first,
    /// so it goes key by key.
    fn walk_back(
        &self,
        table: &str,
        walk: &IndexWalk,
        range: &KeyRange,
        visit: Visit<'_>,
    ) -> Result<ControlFlow<()>, ReadError> {
        let mut to = range.to.clone();
        while let Some(key) = self.last_key(&walk.table, &range.from, &to)? {
            let point = KeyRange::point(key);
            if self.walk_range(table, walk, &point, 0, visit)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
            to = point.from;
        }
        Ok(ControlFlow::Continue(()))
    }

    fn last_key(&self, index: &str, from: &[u8], to: &[u8]) -> Result<Option<Vec<u8>>, ReadError> {
        let mut statement = self.statement(format_args!(
            "SELECT key FROM {index} WHERE key >= ?1 AND key < ?2 ORDER BY key DESC LIMIT 1"
        ))?;
        let mut rows = statement.query(params![from, to])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    }

    /// Shows the rows (document, created, seq, and the key's length where `ordered`) of a statement.
    fn candidates(
        &self,
        sql: std::fmt::Arguments<'_>,
        params: impl Params,
        ordered: bool,
        visit: Visit<'_>,
    ) -> Result<ControlFlow<()>, ReadError> {
        let mut statement = self.statement(sql)?;
        let mut rows = statement.query(params)?;
        while let Some(row) = rows.next()? {
            if ordered && row.get::<_, i64>(3)? >= KEY_BYTES_MAX as i64 {
                return Err(ReadError::NotSorted);
            }
            let candidate = candidate(row)?;
            self.meter.charge(candidate.stored.len())?;
            if visit(candidate)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

fn candidate<'r>(row: &'r Row<'_>) -> Result<Candidate<'r>, ReadError> {
    let stored = row
        .get_ref(0)?
        .as_str()
        .map_err(|error| ReadError::Sqlite(error.into()))?;
    Ok(Candidate {
        stored,
        created_ms: row.get(1)?,
        seq: row.get(2)?,
    })
}
