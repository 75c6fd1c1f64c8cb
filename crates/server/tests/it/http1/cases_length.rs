//! `Content-Length`, `Transfer-Encoding`, and the two together.

use super::cases::{Case, answered, bad, good, post, refused};

pub fn cases() -> Vec<Case> {
    [content_length(), transfer_encoding(), both()].concat()
}

fn content_length() -> Vec<Case> {
    let length = |value: &str| post(&format!("Content-Length:{value}\r\n"), "hello");
    vec![
        good("exact", "hello", length(" 5")),
        good("no white space", "hello", length("5")),
        good("tab before", "hello", length("\t5")),
        good("two spaces before", "hello", length("  5")),
        good("space after", "hello", length(" 5 ")),
        good("zero", "", post("Content-Length: 0\r\n", "")),
        good("neither length nor coding", "", post("", "")),
        bad("letters", length(" abc")),
        bad("letters after digits", length(" 5x")),
        bad("plus", length(" +5")),
        bad("minus", length(" -1")),
        bad("minus zero", length(" -0")),
        bad("empty length", length(" ")),
        bad("leading zeros", length(" 005")),
        bad("double zero", length(" 00")),
        bad(
            "octal or decimal",
            post("Content-Length: 0200\r\n", &"A".repeat(200)),
        ),
        bad("octal prefix", length(" 0o5")),
        bad("hex prefix", length(" 0x5")),
        bad("hex digits", length(" a")),
        bad("underscore", length(" 1_0")),
        bad("inner space", length(" 1 0")),
        bad("decimal point", length(" 5.0")),
        bad("exponent", length(" 1e1")),
        bad("overflow", length(" 99999999999999999999")),
        bad(
            "overflow of 64 bits by one",
            length(" 18446744073709551616"),
        ),
        bad("beyond any limit", length(" 999999999")),
        bad("list of the same", length(" 5, 5")),
        bad("list of three", length(" 5, 5, 5")),
        bad("list of different", length(" 5, 10")),
        bad(
            "twice, different",
            post("Content-Length: 5\r\nContent-Length: 10\r\n", "helloworld"),
        ),
        bad(
            "twice, the same",
            post("Content-Length: 5\r\ncontent-length: 5\r\n", "hello"),
        ),
        bad(
            "space before the colon",
            post("Content-Length: 5\r\nContent-Length : 5\r\n", "hello"),
        ),
        bad(
            "underscore in the name",
            post("Content-Length: 5\r\nContent_Length: 9\r\n", "hello"),
        ),
        answered(
            "on every method",
            [(405, "not allowed")],
            "DELETE / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5\r\n\r\nhello",
        ),
    ]
}

fn transfer_encoding() -> Vec<Case> {
    let coding = |value: &str| {
        post(
            &format!("Transfer-Encoding:{value}\r\n"),
            "5\r\nhello\r\n0\r\n\r\n",
        )
    };
    let raw = |bytes: &[u8]| {
        [
            b"POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: ",
            bytes,
            b"\r\n\r\n0\r\n\r\n",
        ]
        .concat()
    };
    vec![
        good("chunked", "hello", coding(" chunked")),
        good("chunked in capitals", "hello", coding(" CHUNKED")),
        good("tab before chunked", "hello", coding("\tchunked")),
        good("space after chunked", "hello", coding(" chunked ")),
        bad("gzip", coding(" gzip")),
        refused("gzip, chunked", 501, coding(" gzip, chunked")),
        bad("chunked, gzip", coding(" chunked, gzip")),
        bad("chunked, chunked", coding(" chunked, chunked")),
        bad("identity", coding(" identity")),
        bad("chunked, identity", coding(" chunked, identity")),
        bad("xchunked", coding(" xchunked")),
        bad("empty coding", coding("")),
        bad("leading comma", coding(" , chunked")),
        bad("trailing comma", coding(" chunked,")),
        bad("parameter", coding(" chunked;ext=val")),
        bad("quoted", coding(" \"chunked\"")),
        bad("vertical tab", raw(b"\x0bchunked")),
        bad("form feed", raw(b"\x0cchunked")),
        bad("NUL after", raw(b"chunked\0")),
        bad("folded coding", coding("\r\n chunked")),
        bad(
            "space before the coding's colon",
            post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"),
        ),
        bad(
            "underscore in the coding's name",
            post("Transfer_Encoding: chunked\r\n", "0\r\n\r\n"),
        ),
        bad(
            "two fields",
            post(
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
                "0\r\n\r\n",
            ),
        ),
        bad(
            "two fields, the same",
            post(
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                "0\r\n\r\n",
            ),
        ),
        bad(
            "HTTP/1.0",
            "POST / HTTP/1.0\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        ),
    ]
}

fn both() -> Vec<Case> {
    let poison = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";
    let with = |first: &str, second: &str| {
        post(
            &format!("{first}\r\n{second}\r\n"),
            &format!("0\r\n\r\n{poison}"),
        )
    };
    let length = format!("Content-Length: {}", 5 + poison.len());
    let chunked = "Transfer-Encoding: chunked";
    vec![
        bad("length, then coding", with(&length, chunked)),
        bad("coding, then length", with(chunked, &length)),
        bad(
            "short length, then coding",
            with("Content-Length: 4", chunked),
        ),
        bad(
            "coding, then long length",
            with(chunked, "Content-Length: 300"),
        ),
        bad(
            "zero length, then coding",
            with("Content-Length: 0", chunked),
        ),
        bad(
            "signed length, then coding",
            with("Content-Length: +5", chunked),
        ),
        bad(
            "coding, then a word as length",
            with(chunked, "Content-Length: 5x"),
        ),
        bad(
            "length, then coding in capitals",
            with(&length, "TRANSFER-ENCODING: CHUNKED"),
        ),
        bad(
            "length, then coding and space",
            with(&length, "Transfer-Encoding: chunked "),
        ),
        bad(
            "length, then comma and coding",
            with(&length, "Transfer-Encoding: , chunked"),
        ),
        bad(
            "length, then unknown coding",
            with(&length, "Transfer-Encoding: xchunked"),
        ),
        bad(
            "length, then identity",
            with(&length, "Transfer-Encoding: identity"),
        ),
        bad(
            "folded coding, then length",
            with("Transfer-Encoding:\r\n chunked", &length),
        ),
    ]
}
