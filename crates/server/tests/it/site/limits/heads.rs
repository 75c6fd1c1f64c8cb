//! The size of a request's head.

use super::super::server::{Server, expect};
use super::limits;

const SITE: &str = "return { get_x() { return ok(); } };";

/// Sends a head as it is.
fn send(server: &Server, head: &str) -> velodrome_testkit::http::Response {
    server.connect().request("GET", head.as_bytes()).unwrap()
}

#[test]
pub fn a_longer_target_is_414() {
    let server = Server::dev(&limits(&[("target_bytes_max", 64)]), SITE);
    let target = |length: usize| format!("{:q<length$}", "/_functions/x?");
    let of = |length| format!("GET {} HTTP/1.1\r\nHost: a\r\n\r\n", target(length));
    expect(&send(&server, &of(64)), 200, "");
    expect(&send(&server, &of(65)), 414, "TARGET_TOO_LONG");
}

#[test]
pub fn a_longer_header_block_is_431() {
    let server = Server::dev(&limits(&[("header_block_bytes_max", 512)]), SITE);
    let of = |block_bytes: usize| {
        let fixed = "Host: a\r\nX: \r\n\r\n".len();
        let value = "v".repeat(block_bytes - fixed);
        format!("GET /_functions/x HTTP/1.1\r\nHost: a\r\nX: {value}\r\n\r\n")
    };
    expect(&send(&server, &of(512)), 200, "");
    expect(&send(&server, &of(513)), 431, "HEADERS_TOO_LARGE");
}

#[test]
pub fn one_more_header_is_431() {
    let server = Server::dev(&limits(&[("header_count_max", 4)]), SITE);
    let of = |count: usize| {
        let more = "X: 1\r\n".repeat(count - 1);
        format!("GET /_functions/x HTTP/1.1\r\nHost: a\r\n{more}\r\n")
    };
    expect(&send(&server, &of(4)), 200, "");
    expect(&send(&server, &of(5)), 431, "HEADERS_TOO_LARGE");
}
