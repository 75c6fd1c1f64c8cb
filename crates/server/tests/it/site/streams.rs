//! Answers that come bit by bit, over the wire.

use std::io::{Read, Write};
use std::net::TcpStream;

use velodrome_testkit::http::ClientError;

use super::server::{PATIENCE, Server, bytes, request};

const STREAMS: &str = "
    let open = null;
    const endless = (how) => new ReadableStream({ ...how, cancel(reason) { console.log(`cancelled: ${reason.message}`); } });
    return {
        get_three: () => ok({ headers: { 'Content-Type': 'text/plain' }, body: ReadableStream.from(['one', '', 'two', 'three']) }),
        get_open: () => ok({ headers: { 'Content-Type': 'text/event-stream' }, body: endless({ start(c) { open = c; c.enqueue('data: 1\\n\\n'); } }) }),
        get_next: () => { open.enqueue('data: 2\\n\\n'); return ok({ body: 'sent' }); },
        get_close: () => { open.close(); return ok({ body: 'closed' }); },
        get_broken: () => ok({ body: new ReadableStream({ start(c) { c.enqueue('half'); }, pull(c) { c.error(new Error('torn')); } }, { highWaterMark: 0 }) }),
        get_much: () => ok({ body: new ReadableStream({ pull(c) { c.enqueue('x'.repeat(100000)); } }) }),
        get_response: () => new Response('hello', { headers: { 'X-Made-By': 'fetch' } }),
        get_plain: () => ok({ body: 'plain' }),
    };
";

/// Reads from the socket until `text` has come.
fn read_until(stream: &mut TcpStream, seen: &mut String, text: &str) {
    let mut piece = [0; 4096];
    while !seen.contains(text) {
        let length = stream.read(&mut piece).unwrap();
        assert!(length > 0, "closed before {text:?}: {seen:?}");
        seen.push_str(&String::from_utf8_lossy(&piece[..length]));
    }
}

fn socket(server: &Server, request: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(server.addr).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(request).unwrap();
    stream
}

#[test]
fn a_stream_is_chunked_and_its_connection_goes_on() {
    let server = Server::dev("", STREAMS);
    let mut connection = server.connect();
    let first = request(&mut connection, "GET", "/three", &[], b"");
    assert_eq!(first.text(), "onetwothree");
    assert_eq!(first.header("transfer-encoding"), Some("chunked"));
    assert_eq!(first.header("content-length"), None);
    assert_eq!(first.header("content-type"), Some("text/plain"));
    assert!(!first.closes);
    let second = request(&mut connection, "GET", "/response", &[], b"");
    assert_eq!(second.text(), "hello");
    assert_eq!(second.header("x-made-by"), Some("fetch"));
}

#[test]
fn pieces_arrive_when_they_are_made_and_a_later_request_waits_its_turn() {
    let server = Server::dev("", STREAMS);
    let mut stream = socket(&server, &bytes("GET", "/open", &[], b""));
    let mut seen = String::new();
    read_until(&mut stream, &mut seen, "data: 1\n\n\r\n");
    assert_eq!(server.get("/next").text(), "sent");
    read_until(&mut stream, &mut seen, "data: 2\n\n\r\n");
    // Behind the answer that still comes.
    stream.write_all(&bytes("GET", "/plain", &[], b"")).unwrap();
    assert_eq!(server.get("/close").text(), "closed");
    read_until(&mut stream, &mut seen, "0\r\n\r\nHTTP/1.1 200 OK");
    read_until(&mut stream, &mut seen, "plain");
}

#[test]
fn before_http_1_1_the_end_is_the_connections() {
    let server = Server::dev("", STREAMS);
    let text =
        "GET /_functions/three HTTP/1.0\r\nHost: site.test\r\nConnection: keep-alive\r\n\r\n";
    let mut stream = socket(&server, text.as_bytes());
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.ends_with("\r\n\r\nonetwothree"), "{answer}");
    let head = answer.to_ascii_lowercase();
    assert!(!head.contains("transfer-encoding"), "{answer}");
    assert!(head.contains("connection: close"), "{answer}");
}

#[test]
fn head_gets_no_body_and_the_stream_is_cancelled() {
    let server = Server::dev("", STREAMS);
    let mut connection = server.connect();
    let head = request(&mut connection, "HEAD", "/open", &[], b"");
    assert_eq!((head.status, head.body.len()), (200, 0));
    server.logs.wait_for("cancelled: The client is gone");
    let next = request(&mut connection, "GET", "/plain", &[], b"");
    assert_eq!(next.text(), "plain");
}

#[test]
fn a_client_that_goes_cancels_the_stream() {
    let server = Server::dev("", STREAMS);
    let mut stream = socket(&server, &bytes("GET", "/open", &[], b""));
    read_until(&mut stream, &mut String::new(), "data: 1");
    drop(stream);
    server.logs.wait_for("cancelled: The client is gone");
    assert_eq!(server.get("/plain").text(), "plain");
}

#[test]
fn a_stream_that_fails_closes_its_connection_without_an_end() {
    let server = Server::dev("", STREAMS);
    let mut connection = server.begin("/broken");
    let error = connection.read_response(false).unwrap_err();
    assert!(
        matches!(error, ClientError::Closed | ClientError::Io(_)),
        "{error}"
    );
    server.logs.wait_for("torn");
}

#[test]
fn a_stream_has_a_limit_of_bytes() {
    let server = Server::dev("[limits]\nresponse_body_bytes_max = 1000000\n", STREAMS);
    let mut connection = server.begin("/much");
    let error = connection.read_response(false).unwrap_err();
    assert!(
        matches!(error, ClientError::Closed | ClientError::Io(_)),
        "{error}"
    );
    server.logs.wait_for("response_body_bytes_max");
}

#[test]
fn a_stream_has_a_limit_of_time_and_the_wall_time_is_not_it() {
    let config = "[limits]\nwall_time_ms_max = 200\nstream_time_ms_max = 400\n";
    let server = Server::dev(config, STREAMS);
    let mut connection = server.begin("/open");
    // It goes on for longer than an answer may take, and then is cut.
    let error = connection.read_response(false).unwrap_err();
    assert!(
        matches!(error, ClientError::Closed | ClientError::Io(_)),
        "{error}"
    );
    server.logs.wait_for("cancelled: The client is gone");
}
