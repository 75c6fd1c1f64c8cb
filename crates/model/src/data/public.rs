//! Documents as people get to see them in files: every date, the system's too, is spelt out.

use super::date;
use super::json;
use super::reader::is_system_date;
use super::scan::{self, Members};

const DATE_START: &str = "{\"$date\":";

/// Appends a document with dates as `{"$date":"2024-05-01T10:00:00.000Z"}`, which
/// [`super::Item::parse`] reads again.
pub fn document(stored: &str, out: &mut String) {
    out.push('{');
    for (index, (name, value)) in Members::of(stored).enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push('"');
        out.push_str(name.raw);
        out.push_str("\":");
        match value.parse() {
            Ok(ms) if is_system_date(name.raw) => write_date(ms, out),
            _ => self::value(value, out),
        }
    }
    out.push('}');
}

/// Appends a value of a document, dates likewise.
pub fn value(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    let (mut copied, mut at) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = scan::skip(bytes, at).unwrap_or(bytes.len()),
            b'{' if bytes[at..].starts_with(DATE_START.as_bytes()) => {
                let start = at + DATE_START.len();
                let end = scan::skip(bytes, start).unwrap_or(bytes.len());
                out.push_str(&text[copied..at]);
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "a date's milliseconds are whole"
                )]
                write_date(json::number(&text[start..end]) as i64, out);
                (copied, at) = (end + 1, end + 1);
            }
            _ => at += 1,
        }
    }
    out.push_str(text.get(copied..).unwrap_or_default());
}

fn write_date(ms: i64, out: &mut String) {
    out.push_str("{\"$date\":\"");
    out.push_str(&date::to_iso(ms));
    out.push_str("\"}");
}
