//! A query: which documents, in which order, which page of them, what of each.

use super::error::DataError;
use super::filter::Filter;
use super::path::Path;

/// A query. An empty `sort` is the default order: by `_createdDate`, newest first; ties of any
/// order end with the insertion sequence, newest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// Which documents.
    pub filter: Filter,
    /// Their order, the most significant key first.
    pub sort: Vec<SortKey>,
    /// How many of them to pass over.
    pub skip: u64,
    /// How many to give at most.
    pub limit: u64,
    /// What to give of each besides `_id`; empty for everything.
    pub fields: Vec<Path>,
    /// Which references to replace by the documents they name.
    pub include: Vec<Include>,
    /// Whether to count all that match.
    pub total: bool,
}

/// One key of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortKey {
    /// What is compared.
    pub path: Path,
    /// Whether the greatest comes first.
    pub descending: bool,
}

/// A reference to replace by what it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Include {
    /// The reference field.
    pub path: Path,
    /// How many documents a multi-reference gives at most; none was named when `None`.
    pub limit: Option<u64>,
}

impl Default for Query {
    fn default() -> Query {
        Query {
            filter: Filter::All,
            sort: Vec::new(),
            skip: 0,
            limit: super::limits::PAGE_DEFAULT,
            fields: Vec::new(),
            include: Vec::new(),
            total: false,
        }
    }
}

impl Query {
    /// Reads a query's JSON; every member is optional.
    pub fn parse(json: &str) -> Result<Query, DataError> {
        super::parse::query_text(json)
    }
}
