//! Request lines: methods, targets, versions, line ends, and what is no request at all.

use super::cases::{Case, answered, bad, get, good, incomplete, line, refused};

pub fn cases() -> Vec<Case> {
    [shape(), ends(), versions(), methods(), targets(), garbage()].concat()
}

fn shape() -> Vec<Case> {
    vec![
        good("plain", "hello", get("")),
        bad("two spaces after the method", line("GET  / HTTP/1.1")),
        bad("two spaces before the version", line("GET /  HTTP/1.1")),
        bad("space at the end", line("GET / HTTP/1.1 ")),
        bad("tab at the end", line("GET / HTTP/1.1\t")),
        bad("space at the beginning", line(" GET / HTTP/1.1")),
        bad("tab after the method", line("GET\t/ HTTP/1.1")),
        bad("tab before the version", line("GET /\tHTTP/1.1")),
        bad("space in the target", line("GET /pa th HTTP/1.1")),
        bad("no target", line("GET HTTP/1.1")),
        bad("empty target", line("GET  HTTP/1.1")),
        bad("no method", line("/ HTTP/1.1")),
        bad("empty method", line(" / HTTP/1.1")),
        bad("only a word", line("GET")),
    ]
}

fn ends() -> Vec<Case> {
    vec![
        bad(
            "bare LF after the request line",
            "GET / HTTP/1.1\nHost: a.test\r\n\r\n",
        ),
        bad("bare LF everywhere", "GET / HTTP/1.1\nHost: a.test\n\n"),
        bad(
            "bare CR after the request line",
            "GET / HTTP/1.1\rHost: a.test\r\n\r\n",
        ),
        bad("bare CR in the target", line("GET /a\rb HTTP/1.1")),
        bad("two CR", "GET / HTTP/1.1\r\r\nHost: a.test\r\n\r\n"),
        good(
            "one empty line first",
            "hello",
            [b"\r\n".to_vec(), get("")].concat(),
        ),
        bad(
            "two empty lines first",
            [b"\r\n\r\n".to_vec(), get("")].concat(),
        ),
        bad("a bare LF first", [b"\n".to_vec(), get("")].concat()),
        bad("spaces only", "   \r\n\r\n"),
        bad(
            "spaces on the first line",
            [b" \r\n".to_vec(), get("")].concat(),
        ),
    ]
}

