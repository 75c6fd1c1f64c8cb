//! What items refer to through multi-reference fields.

use std::collections::HashSet;

use rusqlite::params;

use super::error::ReadError;
use super::reader::Reader;
use crate::answer::{LinkQuery, Linked};
use crate::sqlite::shared::Shared;

impl Reader {
    /// The ids an item refers to, in the order in which the links were added.
    pub(crate) fn linked(&self, shared: &Shared, link: &LinkQuery) -> Result<Linked, ReadError> {
        let found = self.within(shared, &link.collection, |collection| {
            let order = if link.descending { "DESC" } else { "ASC" };
            let mut statement = self.statement(format_args!(
                "SELECT to_id FROM vd_links \
                 WHERE collection = ?1 AND from_id = ?2 AND field = ?3 \
                 ORDER BY seq {order} LIMIT ?4 OFFSET ?5"
            ))?;
            let limit = i64::try_from(link.limit).unwrap_or(i64::MAX);
            let skip = i64::try_from(link.skip).unwrap_or(i64::MAX);
            let ids = statement
                .query_map(
                    params![collection.number, link.from, link.field, limit, skip],
                    |row| row.get(0),
                )?
                .collect::<rusqlite::Result<_>>()?;
            let total = match link.total {
                true => Some(self.count_links(collection.number, link)?),
                false => None,
            };
            Ok(Linked { ids, total })
        })?;
        Ok(found.unwrap_or_else(|| Linked {
            ids: Vec::new(),
            total: link.total.then_some(0),
        }))
    }

    fn count_links(&self, collection: i64, link: &LinkQuery) -> Result<u64, ReadError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT count(*) FROM vd_links WHERE collection = ?1 AND from_id = ?2 AND field = ?3",
        )?;
        let count: i64 =
            statement.query_row(params![collection, link.from, link.field], |row| row.get(0))?;
        Ok(count as u64)
    }

    /// The ids of the items that refer to any of `to`, each once.
    pub(crate) fn linking(
        &self,
        shared: &Shared,
        name: &str,
        field: &str,
        to: &[String],
        limit: u64,
    ) -> Result<Vec<String>, ReadError> {
        let found = self.within(shared, name, |collection| {
            let mut found = Vec::new();
            let mut seen = HashSet::new();
            let mut statement = self.conn.prepare_cached(
                "SELECT from_id FROM vd_links \
                 WHERE to_id = ?1 AND collection = ?2 AND field = ?3 ORDER BY seq",
            )?;
            for to in to {
                let mut rows = statement.query(params![to, collection.number, field])?;
                while let Some(row) = rows.next()? {
                    if found.len() as u64 >= limit {
                        return Ok(found);
                    }
                    let from: String = row.get(0)?;
                    self.meter.charge(from.len())?;
                    if seen.insert(from.clone()) {
                        found.push(from);
                    }
                }
            }
            Ok(found)
        })?;
        Ok(found.unwrap_or_default())
    }

    /// Whether an item refers to another.
    pub(crate) fn is_linked(
        &self,
        shared: &Shared,
        name: &str,
        field: &str,
        from: &str,
        to: &str,
    ) -> Result<bool, ReadError> {
        let found = self.within(shared, name, |collection| {
            let mut statement = self.conn.prepare_cached(
                "SELECT 1 FROM vd_links \
                 WHERE collection = ?1 AND from_id = ?2 AND field = ?3 AND to_id = ?4",
            )?;
            Ok(statement.exists(params![collection.number, from, field, to])?)
        })?;
        Ok(found.unwrap_or(false))
    }
}
