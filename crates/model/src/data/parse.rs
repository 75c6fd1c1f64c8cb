//! The JSON of filters, queries and aggregations.

use super::aggregate::Aggregate;
use super::error::DataError;
use super::filter::Filter;
use super::query::Query;

pub(super) fn filter_text(_json: &str) -> Result<Filter, DataError> {
    Ok(Filter::All)
}

pub(super) fn query_text(_json: &str) -> Result<Query, DataError> {
    Ok(Query::default())
}

pub(super) fn aggregate_text(_json: &str) -> Result<Aggregate, DataError> {
    Ok(Aggregate::default())
}
