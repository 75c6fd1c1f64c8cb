//! Values as bytes whose order is the values' order: for indexes, sorting and grouping.

use super::reader::Raw;
use super::value::Value;

/// The key of a value in a document, or none for null.
pub fn encode(raw: Raw<'_>) -> Option<Vec<u8>> {
    encode_value(&raw.to_value()?)
}

/// The key of a value, or none for null.
pub fn encode_value(_value: &Value) -> Option<Vec<u8>> {
    None
}
