//! An aggregation: groups of documents and what is computed of each.

use super::error::DataError;
use super::filter::Filter;
use super::path::Path;
use super::query::SortKey;

/// What is computed of a group's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// The sum of the numbers.
    Sum,
    /// The mean of the numbers; null when there are none.
    Avg,
    /// The least value; null when there are none.
    Min,
    /// The greatest value; null when there are none.
    Max,
}

/// An aggregation. `having` and `sort` speak of the rows' keys.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// Which documents are taken in.
    pub filter: Filter,
    /// What makes a group; empty for one group of all.
    pub group: Vec<Path>,
    /// The row's key, what is computed, of which values.
    pub folds: Vec<(String, Fold, Path)>,
    /// Whether rows have the key `count`.
    pub count: bool,
    /// Which rows are given.
    pub having: Filter,
    /// The order of the rows; rows that it does not tell apart come by what makes their group.
    pub sort: Vec<SortKey>,
    /// How many rows to pass over.
    pub skip: u64,
    /// How many rows to give at most.
    pub limit: u64,
}

impl Default for Aggregate {
    fn default() -> Aggregate {
        Aggregate {
            filter: Filter::All,
            group: Vec::new(),
            folds: Vec::new(),
            count: false,
            having: Filter::All,
            sort: Vec::new(),
            skip: 0,
            limit: super::limits::PAGE_DEFAULT,
        }
    }
}

impl Aggregate {
    /// Reads an aggregation's JSON; every member is optional.
    pub fn parse(json: &str) -> Result<Aggregate, DataError> {
        super::parse::aggregate_text(json)
    }
}
