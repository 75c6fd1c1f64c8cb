//! Bodies of known length, bodies nobody reads, and `Expect`.

use super::cases::{Case, answered, closed, good, incomplete, post, refused};

fn to(path: &str, fields: &str, body: &str) -> Vec<u8> {
    format!("POST {path} HTTP/1.1\r\nHost: a.test\r\n{fields}\r\n{body}").into_bytes()
}

pub fn cases() -> Vec<Case> {
    [read(), unread(), expect()].concat()
}

fn read() -> Vec<Case> {
    let get = |method: &str| {
        format!("{method} / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5\r\n\r\nhello")
    };
    vec![
        good("GET with a body", "hello", get("GET")),
        answered("OPTIONS with a body", [(204, "")], get("OPTIONS")),
        answered("TRACE with a body", [(405, "not allowed")], get("TRACE")),
        good(
            "range is ignored",
            "hello",
            post("Content-Length: 5\r\nRange: bytes=0-10\r\n", "hello"),
        ),
        good(
            "odd type",
            "hello",
            post("Content-Length: 5\r\nContent-Type: x/nonsense\r\n", "hello"),
        ),
        incomplete("too short", post("Content-Length: 10\r\n", "hello")),
        good(
            "at a smaller limit",
            "0123456789",
            to("/small", "Content-Length: 10\r\n", "0123456789"),
        ),
        refused(
            "over a smaller limit",
            413,
            to("/small", "Content-Length: 11\r\n", "0123456789a"),
        ),
        refused(
            "over a smaller limit, chunked",
            413,
            to(
                "/small",
                "Transfer-Encoding: chunked\r\n",
                "8\r\n01234567\r\n3\r\n89a\r\n0\r\n\r\n",
            ),
        ),
        good(
            "at a smaller limit, chunked",
            "0123456789",
            to(
                "/small",
                "Transfer-Encoding: chunked\r\n",
                "8\r\n01234567\r\n2\r\n89\r\n0\r\n\r\n",
            ),
        ),
        refused(
            "over the limit, nothing sent",
            413,
            post("Content-Length: 524289\r\n", ""),
        ),
    ]
}

fn unread() -> Vec<Case> {
    vec![
        answered("answered early", [(404, "early")], to("/early", "", "")),
        answered(
            "small body skipped",
            [(404, "early")],
            to("/early", "Content-Length: 5\r\n", "hello"),
        ),
        closed(
            "large body not skipped",
            [(404, "early")],
            to("/early", "Content-Length: 65537\r\n", ""),
        ),
        closed(
            "chunked body not skipped",
            [(404, "early")],
            to(
                "/early",
                "Transfer-Encoding: chunked\r\n",
                "5\r\nhello\r\n0\r\n\r\n",
            ),
        ),
        closed(
            "expected body not awaited",
            [(404, "early")],
            to(
                "/early",
                "Content-Length: 5\r\nExpect: 100-continue\r\n",
                "",
            ),
        ),
    ]
}

fn expect() -> Vec<Case> {
    let expecting = |length: u64, body: &str| {
        post(
            &format!("Content-Length: {length}\r\nExpect: 100-Continue\r\n"),
            body,
        )
    };
    vec![
        good("expectation met", "hello", expecting(5, "hello")),
        good("expectation without body", "", expecting(0, "")),
        refused("expectation of too much", 413, expecting(524_289, "")),
        closed(
            "HTTP/1.0 expects nothing",
            [(200, "hello")],
            "POST / HTTP/1.0\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello",
        ),
    ]
}
