//! Chunk extensions: checked, bounded and thrown away.
//!
//! The grammar of RFC 9112 7.1.1 without its "bad white space": every program that differs about
//! white space here is a way to smuggle a chunk, and nobody sends it.

use super::grammar::{is_field_content, is_token_byte};

/// Where in `*( ";" name [ "=" ( token / quoted-string ) ] )` the reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extension {
    /// After `;`
    NameStart,
    Name,
    /// After `=`
    ValueStart,
    Token,
    Quoted,
    Escaped,
    QuoteEnd,
}

impl Extension {
    /// The place after one more byte, or nothing when the byte may not stand here.
    pub fn step(self, byte: u8) -> Option<Self> {
        use Extension::*;
        match (self, byte) {
            (NameStart | Name, byte) if is_token_byte(byte) => Some(Name),
            (Name, b'=') => Some(ValueStart),
            (Name | Token | QuoteEnd, b';') => Some(NameStart),
            (ValueStart | Token, byte) if is_token_byte(byte) => Some(Token),
            (ValueStart, b'"') => Some(Quoted),
            (Quoted, b'"') => Some(QuoteEnd),
            (Quoted, b'\\') => Some(Escaped),
            (Quoted | Escaped, byte) if is_field_content(&[byte]) => Some(Quoted),
            _ => None,
        }
    }

    /// Whether the line may end here.
    pub fn may_end(self) -> bool {
        matches!(
            self,
            Extension::Name | Extension::Token | Extension::QuoteEnd
        )
    }
}
