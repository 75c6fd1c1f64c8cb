//! The order of documents.

use super::query::SortKey;

/// Bytes that order documents as `keys` do: to be computed once per document, then compared.
pub fn composite(_stored: &str, _keys: &[SortKey]) -> Vec<u8> {
    Vec::new()
}

/// Compares two documents by `keys`; equal ones are to be told apart by the caller.
pub fn compare(one: &str, other: &str, keys: &[SortKey]) -> std::cmp::Ordering {
    composite(one, keys).cmp(&composite(other, keys))
}
