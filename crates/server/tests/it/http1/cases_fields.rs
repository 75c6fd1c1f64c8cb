//! Field lines.

use super::cases::{Case, answered, bad, get, good, refused};

pub fn cases() -> Vec<Case> {
    [syntax(), bytes(), meaning()].concat()
}

fn syntax() -> Vec<Case> {
    vec![
        bad("folded", get("X-Test: value\r\n continued\r\n")),
        bad("folded with a tab", get("X-Test: value\r\n\tcontinued\r\n")),
        bad(
            "folded before the first field",
            "GET / HTTP/1.1\r\n \r\nHost: a.test\r\n\r\n",
        ),
        bad("folded empty", get("X-Test:\r\n \r\n")),
        bad("space before the colon", get("X-Test : value\r\n")),
        bad("tab before the colon", get("X-Test\t: value\r\n")),
        bad("space in the name", get("X Test: value\r\n")),
        bad("empty name", get(": value\r\n")),
        bad("brackets in the name", get("Bad[Name: value\r\n")),
        bad("no colon", get("NoColonHere\r\n")),
        bad(
            "bare LF",
            "GET / HTTP/1.1\r\nHost: a.test\nX-Test: value\r\n\r\n",
        ),
        bad("bare LF at the end", "GET / HTTP/1.1\r\nHost: a.test\r\n\n"),
        bad("bare CR in the value", get("X-Test: val\rue\r\n")),
        bad("CR CR LF", get("X-Test: value\r\r\n")),
        bad(
            "tab in a length's name",
            get("Content-Length: 0\r\nContent\tLength: 9\r\n"),
        ),
        good("empty value", "hello", get("X-Test:\r\n")),
        good("white space only", "hello", get("X-Test: \t \r\n")),
        good(
            "every token byte",
            "hello",
            get("!#$%&'*+-.^_`|~09azAZ: 1\r\n"),
        ),
        good(
            "white space around a value",
            "GET /head HTTP/1.1\r\nHost:\ta.test \r\nX-Test:  a b\t\r\n",
            "GET /head HTTP/1.1\r\nHost:\ta.test \r\nX-Test:  a b\t\r\n\r\n",
        ),
    ]
}

fn bytes() -> Vec<Case> {
    let value = |bytes: &[u8]| {
        [
            b"GET / HTTP/1.1\r\nHost: a.test\r\nX-Test: a",
            bytes,
            b"b\r\n\r\n",
        ]
        .concat()
    };
    let name = |bytes: &[u8]| {
        [
            b"GET / HTTP/1.1\r\nHost: a.test\r\nX-T",
            bytes,
            b"st: a\r\n\r\n",
        ]
        .concat()
    };
    vec![
        bad("NUL in a value", value(b"\0")),
        bad("BEL, BS, VT in a value", value(b"\x07\x08\x0b")),
        bad("DEL in a value", value(b"\x7f")),
        bad("Latin-1 in a value", value(b"\xe9")),
        bad("UTF-8 in a value", value("\u{e9}".as_bytes())),
        good("tab in a value", "hello", value(b"\t")),
        bad("UTF-8 in a name", name("\u{eb}".as_bytes())),
        bad("NUL in a name", name(b"\0")),
        bad("NUL in a cookie", get("Cookie: foo=\0bar\r\n")),
        bad(
            "control bytes in a cookie",
            get("Cookie: foo=\u{1}\u{2}\u{3}\r\n"),
        ),
    ]
}

fn meaning() -> Vec<Case> {
    let upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n\
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";
    vec![
        refused("unknown expectation", 417, get("Expect: 200-ok\r\n")),
        refused("empty expectation", 417, get("Expect:\r\n")),
        refused(
            "two expectations",
            417,
            get("Expect: 100-continue, other\r\n"),
        ),
        good("upgrade is ignored", "hello", get(upgrade)),
        good(
            "upgrade to nonsense is ignored",
            "hello",
            get("Connection: Upgrade\r\nUpgrade: x/1\r\n"),
        ),
        good(
            "upgrade without connection is ignored",
            "hello",
            get("Upgrade: websocket\r\n"),
        ),
        answered(
            "upgrade by POST is ignored",
            [(200, "")],
            format!("POST / HTTP/1.1\r\nHost: a.test\r\n{upgrade}\r\n"),
        ),
        good("bad range", "hello", get("Range: bytes=abc-xyz\r\n")),
        good(
            "odd accept",
            "hello",
            get("Accept: application/x-nonsense\r\n"),
        ),
        good("malformed cookie", "hello", get("Cookie: ===;;;\r\n")),
        good("empty cookie", "hello", get("Cookie: \r\n")),
        good(
            "two cookies",
            "hello",
            get("Cookie: a=1\r\nCookie: b=2\r\n"),
        ),
        good(
            "two content types",
            "hello",
            get("Content-Type: a/b\r\nContent-Type: c/d\r\n"),
        ),
    ]
}
