//! One field line, for heads and trailers alike.

use super::fault::Fault;
use super::grammar::{is_field_content, is_token_byte, trim_ows};
use super::request_line::Span;

/// A validated `name: value`, as spans of the bytes it was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FieldSpan {
    pub name: Span,
    /// Without the white space around it.
    pub value: Span,
}

/// Parses `line` (without CRLF), which begins at `offset`.
///
/// A folded line begins with white space, which is no token byte, so it fails like any other bad
/// name; so does white space before the colon.
pub(super) fn parse(line: &[u8], offset: usize) -> Result<FieldSpan, Fault> {
    let name_bytes = line
        .iter()
        .position(|&byte| !is_token_byte(byte))
        .ok_or(Fault::Field)?;
    if name_bytes == 0 || line[name_bytes] != b':' {
        return Err(Fault::Field);
    }
    let rest = &line[name_bytes + 1..];
    if !is_field_content(rest) {
        return Err(Fault::Field);
    }
    let value = trim_ows(rest);
    let leading = rest
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count();
    // A value of white space only is empty and its place does not matter.
    let leading = if value.is_empty() { 0 } else { leading };
    Ok(FieldSpan {
        name: Span::new(offset, name_bytes),
        value: Span::new(offset + name_bytes + 1 + leading, value.len()),
    })
}