fn versions() -> Vec<Case> {
    vec![
        bad("HTTP/0.9", "GET /\r\n"),
        bad("HTTP/0.9 with a field", line("GET /")),
        refused("9.9", 505, line("GET / HTTP/9.9")),
        refused("2.0", 505, line("GET / HTTP/2.0")),
        refused("1.2", 505, line("GET / HTTP/1.2")),
        refused("0.9 spelled out", 505, line("GET / HTTP/0.9")),
        bad("lower case", line("GET / http/1.1")),
        bad("mixed case", line("GET / Http/1.1")),
        bad("no minor", line("GET / HTTP/1")),
        bad("empty minor", line("GET / HTTP/1.")),
        bad("leading zeros", line("GET / HTTP/01.01")),
        bad("long minor", line("GET / HTTP/1.10")),
        bad("space in the version", line("GET / HTTP/ 1.1")),
        bad("comma", line("GET / HTTP/1,1")),
        bad("another protocol", line("GET / HTTQ/1.1")),
        bad("junk after the version", line("GET / HTTP/1.1x")),
        refused("HTTP/2 preface", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    ]
}

fn methods() -> Vec<Case> {
    let named = |method: &str| line(&format!("{method} / HTTP/1.1"));
    vec![
        answered("unknown method", [(501, "unknown method")], named("FOOBAR")),
        answered("lower-case method", [(501, "unknown method")], named("get")),
        answered("TRACE", [(405, "not allowed")], named("TRACE")),
        answered("DELETE", [(405, "not allowed")], named("DELETE")),
        answered("OPTIONS", [(204, "")], named("OPTIONS")),
        answered(
            "32 bytes",
            [(501, "unknown method")],
            named(&"M".repeat(32)),
        ),
        bad("33 bytes", named(&"M".repeat(33))),
        bad("100 KB", named(&"M".repeat(100_000))),
        bad("no token", named("G[T")),
        bad("colon", named("GET:")),
        bad("control byte in the method", named("G\u{1}T")),
        refused(
            "CONNECT",
            501,
            "CONNECT a.test:443 HTTP/1.1\r\nHost: a.test:443\r\n\r\n",
        ),
        refused("CONNECT with a path", 501, line("CONNECT / HTTP/1.1")),
    ]
}

fn targets() -> Vec<Case> {
    let target = |target: &str| line(&format!("GET {target} HTTP/1.1"));
    let raw = |bytes: &[u8]| [b"GET /", bytes, b" HTTP/1.1\r\nHost: a.test\r\n\r\n"].concat();
    vec![
        bad("asterisk with GET", target("*")),
        answered(
            "asterisk with OPTIONS",
            [(204, "")],
            line("OPTIONS * HTTP/1.1"),
        ),
        bad("asterisk and more", line("OPTIONS *a HTTP/1.1")),
        bad("fragment", target("/path#frag")),
        bad("fragment in the query", target("/path?a#frag")),
        bad("backslash in the path", target("/path\\file")),
        good("backslash in the query", "/path", target("/path?a=\\")),
        bad("relative", target("path")),
        bad("authority form", target("a.test:80")),
        bad("query only", target("?a=b")),
        bad("NUL", raw(b"\0test")),
        bad("DEL", raw(b"\x7f")),
        bad("control byte", raw(b"\x01")),
        bad("control byte in the query", raw(b"?\x01")),
        bad("UTF-8", raw("caf\u{e9}".as_bytes())),
        bad("overlong UTF-8", raw(b"\xc0\xaf")),
        bad("Latin-1 in the query", raw(b"?a=\xe9")),
        good(
            "escaped NUL is the application's",
            "/path%00.html",
            target("/path%00.html"),
        ),
        good(
            "escaped CRLF is the application's",
            "/path%0d%0aX-Injected:%20true",
            target("/path%0d%0aX-Injected:%20true"),
        ),
        good("bad escape is the application's", "/%zz", target("/%zz")),
        good(
            "query",
            "Origin /target Some(\"a=b?c\")",
            target("/target?a=b?c"),
        ),
        good(
            "empty query",
            "Origin /target Some(\"\")",
            target("/target?"),
        ),
        good(
            "absolute form",
            "Absolute { authority: \"b.test:81\" } /target Some(\"q\")",
            target("http://b.test:81/target?q"),
        ),
        good(
            "absolute form with https",
            "hello",
            target("HTTPS://a.test/"),
        ),
        good(
            "absolute form without path",
            "hello",
            target("http://a.test"),
        ),
        good(
            "absolute form with query only",
            "hello",
            target("http://a.test?q"),
        ),
        good(
            "absolute form wins over Host",
            "b.test",
            target("http://b.test/host"),
        ),
        bad("absolute form without authority", target("http:///")),
        bad("absolute form with user", target("http://u@a.test/")),
        bad("absolute form with a bad port", target("http://a.test:x/")),
        bad("absolute form with a fragment", target("http://a.test/#a")),
        bad("absolute form of another scheme", target("ftp://a.test/")),
        bad(
            "absolute form without Host",
            "GET http://a.test/ HTTP/1.1\r\n\r\n",
        ),
    ]
}

fn garbage() -> Vec<Case> {
    let noise: Vec<u8> = (0..=255u8)
        .map(|n| n.wrapping_mul(167).wrapping_add(13))
        .collect();
    vec![
        bad("binary", noise),
        bad(
            "TLS",
            b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03\r\n".to_vec(),
        ),
        incomplete("nothing", ""),
        incomplete(
            "no final line",
            "GET / HTTP/1.1\r\nHost: a.test\r\nX-Test: value",
        ),
        incomplete("half a request line", "GET /"),
    ]
}
