//! What choosing a way asks the database: how many entries lie in some ranges of an index.
//!
//! There are no statistics to keep up to date: an index counts a few thousand of its entries in less
//! time than one document takes on a detour, so it is asked, up to a bound.

use rusqlite::params;
use velodrome_model::data::{Filter, Path};

use super::ranges::{self, KeyRange, Ranges};
use crate::sqlite::catalog::{Collection, Index};
use crate::sqlite::read::error::ReadError;
use crate::sqlite::read::reader::Reader;

/// Indexes that are considered for one query.
const INDEXES_MAX: usize = 8;
/// Ranges that are counted one by one; of more it is assumed that each has an entry.
const RANGES_MAX: usize = 1_000;

/// An index that narrows a filter.
pub(super) struct Narrowing<'c> {
    pub index: &'c Index,
    pub ranges: Ranges,
}

/// The indexes that narrow `filter`.
pub(super) fn narrowing<'c>(collection: &'c Collection, filter: &Filter) -> Vec<Narrowing<'c>> {
    let mut found = Vec::new();
    if *filter == Filter::All {
        return found;
    }
    for index in collection.indexes.iter().filter(|index| index.ready) {
        let ranges = Path::parse(&index.field)
            .ok()
            .and_then(|path| ranges::of_field(filter, &path));
        if let Some(ranges) = ranges {
            found.push(Narrowing { index, ranges });
        }
        if found.len() == INDEXES_MAX {
            break;
        }
    }
    found
}

/// The index of a field.
pub(super) fn index_of<'c>(collection: &'c Collection, path: &Path) -> Option<&'c Index> {
    collection
        .indexes
        .iter()
        .find(|index| index.ready && index.field == path.as_str())
}

impl Reader {
    /// How many entries of an index lie in `ranges`, `most` when there are that many.
    pub(super) fn probe(
        &self,
        index: &Index,
        ranges: &[KeyRange],
        most: u64,
    ) -> Result<u64, ReadError> {
        if ranges.len() > RANGES_MAX {
            return Ok(most.min(ranges.len() as u64));
        }
        let mut found = 0;
        for range in ranges {
            let mut statement = self.statement(format_args!(
                "SELECT count(*) FROM (SELECT 1 FROM {} WHERE key >= ?1 AND key < ?2 LIMIT ?3)",
                index.name
            ))?;
            let left = i64::try_from(most - found).unwrap_or(i64::MAX);
            found += statement.query_row(params![range.from, range.to, left], |row| {
                row.get::<_, i64>(0)
            })? as u64;
            if found >= most {
                break;
            }
        }
        Ok(found)
    }

    /// How many of a collection were created between two moments, `most` when there are that many.
    pub(super) fn probe_created(
        &self,
        table: &str,
        from_ms: i64,
        to_ms: i64,
        most: u64,
    ) -> Result<u64, ReadError> {
        let mut statement = self.statement(format_args!(
            "SELECT count(*) FROM (SELECT 1 FROM {table} INDEXED BY {table}_created \
             WHERE created >= ?1 AND created <= ?2 LIMIT ?3)"
        ))?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let found: i64 = statement.query_row([from_ms, to_ms, most], |row| row.get(0))?;
        Ok(found as u64)
    }
}
