//! The order of documents by sort keys: missing and null values first, then by type and value.

use std::cmp::Ordering;

use super::key;
use super::query::SortKey;

/// What stands for a missing value: less than every key's first byte.
pub const MISSING: u8 = 0;

/// Bytes that order documents as `keys` do: computed once per document, then compared. Equal ones
/// are told apart by the caller (`_createdDate`, then insertion).
pub fn composite(stored: &str, keys: &[SortKey]) -> Vec<u8> {
    let mut out = Vec::new();
    for sort in keys {
        let start = out.len();
        if !key::append_of(stored, &sort.path, &mut out) {
            out.push(MISSING);
        }
        if sort.descending {
            out[start..].iter_mut().for_each(|byte| *byte = !*byte);
        }
    }
    out
}

/// Compares two documents by `keys`; for the occasional pair, else see [`composite`].
pub fn compare(one: &str, other: &str, keys: &[SortKey]) -> Ordering {
    composite(one, keys).cmp(&composite(other, keys))
}
