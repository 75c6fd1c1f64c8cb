//! The values of `hasSome` and `hasAll`: sorted once, then each is found without trying all.

use super::order;
use super::reader::{Kind, Raw};
use super::value::Value;

/// Strings, numbers, dates and booleans, each once, in order; read it as the slice it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Set(Vec<Value>);

impl Set {
    /// The set of `values`. Others than strings, numbers, dates and booleans are left out: filters
    /// cannot ask for them.
    pub fn new(values: impl IntoIterator<Item = Value>) -> Set {
        let is_scalar =
            |value: &Value| !matches!(order::kind(value), Kind::Null | Kind::Array | Kind::Object);
        let mut values: Vec<Value> = values.into_iter().filter(is_scalar).collect();
        values.sort_by(order::compare_values);
        values.dedup_by(|one, other| order::compare_values(one, other).is_eq());
        Set(values)
    }

    /// The place of the value that equals a document's.
    pub fn position(&self, raw: Raw<'_>) -> Option<usize> {
        self.0
            .binary_search_by(|value| order::compare(raw, value).reverse())
            .ok()
    }
}

impl From<Vec<Value>> for Set {
    fn from(values: Vec<Value>) -> Set {
        Set::new(values)
    }
}

impl FromIterator<Value> for Set {
    fn from_iter<I: IntoIterator<Item = Value>>(values: I) -> Set {
        Set::new(values)
    }
}

impl std::ops::Deref for Set {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        &self.0
    }
}

impl IntoIterator for Set {
    type Item = Value;
    type IntoIter = std::vec::IntoIter<Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
