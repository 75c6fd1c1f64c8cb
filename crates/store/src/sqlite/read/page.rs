//! Pages of documents.

use std::ops::ControlFlow;
use std::sync::Arc;

use velodrome_model::data::{Filter, Place, Query, reader::project, sort};

use super::error::ReadError;
use super::reader::Reader;
use super::top::Top;
use super::walk::{Candidate, IndexWalk, Walk};
use crate::answer::Page;
use crate::documents::Documents;
use crate::sqlite::catalog::Collection;
use crate::sqlite::plan::choose::{self, Strategy, Total};
use crate::sqlite::plan::columns::Created;
use crate::sqlite::plan::ranges::{KeyRange, Ranges};
use crate::sqlite::shared::Shared;

impl Reader {
    /// A page of a query; nothing of a collection that does not exist.
    pub(crate) fn query(
        &self,
        shared: &Arc<Shared>,
        name: &str,
        query: &Query,
    ) -> Result<Page, ReadError> {
        let mut read = None;
        let page = self.within(shared, name, |collection| {
            read = Some(Arc::clone(collection));
            let strategy = choose::choose(self, collection, query)?;
            let mut page = self.follow(collection, query, &strategy)?;
            if query.total && page.total.is_none() {
                page.total = Some(self.count_all(collection, query)?);
            }
            Ok(page)
        });
        if let Some(collection) = read {
            self.learn(shared, &collection, &query.filter, &query.sort);
        }
        Ok(page?.unwrap_or_else(|| Page {
            total: query.total.then_some(0),
            ..Page::default()
        }))
    }

    /// How many match in all: a page from a place onwards does not meet those before it.
    fn count_all(&self, collection: &Collection, query: &Query) -> Result<u64, ReadError> {
        let all = Query {
            filter: query.filter.clone(),
            limit: 0,
            total: true,
            ..Query::default()
        };
        let strategy = choose::choose(self, collection, &all)?;
        Ok(self.follow(collection, &all, &strategy)?.total.unwrap_or(0))
    }

    /// Answers a query the way `strategy` says.
    pub(crate) fn follow(
        &self,
        collection: &Collection,
        query: &Query,
        strategy: &Strategy,
    ) -> Result<Page, ReadError> {
        if self.meter.is_inline() && !strategy.inline {
            return Err(ReadError::NotInline);
        }
        let attempt = |strategy: &Strategy| {
            if strategy.sort {
                self.sorted(collection, query, strategy)
            } else {
                self.streamed(collection, query, strategy)
            }
        };
        match attempt(strategy) {
            Err(ReadError::NotSorted) if self.meter.is_inline() => Err(ReadError::NotInline),
            Err(ReadError::NotSorted) => attempt(&choose::without_order(query)),
            result => result,
        }
    }

    fn streamed(
        &self,
        collection: &Collection,
        query: &Query,
        strategy: &Strategy,
    ) -> Result<Page, ReadError> {
        let counting = strategy.total == Total::Counted;
        let offset =
            if strategy.exact && !counting && query.seek.is_none() && has_offset(&strategy.walk) {
                query.skip
            } else {
                0
            };
        let skipped = if query.seek.is_some() { 0 } else { query.skip };
        let (mut skip, mut matched) = (skipped - offset, 0);
        let mut documents = Documents::with_capacity(query.limit.min(64) as usize, 0);
        let mut places = Vec::new();
        if query.limit > 0 || counting {
            self.walk(
                &collection.table,
                &strategy.walk,
                offset,
                &mut |candidate| {
                    if is_before(query, &strategy.walk, &candidate) {
                        return Ok(ControlFlow::Continue(()));
                    }
                    if !strategy.exact && !query.filter.matches(candidate.stored) {
                        return Ok(ControlFlow::Continue(()));
                    }
                    matched += 1;
                    if skip > 0 {
                        skip -= 1;
                    } else if (documents.len() as u64) < query.limit {
                        self.push(&mut documents, query, candidate.stored)?;
                        places.extend(place(query, &candidate));
                    }
                    Ok(if !counting && documents.len() as u64 >= query.limit {
                        ControlFlow::Break(())
                    } else {
                        ControlFlow::Continue(())
                    })
                },
            )?;
        }
        let total = self.total(collection, &query.filter, &strategy.total, matched)?;
        if query.seek.as_ref().is_some_and(|seek| seek.backwards) {
            documents = documents.iter().rev().collect();
            places.reverse();
        }
        Ok(Page {
            documents,
            total,
            places,
        })
    }

