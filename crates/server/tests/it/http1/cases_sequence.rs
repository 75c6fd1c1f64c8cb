//! Several requests in one connection.

use super::cases::{Case, Expected, answered, closed, get};

pub fn cases() -> Vec<Case> {
    let next = "GET /next HTTP/1.1\r\nHost: a.test\r\n\r\n";
    let then = |first: &str| format!("{first}{next}");
    let both = |first: (u16, &'static str)| [first, (200, "/next")];
    vec![
        answered("two", both((200, "hello")), [get(""), next.into()].concat()),
        answered(
            "a body that looks like a request",
            both((200, "GET / HTTP/1.1\r\n\r\n")),
            then("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 18\r\n\r\nGET / HTTP/1.1\r\n\r\n"),
        ),
        answered(
            "a GET body that looks like a request",
            both((200, "hello")),
            then("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 18\r\n\r\nGET / HTTP/1.1\r\n\r\n"),
        ),
        answered(
            "a skipped body that looks like a request",
            both((404, "early")),
            then(
                "GET /early HTTP/1.1\r\nHost: a\r\nContent-Length: 18\r\n\r\nGET / HTTP/1.1\r\n\r\n",
            ),
        ),
        answered(
            "a GET body that the next bytes would complete",
            both((200, "hello")),
            then("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 16\r\n\r\nGET / HTTP/1.1\r\n\r\n"),
        ),
        answered(
            "an OPTIONS body",
            both((204, "")),
            then("OPTIONS / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"),
        ),
        answered(
            "a chunked body",
            both((200, "hello")),
            then(
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            ),
        ),
        answered(
            "an expectation",
            both((200, "hello")),
            then(
                "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello",
            ),
        ),
        answered(
            "an empty line between",
            both((200, "hello")),
            then("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello\r\n"),
        ),
        Case {
            name: "poison after an empty body",
            sent: then("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n[").into_bytes(),
            expected: Expected::Closed(vec![(200, ""), (400, "BAD_METHOD")]),
        },
        closed(
            "close",
            [(200, "hello")],
            then("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
        ),
        closed(
            "close in a list",
            [(200, "hello")],
            then("GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Close\r\n\r\n"),
        ),
        closed(
            "close by the application",
            [(200, "bye")],
            then("GET /close HTTP/1.1\r\nHost: a\r\n\r\n"),
        ),
        closed(
            "HTTP/1.0",
            [(200, "hello")],
            then("GET / HTTP/1.0\r\nHost: a\r\n\r\n"),
        ),
        answered(
            "HTTP/1.0 keep-alive",
            both((200, "hello")),
            then("GET / HTTP/1.0\r\nHost: a\r\nConnection: Keep-Alive\r\n\r\n"),
        ),
        answered(
            "204",
            both((204, "")),
            then("GET /204 HTTP/1.1\r\nHost: a\r\n\r\n"),
        ),
        answered(
            "304",
            both((304, "")),
            then("GET /304 HTTP/1.1\r\nHost: a\r\n\r\n"),
        ),
    ]
}
