//! The size of a function's response.

use super::super::server::{Server, expect};
use super::limits;

const SITE: &str = r#"return {
    get_body({ query }) { return ok({ body: "\u00e9".repeat(Number(query.n)) }); },
    async get_bytes({ query }) { return ok({ body: new Uint8Array(Number(query.n)) }); },
    get_head({ query }) { return ok({ headers: { "X-A": "v".repeat(Number(query.n)) } }); },
};"#;

#[test]
pub fn a_longer_body_is_500() {
    let server = Server::dev(&limits(&[("response_body_bytes_max", 100)]), SITE);
    // Bytes are counted, not characters.
    assert_eq!(server.get("/body?n=50").body.len(), 100);
    expect(&server.get("/body?n=51"), 500, "RESPONSE_TOO_LARGE");
    assert_eq!(server.get("/bytes?n=100").body.len(), 100);
    expect(&server.get("/bytes?n=101"), 500, "RESPONSE_TOO_LARGE");
}

#[test]
pub fn longer_headers_are_500() {
    let server = Server::dev(&limits(&[("response_header_bytes_max", 100)]), SITE);
    // `X-A:` before and the line's end after the value.
    expect(&server.get("/head?n=95"), 200, "");
    expect(&server.get("/head?n=96"), 500, "RESPONSE_TOO_LARGE");
}
