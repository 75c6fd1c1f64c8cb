//! Connections: how many, how long, and how they end.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use velodrome_testkit::http::Connection;

use super::super::server::{PATIENCE, Server, bytes, expect, finish, request};
use super::limits;

const SITE: &str = r#"return {
    get_x() { return ok({ body: "x" }); },
    get_large() { return ok({ body: "x".repeat(30e6) }); },
    post_x() { return ok(); },
};"#;

/// Long enough for an answer that must not come; a slow machine cannot make the test fail.
const SILENCE: Duration = Duration::from_millis(200);

fn raw(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.addr).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Reads until the server closes; a reset is an end too.
fn read_to_end(stream: &mut TcpStream) -> Vec<u8> {
    let mut answer = Vec::new();
    let _reset = stream.read_to_end(&mut answer);
    answer
}

#[test]
pub fn one_more_connection_waits() {
    let server = Server::dev(&limits(&[("connections_max", 2)]), SITE);
    let mut open: Vec<Connection> = (0..2).map(|_| server.connect()).collect();
    for connection in &mut open {
        expect(&request(connection, "GET", "/x", &[], b""), 200, "");
    }
    let mut third = raw(&server);
    third
        .write_all(&bytes("GET", "/x", &[("Connection", "close")], b""))
        .unwrap();
    third.set_read_timeout(Some(SILENCE)).unwrap();
    assert!(
        third.read(&mut [0; 1]).is_err(),
        "answered although two are open"
    );
    open.pop();
    third.set_read_timeout(Some(PATIENCE)).unwrap();
    assert!(read_to_end(&mut third).starts_with(b"HTTP/1.1 200"));
}

#[test]
pub fn a_head_must_come_in_time() {
    let server = Server::dev(&limits(&[("header_time_ms_max", 300)]), SITE);
    let mut silent = raw(&server);
    assert_eq!(
        read_to_end(&mut silent),
        b"",
        "nothing was asked, nothing is said"
    );
    let mut dripping = raw(&server);
    dripping
        .write_all(b"GET /_functions/x HTTP/1.1\r\n")
        .unwrap();
    dripping
        .set_read_timeout(Some(Duration::from_millis(20)))
        .unwrap();
    let mut answer = Vec::new();
    super::super::server::wait_until("an answer to a slow head", || {
        let _closed = dripping.write_all(b"a");
        let mut piece = [0; 1024];
        match dripping.read(&mut piece) {
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
    expect(&server.get("/x"), 200, "");
}

#[test]
pub fn an_idle_connection_is_closed() {
    let server = Server::dev(&limits(&[("keep_alive_idle_ms_max", 100)]), SITE);
    let mut stream = raw(&server);
    stream.write_all(&bytes("GET", "/x", &[], b"")).unwrap();
    let answer = read_to_end(&mut stream);
    assert!(answer.starts_with(b"HTTP/1.1 200") && answer.ends_with(b"\r\n\r\nx"));
}

#[test]
pub fn a_client_that_does_not_read_is_left() {
    let config = limits(&[("write_idle_ms_max", 100), ("connections_max", 1)]);
    let server = Server::dev(&config, SITE);
    let idle = server.begin("/large");
    // Answered only when the first connection is gone.
    expect(&server.get("/x"), 200, "");
    drop(idle);
}

#[test]
pub fn lingering_ends_after_so_many_bytes() {
    let config = limits(&[
        ("linger_bytes_max", 10_000),
        ("linger_time_ms_max", 60_000),
        ("request_body_bytes_max", 10),
        ("connections_max", 1),
    ]);
    let server = Server::dev(&config, SITE);
    let mut refused = server.connect();
    let head = b"POST /_functions/x HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n\r\n";
    refused.send(head).unwrap();
    refused.send(&[b'x'; 9000]).unwrap();
    expect(
        &refused.read_response(false).unwrap(),
        413,
        "BODY_TOO_LARGE",
    );
    let second = server.begin("/x");
    // More than is thrown away: the first connection ends and the second has its turn.
    let _broken = refused.send(&[b'x'; 1_000_000]);
    expect(&finish(second), 200, "");
}

#[test]
pub fn lingering_ends_after_some_time() {
    let config = limits(&[
        ("linger_time_ms_max", 100),
        ("request_body_bytes_max", 10),
        ("connections_max", 1),
    ]);
    let server = Server::dev(&config, SITE);
    let mut refused = server.connect();
    let head = b"POST /_functions/x HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n";
    expect(
        &refused.request("POST", head).unwrap(),
        413,
        "BODY_TOO_LARGE",
    );
    // The first client neither sends nor closes; the second has its turn all the same.
    expect(&server.get("/x"), 200, "");
}
