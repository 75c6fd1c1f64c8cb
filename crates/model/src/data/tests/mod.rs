//! Tests of the rules of documents: by example in the modules named for what they test, and against
//! a naive evaluation of trees in `properties`.

mod errors;
mod filters;
mod items;
mod json;
mod keys;
mod paths;
mod properties;
mod rows;
mod strategies;
mod wording;

use super::{Filter, Path, Value};

/// The stored form of an item with fixed system fields.
fn stored(item: &str) -> String {
    let item = super::Item::parse(item).expect("a valid item");
    item.compose("id-1", "owner-1", 1_700_000_000_000, 1_700_000_000_001)
        .expect("not too large")
}

fn path(text: &str) -> Path {
    Path::parse(text).expect("a valid path")
}

fn filter(json: &str) -> Filter {
    Filter::parse(json).expect("a valid filter")
}

fn value(json: &str) -> Value {
    Value::parse(json).expect("valid JSON")
}

/// `inner` within `levels` of `{"a": ..}`.
fn nested(levels: usize, inner: &str) -> String {
    format!("{}{inner}{}", "{\"a\":".repeat(levels), "}".repeat(levels))
}
