//! The text after `?`, taken apart strictly: what is signed are decoded values, so a text that two
//! readers could decode differently is refused.

use std::borrow::Cow;
use std::fmt;

/// What a `+` in a query means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlusReading {
    /// A space, as HTML forms have it.
    #[default]
    Space,
    /// Itself: one published client sends values without encoding them.
    Literal,
}

/// The query is not `application/x-www-form-urlencoded` text of UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryError {
    /// A `%` without two hexadecimal digits.
    Percent,
    /// The decoded bytes are not UTF-8.
    NotUtf8,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            QueryError::Percent => "a % in the query is not followed by two hexadecimal digits",
            QueryError::NotUtf8 => "the query, percent-decoded, is not UTF-8",
        })
    }
}

impl std::error::Error for QueryError {}

/// The pairs of a query as they were sent, still encoded: `(name, value)`.
///
/// A piece without `=` has an empty value; empty pieces (`a=1&&b=2`) are no pairs.
#[derive(Clone, Debug)]
pub struct QueryPairs<'a>(&'a str);

impl<'a> QueryPairs<'a> {
    /// The pairs of `query`, which is what follows the `?`.
    pub fn new(query: &'a str) -> QueryPairs<'a> {
        QueryPairs(query)
    }
}

impl<'a> Iterator for QueryPairs<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        while !self.0.is_empty() {
            let (piece, rest) = self.0.split_once('&').unwrap_or((self.0, ""));
            self.0 = rest;
            if !piece.is_empty() {
                return Some(piece.split_once('=').unwrap_or((piece, "")));
            }
        }
        None
    }
}

/// A name or value, decoded. Allocates only when there is something to decode.
pub fn decode_component(text: &str, plus: PlusReading) -> Result<Cow<'_, str>, QueryError> {
    let is_encoded = |byte| byte == b'%' || (byte == b'+' && plus == PlusReading::Space);
    if !has_byte(text, is_encoded) {
        return Ok(Cow::Borrowed(text));
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match byte {
            b'%' => {
                let (digits, tail) = rest.split_first_chunk::<2>().ok_or(QueryError::Percent)?;
                decoded.push(hex(digits[0])? << 4 | hex(digits[1])?);
                rest = tail;
            }
            b'+' if plus == PlusReading::Space => decoded.push(b' '),
            other => decoded.push(other),
        }
    }
    String::from_utf8(decoded)
        .map(Cow::Owned)
        .map_err(|_| QueryError::NotUtf8)
}

/// Whether a byte of `text` is of this kind. It looks at all of them, without a branch for each:
/// short texts without such a byte are the common case.
pub(super) fn has_byte(text: &str, is_it: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(false, |found, byte| found | is_it(byte))
}

fn hex(digit: u8) -> Result<u8, QueryError> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        b'A'..=b'F' => Ok(digit - b'A' + 10),
        _ => Err(QueryError::Percent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_split_once_and_empty_pieces_are_none() {
        let pairs: Vec<_> = QueryPairs::new("&a=1&&b=x=y&c&=d&").collect();
        assert_eq!(pairs, [("a", "1"), ("b", "x=y"), ("c", ""), ("", "d")]);
        assert_eq!(QueryPairs::new("").count(), 0);
    }

    #[test]
    fn both_readings_of_a_plus() {
        let decode = |text, plus| decode_component(text, plus).unwrap().into_owned();
        assert_eq!(decode("a+b%2Bc%20d", PlusReading::Space), "a b+c d");
        assert_eq!(decode("a+b%2Bc%20d", PlusReading::Literal), "a+b+c d");
        assert_eq!(
            decode("Zo%C3%AB,Zo%c3%ab,Zoë", PlusReading::Space),
            "Zoë,Zoë,Zoë"
        );
    }

    #[test]
    fn nothing_is_allocated_for_plain_text() {
        let decoded = decode_component("music/album-fan,b", PlusReading::Space);
        assert!(matches!(decoded, Ok(Cow::Borrowed(_))));
        let decoded = decode_component("+03:00", PlusReading::Literal);
        assert!(matches!(decoded, Ok(Cow::Borrowed(_))));
    }

    #[test]
    fn what_is_not_form_encoded_is_refused() {
        for text in ["%", "a%2", "%G0", "%0g", "%+1", "100%!!"] {
            assert_eq!(
                decode_component(text, PlusReading::Space),
                Err(QueryError::Percent),
                "{text}"
            );
        }
        for text in ["%FF", "%C3", "%C3+", "%ED%A0%80"] {
            assert_eq!(
                decode_component(text, PlusReading::Space),
                Err(QueryError::NotUtf8),
                "{text}"
            );
        }
    }
}
