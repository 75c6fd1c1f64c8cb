//! What a filter asks of a document.

use super::error::DataError;
use super::fold::Folded;
use super::path::Path;
use super::set::Set;
use super::value::Value;

/// A tree of conditions.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Filter {
    /// Every document.
    #[default]
    All,
    /// All of these hold.
    And(Vec<Filter>),
    /// At least one of these holds. An empty list holds for nothing.
    Or(Vec<Filter>),
    /// This does not hold.
    Not(Box<Filter>),
    /// One condition.
    Is(Condition),
}

/// A test of the values at a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// Where.
    pub path: Path,
    /// What.
    pub test: Test,
}

/// What is asked of the values at a path. On an array every test but `Ne`, `Empty` and `NotEmpty`
/// holds when it does for one of the elements.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Equal in type and value; an array also as a whole. `null` equals a missing value.
    Eq(Value),
    /// The complement of `Eq`.
    Ne(Value),
    /// Of the same type and greater.
    Gt(Value),
    /// Of the same type and not less.
    Ge(Value),
    /// Of the same type and less.
    Lt(Value),
    /// Of the same type and not greater.
    Le(Value),
    /// Of the same type, at least the first and less than the second.
    Between(Value, Value),
    /// A string that contains this one, without regard to case.
    Contains(Folded),
    /// A string that starts with this one, without regard to case.
    StartsWith(Folded),
    /// A string that ends with this one, without regard to case.
    EndsWith(Folded),
    /// Equal to one of these. An empty list holds for nothing.
    HasSome(Set),
    /// All of these are among the values. An empty list holds for nothing.
    HasAll(Set),
    /// Missing or null.
    Empty,
    /// Neither missing nor null; the empty string is not empty.
    NotEmpty,
}

impl Filter {
    /// Reads a filter's JSON (`{"age":{"$gt":3},"name":"x","$or":[..]}`).
    pub fn parse(json: &str) -> Result<Filter, DataError> {
        super::parse_filter::filter_text(json)
    }

    /// Whether the document with this stored form passes.
    pub fn matches(&self, stored: &str) -> bool {
        super::matching::matches(self, stored)
    }
}
