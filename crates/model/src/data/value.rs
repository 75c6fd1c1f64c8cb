//! A JavaScript value as documents and filters know it, and its texts.
//!
//! Only what a person or a program hands over is made a tree of these: filters, defaults, rows of
//! an aggregation. Documents stay texts, see [`super::reader`].

use std::fmt;

/// A value of a document or a filter. Numbers are JavaScript's; an absent value is `Option::None`.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, never NaN when it was parsed.
    Number(f64),
    /// A string. A lone surrogate of the source is U+FFFD here.
    String(String),
    /// A date, in milliseconds since 1970.
    Date(i64),
    /// An array.
    Array(Vec<Value>),
    /// An object: its members in the order of the source, each name once (the last one won).
    Object(Vec<(String, Value)>),
}

/// Why a text is not JSON that can be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// Where in the text, in bytes.
    pub at: usize,
    /// What is wrong there.
    pub problem: &'static str,
}

impl fmt::Display for JsonError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "not JSON that can be read, at byte {}: {}",
            self.at, self.problem
        )
    }
}

impl std::error::Error for JsonError {}

impl Value {
    /// Reads the wire form: JSON, in which `{"$date": ms}` and `{"$date": "<iso>"}` are dates.
    /// Nesting is bounded by [`super::limits::VALUE_DEPTH_MAX`].
    pub fn parse(json: &str) -> Result<Value, JsonError> {
        super::json::parse(json)
    }

    /// Appends the wire form without white space; dates as `{"$date":ms}`.
    pub fn to_json(&self, out: &mut String) {
        super::json::write(self, out);
    }

    /// The member `name` of an object.
    pub fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Object(members) => members
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value),
            _ => None,
        }
    }
}
