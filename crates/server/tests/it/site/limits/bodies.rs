//! A request's body: how long, how slow, how wrapped.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use velodrome_testkit::http::Response;

use super::super::server::{Server, expect, wait_until};
use super::limits;

const SITE: &str = r#"return {
    async post_x(request) { return ok({ body: String((await request.body.buffer()).length) }); },
};"#;

fn send(server: &Server, head: &str, body: &[u8]) -> Response {
    let mut bytes =
        format!("POST /_functions/x HTTP/1.1\r\nHost: a\r\n{head}\r\n\r\n").into_bytes();
    bytes.extend_from_slice(body);
    server.connect().request("POST", &bytes).unwrap()
}

fn send_chunked(server: &Server, body: &str) -> Response {
    send(server, "Transfer-Encoding: chunked", body.as_bytes())
}

#[test]
pub fn a_longer_body_is_413_and_can_be_read() {
    let server = Server::dev(&limits(&[("request_body_bytes_max", 1000)]), SITE);
    let declared = |length: usize| {
        send(
            &server,
            &format!("Content-Length: {length}"),
            &vec![b'x'; length],
        )
    };
    assert_eq!(declared(1000).text(), "1000");
    expect(&declared(1001), 413, "BODY_TOO_LARGE");
    // A client that sends all of it before it reads has its answer too.
    expect(&declared(1_000_000), 413, "BODY_TOO_LARGE");
    let chunks = |last: usize| {
        format!(
            "1f4\r\n{:x<500}\r\n{last:x}\r\n{:x<last$}\r\n0\r\n\r\n",
            "", ""
        )
    };
    assert_eq!(send_chunked(&server, &chunks(500)).text(), "1000");
    expect(&send_chunked(&server, &chunks(501)), 413, "BODY_TOO_LARGE");
    // Refused on its head: no byte of the body is waited for.
    expect(
        &send(&server, "Content-Length: 1001", b""),
        413,
        "BODY_TOO_LARGE",
    );
}

#[test]
pub fn a_body_that_stops_is_408() {
    let server = Server::dev(&limits(&[("body_idle_ms_max", 100)]), SITE);
    expect(
        &send(&server, "Content-Length: 10", b"12345"),
        408,
        "BODY_TIMEOUT",
    );
    assert_eq!(send(&server, "Content-Length: 5", b"12345").text(), "5");
}

#[test]
pub fn a_body_that_drips_is_408() {
    let server = Server::dev(&limits(&[("body_time_ms_max", 300)]), SITE);
    let mut stream = TcpStream::connect(server.addr).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_millis(20)))
        .unwrap();
    stream
        .write_all(b"POST /_functions/x HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n")
        .unwrap();
    let mut answer = Vec::new();
    wait_until("an answer to a slow body", || {
        let _closed = stream.write_all(b"a");
        let mut piece = [0; 1024];
        match stream.read(&mut piece) {
            Ok(count) => answer.extend_from_slice(&piece[..count]),
            Err(_) => return false,
        }
        !answer.is_empty()
    });
    assert!(
        answer.starts_with(b"HTTP/1.1 408"),
        "{}",
        String::from_utf8_lossy(&answer)
    );
}

#[test]
pub fn longer_chunk_extensions_are_400() {
    let server = Server::dev(&limits(&[("chunk_extension_bytes_max", 20)]), SITE);
    // Two chunks share the limit.
    let of = |bytes: usize| {
        format!(
            "1;{:e<9}\r\nx\r\n1;{:e<rest$}\r\ny\r\n0\r\n\r\n",
            "",
            "",
            rest = bytes - 11
        )
    };
    assert_eq!(send_chunked(&server, &of(20)).text(), "2");
    expect(&send_chunked(&server, &of(21)), 400, "BAD_CHUNK");
}

#[test]
pub fn longer_trailers_are_431() {
    let server = Server::dev(&limits(&[("trailer_bytes_max", 50)]), SITE);
    // The field lines with their ends, without the empty line after them.
    let of = |bytes: usize| {
        format!(
            "1\r\nx\r\n0\r\nX-T: {:v<rest$}\r\n\r\n",
            "",
            rest = bytes - 7
        )
    };
    assert_eq!(send_chunked(&server, &of(50)).text(), "1");
    expect(&send_chunked(&server, &of(51)), 431, "HEADERS_TOO_LARGE");
}
