//! Values as bytes whose order is the values' order: for indexes, sorting and grouping.
//!
//! A key is a byte for the type and then the content; none is the beginning of another, so keys can
//! be joined. Strings are written as UTF-8 with surrogate pairs spelt out, which sorts by UTF-16
//! code unit and is half as long as UTF-16 would be.

use super::json;
use super::path::Path;
use super::reader::{self, Kind, Raw};
use super::value::Value;

/// The first byte of a number's key; nine bytes in all.
pub const NUMBER: u8 = 0x10;
/// The first byte of a string's key.
pub const STRING: u8 = 0x20;
/// The key of every object.
pub const OBJECT: u8 = 0x30;
/// The key of every array, and of documents in which the path goes through an array: what is in it
/// only the document can tell.
pub const ARRAY: u8 = 0x40;
/// The first byte of a boolean's key; two bytes in all.
pub const BOOL: u8 = 0x50;
/// The first byte of a date's key; nine bytes in all.
pub const DATE: u8 = 0x60;

/// The key of the value at `path` of a document; none when it is missing or null.
pub fn of(stored: &str, path: &Path) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    append_of(stored, path, &mut out).then_some(out)
}

/// Appends what [`of`] gives; whether there was something.
pub fn append_of(stored: &str, path: &Path, out: &mut Vec<u8>) -> bool {
    reader::locate(stored, path).is_some_and(|(raw, _)| append(raw, out))
}

/// The key of a document's value; none for null.
pub fn encode(raw: Raw<'_>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    append(raw, &mut out).then_some(out)
}

/// The key of a tree's value; none for null.
pub fn encode_value(value: &Value) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    match value {
        Value::Null => return None,
        Value::Bool(bool) => append_bool(*bool, &mut out),
        Value::Number(number) => append_number(*number, &mut out),
        Value::String(content) => append_string(content, &mut out),
        Value::Date(ms) => append_date(*ms, &mut out),
        Value::Array(_) => out.push(ARRAY),
        Value::Object(_) => out.push(OBJECT),
    }
    Some(out)
}

/// Appends the key of a document's value; whether there was one.
pub fn append(raw: Raw<'_>, out: &mut Vec<u8>) -> bool {
    match raw.kind() {
        Kind::Null => return false,
        Kind::Number => append_number(json::number(raw.text()), out),
        Kind::String => append_string(&raw.as_str().unwrap_or_default(), out),
        Kind::Object => out.push(OBJECT),
        Kind::Array => out.push(ARRAY),
        Kind::Bool => append_bool(raw.as_bool() == Some(true), out),
        Kind::Date => append_date(raw.as_date_ms().unwrap_or_default(), out),
    }
    true
}

fn append_bool(bool: bool, out: &mut Vec<u8>) {
    out.extend([BOOL, u8::from(bool)]);
}

fn append_number(number: f64, out: &mut Vec<u8>) {
    // Adding zero makes the negative one positive; they are equal.
    let bits = (number + 0.0).to_bits();
    let ordered = if bits >> 63 == 1 {
        !bits
    } else {
        bits | 1 << 63
    };
    out.push(NUMBER);
    out.extend(ordered.to_be_bytes());
}

fn append_date(ms: i64, out: &mut Vec<u8>) {
    out.push(DATE);
    out.extend((ms.cast_unsigned() ^ 1 << 63).to_be_bytes());
}

/// Zero bytes end the string, so one within it is followed by a one.
fn append_string(content: &str, out: &mut Vec<u8>) {
    out.push(STRING);
    out.reserve(content.len() + 2);
    let plain = content.bytes().all(|byte| byte != 0 && byte < 0xF0);
    if plain {
        out.extend_from_slice(content.as_bytes());
    } else {
        content.chars().for_each(|char| append_char(char, out));
    }
    out.extend([0, 0]);
}

fn append_char(char: char, out: &mut Vec<u8>) {
    let mut units = [0; 2];
    match char.encode_utf16(&mut units) {
        [0] => out.extend([0, 1]),
        [high, low] => {
            for unit in [*high, *low] {
                let [first, second] = unit.to_be_bytes();
                out.extend([
                    0xED,
                    0x80 | (first << 2 & 0x3C) | second >> 6,
                    0x80 | (second & 0x3F),
                ]);
            }
        }
        _ => out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes()),
    }
}
