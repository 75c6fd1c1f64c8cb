//! Response fields, validated when they are added and written as they are.

use std::borrow::Cow;

use super::grammar::{is_field_content, is_token, trim_ows};

/// Fields of the connection, which only the codec may write.
const RESERVED: &[&str] = &[
    "connection",
    "content-length",
    "date",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Room for the fields that nearly every answer has.
const USUAL_BYTES: usize = 160;

/// Lines of `Name: value\r\n`, ready to be sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeaderBlock(Cow<'static, [u8]>);

/// Why a response field was not added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderError {
    /// The name is not a token (RFC 9110 5.1).
    Name,
    /// The value has characters other than visible ones of the field's alphabet, space and tab.
    Value,
    /// The codec writes this field itself.
    Reserved,
}

impl std::fmt::Display for HeaderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            HeaderError::Name => "the header name is not a token",
            HeaderError::Value => "the header value has characters that HTTP does not allow",
            HeaderError::Reserved => "the server sets this header itself",
        })
    }
}

impl std::error::Error for HeaderError {}

impl HeaderBlock {
    /// An empty block.
    pub fn new() -> Self {
        Self::default()
    }

    /// A block known at compile time, which costs nothing per response. It must be what
    /// [`push`](Self::push) would have made; nothing checks it.
    pub const fn from_static(lines: &'static str) -> Self {
        Self(Cow::Borrowed(lines.as_bytes()))
    }

    /// Adds a field. White space around the value is dropped.
    ///
    /// # Errors
    /// The field is not added when the name or value cannot be sent, or when the codec owns it.
    pub fn push(&mut self, name: &str, value: &str) -> Result<(), HeaderError> {
        let value = trim_ows(value.as_bytes());
        check_name(name)?;
        if !is_field_content(value) {
            return Err(HeaderError::Value);
        }
        self.write(name, value);
        Ok(())
    }

    /// Adds a field whose value may have characters up to U+00FF, each sent as one byte: Latin-1,
    /// as the field values of JavaScript programs have always been (RFC 9110 5.5, `obs-text`).
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub fn push_latin1(&mut self, name: &str, value: &str) -> Result<(), HeaderError> {
        if value.is_ascii() {
            return self.push(name, value);
        }
        check_name(name)?;
        let bytes: Option<Vec<u8>> = value.chars().map(|c| u8::try_from(c).ok()).collect();
        let bytes = bytes.ok_or(HeaderError::Value)?;
        let is_sendable = |byte: &u8| *byte >= 0x80 || is_field_content(std::slice::from_ref(byte));
        if !bytes.iter().all(is_sendable) {
            return Err(HeaderError::Value);
        }
        self.write(name, trim_ows(&bytes));
        Ok(())
    }

    /// Adds a field that the program itself wrote: nothing is looked at, except in tests.
    pub fn push_known(&mut self, name: &'static str, value: &str) {
        debug_assert_eq!(check_name(name), Ok(()));
        debug_assert!(
            is_field_content(value.as_bytes()) && trim_ows(value.as_bytes()) == value.as_bytes()
        );
        self.write(name, value.as_bytes());
    }

    fn write(&mut self, name: &str, value: &[u8]) {
        let lines = self.0.to_mut();
        // Few answers have more: one allocation, not several that grow.
        let room = if lines.is_empty() { USUAL_BYTES } else { 0 };
        lines.reserve((name.len() + value.len() + 4).max(room));
        lines.extend_from_slice(name.as_bytes());
        lines.extend_from_slice(b": ");
        lines.extend_from_slice(value);
        lines.extend_from_slice(b"\r\n");
    }

    /// The lines.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

fn check_name(name: &str) -> Result<(), HeaderError> {
    if !is_token(name.as_bytes()) {
        return Err(HeaderError::Name);
    }
    if RESERVED.iter().any(|each| name.eq_ignore_ascii_case(each)) {
        return Err(HeaderError::Reserved);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin1_is_one_byte_for_each_character() {
        let mut block = HeaderBlock::new();
        assert_eq!(block.push_latin1("A", " caf\u{e9}\t"), Ok(()));
        assert_eq!(block.push_latin1("B", "\u{20ac}"), Err(HeaderError::Value));
        assert_eq!(
            block.push_latin1("B", "\u{e9}\r\nC: 1"),
            Err(HeaderError::Value)
        );
        assert_eq!(
            block.push_latin1("B", "\u{e9}\u{7f}"),
            Err(HeaderError::Value)
        );
        assert_eq!(
            block.push_latin1("Date", "\u{e9}"),
            Err(HeaderError::Reserved)
        );
        assert_eq!(block.as_bytes(), b"A: caf\xe9\r\n");
    }

    #[test]
    fn only_what_may_be_sent_is_added() {
        let mut block = HeaderBlock::new();
        assert_eq!(block.push("X-A", " 1\t"), Ok(()));
        assert_eq!(block.push("Set-Cookie", ""), Ok(()));
        assert_eq!(block.push("", "1"), Err(HeaderError::Name));
        assert_eq!(block.push("X A", "1"), Err(HeaderError::Name));
        assert_eq!(block.push("X:", "1"), Err(HeaderError::Name));
        assert_eq!(block.push("X", "1\r\nY: 2"), Err(HeaderError::Value));
        assert_eq!(block.push("X", "\0"), Err(HeaderError::Value));
        assert_eq!(block.push("X", "\u{e9}"), Err(HeaderError::Value));
        assert_eq!(
            block.push("Content-Length", "1"),
            Err(HeaderError::Reserved)
        );
        assert_eq!(block.as_bytes(), b"X-A: 1\r\nSet-Cookie: \r\n");
    }
}
