//! Documents as `JSON.stringify` sends them to a client, straight from their stored text: dates as ISO
//! texts, numbers as JavaScript spells them. Strings keep the escapes they were stored with, and members
//! their order.

use super::date;
use super::json;
use super::scan;
use crate::timestamp;

const DATE_START: &[u8] = b"{\"$date\":";
const PAGE_START: &str = "{\"items\":";
/// Integers of so many digits are numbers of JavaScript, and spelt alike.
const DIGITS_MAX: usize = 15;
/// What JavaScript spells without an exponent.
const PLAIN: std::ops::Range<f64> = 1e-6..1e21;

/// Appends a document.
pub fn document(stored: &str, out: &mut String) {
    push_value(stored, 1, out);
}

/// Appends the items of a page (`{"items":[..],..}`) as an array.
pub fn items(page: &str, out: &mut String) {
    push_value(page.strip_prefix(PAGE_START).unwrap_or("[]"), 2, out);
}

/// Copies the value that a text begins with in pieces, between which stands what is spelt otherwise.
/// Members of documents lie `depth_of_members` brackets deep.
fn push_value(text: &str, depth_of_members: usize, out: &mut String) {
    let bytes = text.as_bytes();
    let (mut copied, mut at, mut depth) = (0, 0, 0_usize);
    while let Some(byte) = bytes.get(at) {
        let start = at;
        match byte {
            b'"' => {
                at = scan::skip(bytes, at).unwrap_or(bytes.len());
                if depth == depth_of_members && is_system_name(&bytes[start..at], bytes.get(at)) {
                    let end = scan::skip(bytes, at + 1).unwrap_or(bytes.len());
                    if let Ok(ms) = text[at + 1..end].parse() {
                        out.push_str(&text[copied..=at]);
                        push_date(ms, out);
                        copied = end;
                    }
                    at = end;
                }
            }
            b'{' if bytes[at..].starts_with(DATE_START) => {
                let number = at + DATE_START.len();
                let end = scan::skip(bytes, number).unwrap_or(bytes.len());
                out.push_str(&text[copied..start]);
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "a date's milliseconds are whole"
                )]
                push_date(json::number(&text[number..end]) as i64, out);
                at = (end + 1).min(bytes.len());
                copied = at;
            }
            b'{' | b'[' => {
                depth += 1;
                at += 1;
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                at += 1;
                if depth == 0 {
                    break;
                }
            }
            b'-' | b'0'..=b'9' => {
                at = scan::skip(bytes, at).unwrap_or(bytes.len());
                let number = &text[start..at];
                if !is_spelt_alike(number) {
                    out.push_str(&text[copied..start]);
                    push_number(json::number(number), out);
                    copied = at;
                }
            }
            _ => at += 1,
        }
    }
    out.push_str(&text[copied..at]);
}

/// Whether a string, with its quotes, is the name of a system date, `next` being what follows it.
fn is_system_name(string: &[u8], next: Option<&u8>) -> bool {
    next == Some(&b':') && matches!(string, b"\"_createdDate\"" | b"\"_updatedDate\"")
}

/// Whether a number is surely spelt as JavaScript spells it.
fn is_spelt_alike(number: &str) -> bool {
    let digits = number.strip_prefix('-').unwrap_or(number);
    digits.len() <= DIGITS_MAX && number != "-0" && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Appends a number as JavaScript spells it: ECMA-262, 6.1.6.1.20.
fn push_number(number: f64, out: &mut String) {
    use std::fmt::Write as _;
    if number == 0.0 {
        out.push('0');
    } else if !number.is_finite() {
        out.push_str("null");
    } else if PLAIN.contains(&number.abs()) {
        let _ = write!(out, "{number}");
    } else {
        // Both write the shortest digits; the sign of a positive exponent is left out here.
        let text = format!("{number:e}");
        match text.split_once('e') {
            Some((digits, exponent)) if !exponent.starts_with('-') => {
                let _ = write!(out, "{digits}e+{exponent}");
            }
            _ => out.push_str(&text),
        }
    }
}

fn push_date(ms: i64, out: &mut String) {
    /// The first day of the year 0, and of 10000.
    const FOUR_DIGITS: std::ops::Range<i64> = -62_167_219_200_000..253_402_300_800_000;
    out.push('"');
    if FOUR_DIGITS.contains(&ms) {
        timestamp::push_utc(ms, out);
    } else {
        out.push_str(&date::to_iso(ms));
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::{document, items};

    fn sent(stored: &str) -> String {
        let mut out = String::new();
        document(stored, &mut out);
        out
    }

    #[test]
    fn dates_become_texts_wherever_they_stand() {
        assert_eq!(
            sent(
                r#"{"_id":"a","_createdDate":0,"_updatedDate":1700000000123,"at":{"$date":-1},"in":[{"$date":0},{"x":{"$date":253402300800000}}],"no":"{\"$date\":1}"}"#
            ),
            r#"{"_id":"a","_createdDate":"1970-01-01T00:00:00.000Z","_updatedDate":"2023-11-14T22:13:20.123Z","at":"1969-12-31T23:59:59.999Z","in":["1970-01-01T00:00:00.000Z",{"x":"+010000-01-01T00:00:00.000Z"}],"no":"{\"$date\":1}"}"#
        );
        assert_eq!(sent("{}"), "{}");
        assert_eq!(sent(r#"{"_createdDate":null}"#), r#"{"_createdDate":null}"#);
    }

    #[test]
    fn numbers_are_spelt_as_javascript_does() {
        for (stored, expected) in [
            ("0", "0"),
            ("-0", "0"),
            ("-0.0", "0"),
            ("7", "7"),
            ("-123456789012345", "-123456789012345"),
            ("9007199254740993", "9007199254740992"),
            ("12345678901234567890", "12345678901234567000"),
            ("1.50", "1.5"),
            ("0.1", "0.1"),
            ("1E2", "100"),
            ("1e21", "1e+21"),
            ("123456789e20", "1.23456789e+28"),
            ("0.000001", "0.000001"),
            ("1e-7", "1e-7"),
            ("0.00000123", "0.00000123"),
            ("-2.5e-9", "-2.5e-9"),
            ("5e-324", "5e-324"),
            ("100000000000000000000", "100000000000000000000"),
        ] {
            let document = format!("{{\"n\":{stored},\"list\":[{stored},\"{stored}\"]}}");
            let wanted = format!("{{\"n\":{expected},\"list\":[{expected},\"{stored}\"]}}");
            assert_eq!(sent(&document), wanted);
        }
    }

    #[test]
    fn a_pages_items_are_an_array() {
        let mut out = String::new();
        items(
            r#"{"items":[{"_id":"a","_createdDate":0},{"b":"}"}],"length":2,"total":9}"#,
            &mut out,
        );
        assert_eq!(
            out,
            r#"[{"_id":"a","_createdDate":"1970-01-01T00:00:00.000Z"},{"b":"}"}]"#
        );
        out.clear();
        items(r#"{"items":[],"length":0}"#, &mut out);
        assert_eq!(out, "[]");
    }
}
