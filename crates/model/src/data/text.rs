//! Strings inside JSON texts: escapes, the order of JavaScript, folded case.
//!
//! Most strings have no escape and are compared where they stand. A lone surrogate, which only an
//! escape can spell, counts as U+FFFD wherever strings are compared; the stored text keeps it.

use std::borrow::Cow;
use std::cmp::Ordering;

/// The content of a string from what stands between its quotes.
pub(super) fn unescape(raw: &str) -> Cow<'_, str> {
    match memchr::memchr(b'\\', raw.as_bytes()) {
        None => Cow::Borrowed(raw),
        Some(first) => Cow::Owned(unescape_from(raw, first)),
    }
}

fn unescape_from(raw: &str, first: usize) -> String {
    let mut out = String::with_capacity(raw.len());
    out.push_str(&raw[..first]);
    let mut rest = &raw[first..];
    while let Some(start) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..start]);
        let (char, length) = escaped(&rest.as_bytes()[start..]);
        out.push(char);
        rest = rest.get(start + length..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// The character of the escape that `bytes` starts with, and how long it is. What is no escape, in
/// a text that nobody checked, is U+FFFD.
fn escaped(bytes: &[u8]) -> (char, usize) {
    let plain = match bytes.get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(byte @ (b'"' | b'\\' | b'/')) => char::from(*byte),
        Some(b'u') => return escaped_unit(bytes),
        _ => return (char::REPLACEMENT_CHARACTER, 1),
    };
    (plain, 2)
}

fn escaped_unit(bytes: &[u8]) -> (char, usize) {
    let Some(unit) = hex(bytes) else {
        return (char::REPLACEMENT_CHARACTER, 1);
    };
    if (0xD800..0xDC00).contains(&unit)
        && let Some(low @ 0xDC00..=0xDFFF) = bytes.get(6..).and_then(hex)
    {
        let code = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        return (
            char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
            12,
        );
    }
    (
        char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER),
        6,
    )
}

fn hex(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.strip_prefix(b"\\u")?.get(..4)?;
    digits.iter().try_fold(0, |unit, digit| {
        Some(unit * 16 + char::from(*digit).to_digit(16)?)
    })
}

/// Appends a JSON string, escaping no more than must be.
pub(super) fn quote(content: &str, out: &mut String) {
    out.push('"');
    let mut start = 0;
    for (index, byte) in content.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0x8 => "\\b",
            0xc => "\\f",
            0..0x20 => "",
            _ => continue,
        };
        out.push_str(&content[start..index]);
        out.push_str(escape);
        if escape.is_empty() {
            out.push_str("\\u00");
            for nibble in [byte >> 4, byte & 15] {
                out.push(char::from_digit(u32::from(nibble), 16).expect("a nibble is a hex digit"));
            }
        }
        start = index + 1;
    }
    out.push_str(&content[start..]);
    out.push('"');
}

/// The order of strings in JavaScript: by UTF-16 code unit. It is that of UTF-8's bytes, but that
/// U+E000 to U+FFFF come after the characters that take two units.
pub fn compare(one: &str, other: &str) -> Ordering {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let differ = one.iter().zip(other).find(|(a, b)| a != b);
    let lifted = |byte: u8| {
        if byte >= 0xF0 {
            byte - 0x04
        } else {
            byte + u8::from(byte >= 0xEE) * 0x10
        }
    };
    match differ {
        // A byte from 0xEE on leads a character, so both stand at the same place of theirs.
        Some((&a, &b)) if a >= 0xEE && b >= 0xEE => lifted(a).cmp(&lifted(b)),
        Some((a, b)) => a.cmp(b),
        None => one.len().cmp(&other.len()),
    }
}
