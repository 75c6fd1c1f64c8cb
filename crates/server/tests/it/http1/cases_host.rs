//! The `Host` field.

use super::cases::{Case, bad, closed, good};

pub fn cases() -> Vec<Case> {
    let host = |value: &str| format!("GET /host HTTP/1.1\r\nHost: {value}\r\n\r\n");
    vec![
        bad("missing", "GET / HTTP/1.1\r\n\r\n"),
        bad(
            "twice, different",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        ),
        bad(
            "twice, the same",
            "GET / HTTP/1.1\r\nHost: a\r\nHOST: a\r\n\r\n",
        ),
        bad("empty host", host("")),
        bad("list", host("a, b")),
        bad("list without space", host("a,b")),
        bad("user", host("user@a")),
        bad("path", host("a/path")),
        bad("query", host("a?q")),
        bad("scheme", host("http://a")),
        bad("space", host("a b")),
        bad("escaped", host("a%2eb")),
        bad("port only", host(":80")),
        bad("empty port", host("a:")),
        bad("signed port", host("a:+80")),
        bad("large port", host("a:65536")),
        bad("two ports", host("a:80:80")),
        bad("open bracket", host("[::1")),
        bad("empty brackets", host("[]")),
        bad("junk after brackets", host("[::1]a")),
        good("name", "a.test", host("a.test")),
        good("name and port", "a.test:8080", host("a.test:8080")),
        good("IPv4", "127.0.0.1:80", host("127.0.0.1:80")),
        good("IPv6", "[::1]:80", host("[::1]:80")),
        closed(
            "HTTP/1.0 without",
            [(200, "hello")],
            "GET / HTTP/1.0\r\n\r\n",
        ),
        bad("HTTP/1.0 empty", "GET / HTTP/1.0\r\nHost:\r\n\r\n"),
        bad(
            "HTTP/1.0 twice",
            "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n",
        ),
        bad(
            "bad beside an absolute target",
            "GET http://a/ HTTP/1.1\r\nHost: a,b\r\n\r\n",
        ),
    ]
}
