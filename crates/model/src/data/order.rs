//! When two values are equal and which comes first: between types by rank, within a type as
//! JavaScript has it. Objects and arrays have no order among themselves.

use std::cmp::Ordering;

use super::reader::{Kind, Raw};
use super::text;
use super::value::Value;

/// The type of a tree's value.
pub fn kind(value: &Value) -> Kind {
    match value {
        Value::Null => Kind::Null,
        Value::Bool(_) => Kind::Bool,
        Value::Number(_) => Kind::Number,
        Value::String(_) => Kind::String,
        Value::Date(_) => Kind::Date,
        Value::Array(_) => Kind::Array,
        Value::Object(_) => Kind::Object,
    }
}

/// The order of two numbers; NaN does not occur in documents.
pub(super) fn numbers(one: f64, other: f64) -> Ordering {
    one.partial_cmp(&other).unwrap_or(Ordering::Equal)
}

/// The order of a document's value and a tree's.
pub fn compare(raw: Raw<'_>, value: &Value) -> Ordering {
    match value {
        Value::String(other) => {
            if let Some(content) = raw.as_str() {
                return text::compare(&content, other);
            }
        }
        Value::Number(other) => {
            if let Some(number) = raw.as_number() {
                return numbers(number, *other);
            }
        }
        Value::Date(other) => {
            if let Some(ms) = raw.as_date_ms() {
                return ms.cmp(other);
            }
        }
        Value::Bool(other) => {
            if let Some(bool) = raw.as_bool() {
                return bool.cmp(other);
            }
        }
        Value::Null | Value::Array(_) | Value::Object(_) => {}
    }
    raw.kind().cmp(&kind(value))
}

/// The order of two trees' values.
pub fn compare_values(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::String(one), Value::String(other)) => text::compare(one, other),
        (Value::Number(one), Value::Number(other)) => numbers(*one, *other),
        (Value::Date(one), Value::Date(other)) => one.cmp(other),
        (Value::Bool(one), Value::Bool(other)) => one.cmp(other),
        _ => kind(one).cmp(&kind(other)),
    }
}

/// Whether a document's value and a tree's are the same; the order of members does not matter. The
/// recursion is as deep as `value`, which a parser has bounded.
pub fn equal(raw: Raw<'_>, value: &Value) -> bool {
    match value {
        Value::Array(others) => {
            let mut elements = raw.elements();
            raw.kind() == Kind::Array
                && others
                    .iter()
                    .all(|other| elements.next().is_some_and(|element| equal(element, other)))
                && elements.next().is_none()
        }
        Value::Object(others) => {
            raw.kind() == Kind::Object
                && raw.members().count() == others.len()
                && others.iter().all(|(name, other)| {
                    raw.member(name).is_some_and(|member| equal(member, other))
                })
        }
        _ => raw.kind() == kind(value) && compare(raw, value).is_eq(),
    }
}
