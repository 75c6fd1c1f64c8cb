//! Trailer fields: checked, bounded and thrown away.
//!
//! Nothing here reads them, and merging them into the head would let a body change what was
//! already decided. Fields about framing, routing, identity or content may not stand there at all
//! (RFC 9110 6.5.1).

use super::fault::Fault;
use super::field;

const FORBIDDEN: &[&str] = &[
    "authorization",
    "cache-control",
    "connection",
    "content-encoding",
    "content-length",
    "content-range",
    "content-type",
    "content_length",
    "cookie",
    "expect",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "keep-alive",
    "max-forwards",
    "proxy-authorization",
    "proxy-connection",
    "range",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "transfer_encoding",
    "upgrade",
];

/// Checks one trailer line (without CRLF).
pub(super) fn check(line: &[u8]) -> Result<(), Fault> {
    let field = field::parse(line, 0).map_err(|_| Fault::Trailer)?;
    let name = field.name.of(line);
    let forbidden = FORBIDDEN
        .iter()
        .any(|each| name.eq_ignore_ascii_case(each.as_bytes()));
    if forbidden {
        return Err(Fault::Trailer);
    }
    Ok(())
}