    fn sorted(
        &self,
        collection: &Collection,
        query: &Query,
        strategy: &Strategy,
    ) -> Result<Page, ReadError> {
        let skip = match query.seek {
            Some(_) => 0,
            None => query.skip,
        };
        let room = match query.limit {
            0 => 0,
            limit => skip.saturating_add(limit),
        };
        let mut top = Top::new(&query.sort, query.seek.as_ref(), room);
        let mut matched = 0;
        self.walk(&collection.table, &strategy.walk, 0, &mut |candidate| {
            if strategy.exact || query.filter.matches(candidate.stored) {
                matched += 1;
                top.add(&candidate)?;
            }
            Ok(ControlFlow::Continue(()))
        })?;
        let mut documents = Documents::new();
        let mut places = Vec::new();
        let mut statement = self.statement(format_args!(
            "SELECT doc FROM {} WHERE seq = ?1",
            collection.table
        ))?;
        for place in top.finish(skip) {
            let mut rows = statement.query([place.sequence])?;
            if let Some(row) = rows.next()? {
                let stored = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
                self.push(&mut documents, query, stored)?;
                places.extend(query.places.then_some(place));
            }
        }
        let total = self.total(collection, &query.filter, &strategy.total, matched)?;
        Ok(Page {
            documents,
            total,
            places,
        })
    }

    fn push(
        &self,
        documents: &mut Documents,
        query: &Query,
        stored: &str,
    ) -> Result<(), ReadError> {
        if query.fields.is_empty() {
            documents.push(stored);
        } else {
            documents.push_with(|out| project(stored, &query.fields, out));
        }
        if documents.bytes() > self.result_bytes_max {
            return Err(ReadError::too_large("The items of this page"));
        }
        Ok(())
    }

    /// A total from where `total` says; `matched` were met on the way.
    pub(crate) fn total(
        &self,
        collection: &Collection,
        filter: &Filter,
        total: &Total,
        matched: u64,
    ) -> Result<Option<u64>, ReadError> {
        Ok(Some(match total {
            Total::Unasked => return Ok(None),
            Total::Counted => matched,
            Total::All => self.documents(collection)?,
            Total::Created(bounds) => self.count_created(collection, *bounds)?,
            Total::Index(table, ranges) => {
                self.count_index(table, ranges)?
                    + self.count_arrays(collection, table, ranges, filter)?
            }
        }))
    }

    /// How many documents a collection has: a number that the writer keeps.
    pub(crate) fn documents(&self, collection: &Collection) -> Result<u64, ReadError> {
        let documents: i64 = self
            .conn
            .prepare_cached("SELECT documents FROM vd_collections WHERE number = ?1")?
            .query_row([collection.number], |row| row.get(0))?;
        Ok(documents as u64)
    }

    fn count_created(&self, collection: &Collection, bounds: Created) -> Result<u64, ReadError> {
        let table = &collection.table;
        let mut statement = self.statement(format_args!(
            "SELECT count(*) FROM {table} INDEXED BY {table}_created \
             WHERE created >= ?1 AND created <= ?2"
        ))?;
        let count: i64 = statement.query_row([bounds.from_ms, bounds.to_ms], |row| row.get(0))?;
        Ok(count as u64)
    }

    fn count_index(&self, table: &str, ranges: &Ranges) -> Result<u64, ReadError> {
        let mut statement = self.statement(format_args!(
            "SELECT count(*) FROM {table} WHERE key >= ?1 AND key < ?2"
        ))?;
        let mut count = 0;
        for range in &ranges.plain {
            count += statement.query_row(rusqlite::params![range.from, range.to], |row| {
                row.get::<_, i64>(0)
            })? as u64;
        }
        Ok(count)
    }

    /// Documents with arrays in the field: an index only says that there are arrays.
    fn count_arrays(
        &self,
        collection: &Collection,
        table: &str,
        ranges: &Ranges,
        filter: &Filter,
    ) -> Result<u64, ReadError> {
        let mut count = 0;
        if ranges.arrays {
            let walk = Walk::Index(IndexWalk {
                table: table.to_owned(),
                field: String::new(),
                ranges: vec![KeyRange::arrays()],
                backwards: false,
                ordered: false,
            });
            self.walk(&collection.table, &walk, 0, &mut |candidate| {
                count += u64::from(filter.matches(candidate.stored));
                Ok(ControlFlow::Continue(()))
            })?;
        }
        Ok(count)
    }
}

/// Whether a candidate lies on the wrong side of the place that the query begins at. A walk by
/// creation knows its place, one through an index only the place's key.
fn is_before(query: &Query, walk: &Walk, candidate: &Candidate<'_>) -> bool {
    let (Some(seek), Walk::Index(_)) = (&query.seek, walk) else {
        return false;
    };
    let keys = sort::composite(candidate.stored, &query.sort);
    !seek.admits(&keys, candidate.created_ms, candidate.seq)
}

/// Where a candidate stands, if the query asks.
fn place(query: &Query, candidate: &Candidate<'_>) -> Option<Place> {
    query.places.then(|| Place {
        keys: sort::composite(candidate.stored, &query.sort),
        created_ms: candidate.created_ms,
        sequence: candidate.seq,
    })
}

/// Whether a walk can leave out its beginning unread.
fn has_offset(walk: &Walk) -> bool {
    match walk {
        Walk::Created { .. } | Walk::Table => true,
        Walk::Index(index) => !index.backwards && index.ranges.len() == 1,
        Walk::Ids(_) | Walk::From { .. } => false,
    }
}
