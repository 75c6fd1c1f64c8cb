//! What is made of all matching documents: their number, the values of a field, groups.

use std::ops::ControlFlow;
use std::sync::Arc;

use velodrome_model::data::{Aggregate, Distinct, Filter, Groups, Path, Query};

use super::error::ReadError;
use super::reader::Reader;
use crate::answer::{Page, Rows};
use crate::documents::Documents;
use crate::sqlite::plan::choose;
use crate::sqlite::shared::Shared;

impl Reader {
    /// How many documents match.
    pub(crate) fn count(
        &self,
        shared: &Arc<Shared>,
        name: &str,
        filter: &Filter,
    ) -> Result<u64, ReadError> {
        let query = Query {
            filter: filter.clone(),
            limit: 0,
            total: true,
            ..Query::default()
        };
        Ok(self.query(shared, name, &query)?.total.unwrap_or(0))
    }

    /// A page of the values of a field.
    pub(crate) fn distinct(
        &self,
        shared: &Arc<Shared>,
        name: &str,
        field: &Path,
        query: &Query,
    ) -> Result<Page, ReadError> {
        let descending = query.sort.first().is_some_and(|key| key.descending);
        let mut distinct = Distinct::new(field.clone(), descending);
        self.each(shared, name, &query.filter, &mut |stored| {
            distinct.add(stored);
            self.hold(distinct.bytes())
        })?;
        let values = distinct.finish();
        let total = query.total.then_some(values.len() as u64);
        let skip = usize::try_from(query.skip).unwrap_or(usize::MAX);
        let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
        let page = values.iter().skip(skip).take(limit).map(String::as_str);
        Ok(Page {
            documents: page.collect(),
            total,
            places: Vec::new(),
        })
    }

    /// The rows of an aggregation.
    pub(crate) fn aggregate(
        &self,
        shared: &Arc<Shared>,
        name: &str,
        aggregate: &Aggregate,
    ) -> Result<Rows, ReadError> {
        let mut groups = Groups::new(aggregate);
        self.each(shared, name, &aggregate.filter, &mut |stored| {
            groups.add(stored);
            self.hold(groups.bytes())
        })?;
        let rows = groups.finish();
        let documents: Documents = rows.rows.iter().map(String::as_str).collect();
        Ok(Rows {
            documents,
            more: rows.more,
        })
    }

    /// Refuses to hold more than the store may.
    fn hold(&self, bytes: usize) -> Result<(), ReadError> {
        if bytes > self.result_bytes_max {
            return Err(ReadError::too_large("The different values or groups"));
        }
        Ok(())
    }

    /// Shows every matching document of a collection.
    fn each(
        &self,
        shared: &Arc<Shared>,
        name: &str,
        filter: &Filter,
        visit: &mut dyn FnMut(&str) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        let query = Query {
            filter: filter.clone(),
            limit: u64::MAX,
            ..Query::default()
        };
        let mut read = None;
        let result = self.within(shared, name, |collection| {
            read = Some(Arc::clone(collection));
            let strategy = choose::choose(self, collection, &query)?;
            if self.meter.is_inline() && !strategy.inline {
                return Err(ReadError::NotInline);
            }
            let table = &collection.table;
            self.walk(table, &strategy.walk, 0, &mut |candidate| {
                if strategy.exact || filter.matches(candidate.stored) {
                    visit(candidate.stored)?;
                }
                Ok(ControlFlow::Continue(()))
            })
        });
        if let Some(collection) = read {
            self.learn(shared, &collection, filter, &[]);
        }
        result.map(drop)
    }
}
