//! Whether a document passes a filter.
//!
//! The recursion goes as deep as the filter, which its parser bounds.

use super::filter::{Condition, Filter, Test};
use super::order;
use super::path::Path;
use super::reader::{self, Kind, Raw};
use super::set::Set;
use super::value::Value;

pub(super) fn matches(filter: &Filter, stored: &str) -> bool {
    match filter {
        Filter::All => true,
        Filter::And(parts) => parts.iter().all(|part| matches(part, stored)),
        Filter::Or(parts) => parts.iter().any(|part| matches(part, stored)),
        Filter::Not(part) => !matches(part, stored),
        Filter::Is(Condition { path, test }) => holds(test, path, stored),
    }
}

fn holds(test: &Test, path: &Path, stored: &str) -> bool {
    match test {
        Test::Eq(value) => equals(stored, path, value),
        Test::Ne(value) => !equals(stored, path, value),
        Test::Gt(value) => some(stored, path, |raw| {
            is_kind(raw, value) && order::compare(raw, value).is_gt()
        }),
        Test::Ge(value) => some(stored, path, |raw| {
            is_kind(raw, value) && order::compare(raw, value).is_ge()
        }),
        Test::Lt(value) => some(stored, path, |raw| {
            is_kind(raw, value) && order::compare(raw, value).is_lt()
        }),
        Test::Le(value) => some(stored, path, |raw| {
            is_kind(raw, value) && order::compare(raw, value).is_le()
        }),
        Test::Between(from, to) => some(stored, path, |raw| {
            is_kind(raw, from)
                && is_kind(raw, to)
                && order::compare(raw, from).is_ge()
                && order::compare(raw, to).is_lt()
        }),
        Test::Contains(part) => some(stored, path, |raw| {
            raw.as_str().is_some_and(|text| part.is_in(&text))
        }),
        Test::StartsWith(start) => some(stored, path, |raw| {
            raw.as_str().is_some_and(|text| start.is_start_of(&text))
        }),
        Test::EndsWith(end) => some(stored, path, |raw| {
            raw.as_str().is_some_and(|text| end.is_end_of(&text))
        }),
        Test::HasSome(values) => some(stored, path, |raw| values.position(raw).is_some()),
        Test::HasAll(values) => has_all(stored, path, values),
        Test::Empty => is_empty(stored, path),
        Test::NotEmpty => !is_empty(stored, path),
    }
}

/// Whether `test` holds for a value at `path` or for an element of an array there.
fn some<'a>(stored: &'a str, path: &Path, mut test: impl FnMut(Raw<'a>) -> bool) -> bool {
    reader::any(stored, path, &mut |raw| match raw.kind() {
        Kind::Array => raw.elements().any(&mut test),
        _ => test(raw),
    })
}

fn is_kind(raw: Raw<'_>, value: &Value) -> bool {
    raw.kind() == order::kind(value)
}

fn equals(stored: &str, path: &Path, value: &Value) -> bool {
    if *value == Value::Null && is_empty(stored, path) {
        return true;
    }
    reader::any(stored, path, &mut |raw| {
        order::equal(raw, value)
            || (raw.kind() == Kind::Array
                && raw.elements().any(|element| order::equal(element, value)))
    })
}

fn is_empty(stored: &str, path: &Path) -> bool {
    !reader::any(stored, path, &mut |raw| raw.kind() != Kind::Null)
}

fn has_all(stored: &str, path: &Path, values: &Set) -> bool {
    let mut found = vec![false; values.len()];
    let mut missing = found.len();
    missing > 0
        && some(stored, path, |raw| {
            if let Some(place) = values.position(raw)
                && !std::mem::replace(&mut found[place], true)
            {
                missing -= 1;
            }
            missing == 0
        })
}
