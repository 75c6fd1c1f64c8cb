//! The chunked transfer coding.

use super::cases::{Case, bad, good, incomplete, post, refused};

fn chunked(body: &str) -> Vec<u8> {
    post("Transfer-Encoding: chunked\r\n", body)
}

pub fn cases() -> Vec<Case> {
    [sizes(), ends(), extensions(), trailers()].concat()
}

fn sizes() -> Vec<Case> {
    let size = |size: &str| chunked(&format!("{size}\r\nhello\r\n0\r\n\r\n"));
    vec![
        good("one chunk", "hello", size("5")),
        good(
            "two chunks",
            "hello world",
            chunked("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"),
        ),
        good("no data", "", chunked("0\r\n\r\n")),
        good(
            "capital digit",
            "helloworld",
            chunked("A\r\nhelloworld\r\n0\r\n\r\n"),
        ),
        good(
            "small digit",
            "helloworld",
            chunked("a\r\nhelloworld\r\n0\r\n\r\n"),
        ),
        good("leading zeros", "hello", size("00000005")),
        good(
            "long last chunk size",
            "hello",
            chunked("5\r\nhello\r\n000\r\n\r\n"),
        ),
        bad("many zeros", size("000000005")),
        bad("overflow", size("FFFFFFFFFFFFFFFF0")),
        bad("overflow to five", size("10000000000000005")),
        bad("hex prefix", size("0x5")),
        bad("plus", size("+5")),
        bad("minus", size("-1")),
        bad("leading space", size(" 5")),
        bad("trailing space", size("5 ")),
        bad("trailing tab", size("5\t")),
        bad(
            "underscore",
            chunked("1_0\r\nhello world!!!!!\r\n0\r\n\r\n"),
        ),
        bad("no hex", size("g")),
        bad("empty size", size("")),
        bad(
            "size spelled in the next request",
            chunked("zz\r\nGET / HTTP/1.1\r\n\r\n"),
        ),
        refused("larger than allowed", 413, chunked("FFFFFFFF\r\nhello")),
    ]
}

fn ends() -> Vec<Case> {
    vec![
        bad("bare LF after the size", chunked("5\nhello\r\n0\r\n\r\n")),
        bad("bare CR after the size", chunked("5\rhello\r\n0\r\n\r\n")),
        bad("bare LF after the data", chunked("5\r\nhello\n0\r\n\r\n")),
        bad("nothing after the data", chunked("5\r\nhello0\r\n\r\n")),
        bad("data too long", chunked("5\r\nhello!!\r\n0\r\n\r\n")),
        bad("data too short", chunked("6\r\nhello\r\n0\r\n\r\n")),
        bad(
            "bare LF after the last size",
            chunked("5\r\nhello\r\n0\n\r\n"),
        ),
        bad("bare LF at the end", chunked("5\r\nhello\r\n0\r\n\n")),
        incomplete("no last chunk", chunked("5\r\nhello\r\n")),
        incomplete("no final line", chunked("5\r\nhello\r\n0\r\n")),
        incomplete("inside the data", chunked("5\r\nhel")),
        incomplete("inside the size", chunked("5")),
    ]
}

fn extensions() -> Vec<Case> {
    let with = |extension: &str| chunked(&format!("5{extension}\r\nhello\r\n0\r\n\r\n"));
    vec![
        good("name and value", "hello", with(";ext=value")),
        good("name only", "hello", with(";ext")),
        good("two extensions", "hello", with(";a=b;c")),
        good("quoted value", "hello", with(";a=\"b;c \\\"d\"")),
        good("on the last chunk", "", chunked("0;a=b\r\n\r\n")),
        bad("semicolon only", with(";")),
        bad("semicolon at the end", with(";a;")),
        bad("no value", with(";a=")),
        bad("no token", with(";bad[=x")),
        bad("space before", with(" ;a")),
        bad("space after", with("; a")),
        bad("space in the value", with(";a=b c")),
        bad("open quote", with(";a=\"b")),
        bad("junk after a quote", with(";a=\"b\"c")),
        bad("NUL", with(";\0ext")),
        bad("NUL in a quote", with(";a=\"\0\"")),
        bad("bare CR", with(";a\rX")),
        bad("bare LF", chunked("5;\nhello\r\n0\r\n\r\n")),
        bad("bare LF after a name", chunked("5;a\nhello\r\n0\r\n\r\n")),
        bad("64 KB", with(&format!(";ext={}", "a".repeat(65_536)))),
    ]
}

fn trailers() -> Vec<Case> {
    let with = |trailer: &str| chunked(&format!("5\r\nhello\r\n0\r\n{trailer}\r\n\r\n"));
    vec![
        good("a trailer", "hello", with("X-Checksum: abc")),
        good(
            "two trailers",
            "hello",
            with("X-Checksum: abc\r\nX-More: d"),
        ),
        bad("length", with("Content-Length: 50")),
        bad("coding", with("Transfer-Encoding: chunked")),
        bad("host", with("Host: evil.test")),
        bad("authorization", with("Authorization: Bearer evil")),
        bad("content type", with("content-type: text/evil")),
        bad("no colon", with("X-Checksum")),
        bad("space before the colon", with("X-Checksum : abc")),
        bad("folded", with("X-Checksum: abc\r\n def")),
        bad("control byte", with("X-Checksum: \u{1}")),
        bad("bare LF", chunked("0\r\nX-Checksum: abc\n\r\n")),
        bad("bare CR", with("X-Checksum: a\rb")),
        refused(
            "64 KB of trailers",
            431,
            with(&format!("X-A: {}", "a".repeat(65_536))),
        ),
        bad(
            "a request instead",
            chunked("0\r\nGET / HTTP/1.1\r\nHost: a.test\r\n\r\n"),
        ),
    ]
}
