//! The distinct values of a field: documents go in one after the other, values come out in order.

use std::collections::BTreeMap;

use super::identity;
use super::path::Path;
use super::reader::{self, Kind, Raw};

/// The distinct values of a field in the making. Missing and null values are not among them, and an
/// array stands for its elements.
pub struct Distinct {
    field: Path,
    descending: bool,
    values: BTreeMap<Vec<u8>, String>,
    bytes: usize,
}

impl Distinct {
    /// No documents seen yet; `descending` turns the order of the values round.
    pub fn new(field: Path, descending: bool) -> Distinct {
        Distinct {
            field,
            descending,
            values: BTreeMap::new(),
            bytes: 0,
        }
    }

    /// Takes in a document that has passed the query's filter.
    pub fn add(&mut self, stored: &str) {
        let (values, bytes) = (&mut self.values, &mut self.bytes);
        let mut add = |raw: Raw<'_>| {
            if raw.kind() == Kind::Null {
                return;
            }
            let mut identity = Vec::new();
            identity::append(Some(raw), &mut identity);
            let size = identity.len();
            values.entry(identity).or_insert_with(|| {
                let mut text = String::with_capacity(raw.text().len());
                raw.write(&mut text);
                *bytes += size + text.len();
                text
            });
        };
        reader::any(stored, &self.field, &mut |raw| {
            match raw.kind() {
                Kind::Array => raw.elements().for_each(&mut add),
                _ => add(raw),
            }
            false
        });
    }

    /// How many values there are so far.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether no value was met yet.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Bytes that the values so far take, about: for the caller's bound.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The values in order, each as JSON (dates as `{"$date":ms}`).
    pub fn finish(self) -> Vec<String> {
        let values = self.values.into_values();
        if self.descending {
            values.rev().collect()
        } else {
            values.collect()
        }
    }
}
