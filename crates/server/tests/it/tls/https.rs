//! HTTP/1.1 over TLS.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::site::server::{PATIENCE, bytes};

use super::support::{Secured, read_to_end};

const SITE: &str = r#"return {
    get_url(request) { return ok({ body: request.url }); },
    get_large() { return ok({ body: "x".repeat(5e6) }); },
    post_length(request) { return request.body.text().then((text) => ok({ body: String(text.length) })); },
};"#;

fn closing(method: &str, path: &str, body: &[u8]) -> Vec<u8> {
    bytes(method, path, &[("Connection", "close")], body)
}

#[test]
fn both_versions_serve_requests_whose_url_says_https() {
    let secured = Secured::new("", SITE);
    for version in rustls::ALL_VERSIONS {
        let config = secured.client_of(&["http/1.1"], &[version]);
        let mut stream = secured.connect_as(config);
        stream.write_all(&bytes("GET", "/url", &[], b"")).unwrap();
        stream.write_all(&closing("GET", "/url", b"")).unwrap();
        let answers = String::from_utf8(read_to_end(&mut stream)).unwrap();
        assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 2, "{answers}");
        let urls = answers.matches("\r\n\r\nhttps://site.test/_functions/url");
        assert_eq!(urls.count(), 2, "{answers}");
        assert_eq!(stream.conn.protocol_version(), Some(version.version));
    }
}

#[test]
fn a_client_that_names_no_protocol_speaks_http_1() {
    let secured = Secured::new("", SITE);
    let mut stream = secured.connect_as(secured.client(&[]));
    stream.write_all(&closing("GET", "/url", b"")).unwrap();
    assert!(read_to_end(&mut stream).starts_with(b"HTTP/1.1 200"));
}

#[test]
fn large_bodies_pass_in_both_directions() {
    let secured = Secured::new("", SITE);
    let mut stream = secured.connect();
    let body = vec![b'y'; 500_000];
    stream
        .write_all(&bytes("POST", "/length", &[], &body))
        .unwrap();
    stream.write_all(&closing("GET", "/large", b"")).unwrap();
    let mut answers = Vec::new();
    // The end is announced, not only a closed socket.
    stream.read_to_end(&mut answers).unwrap();
    let text = String::from_utf8_lossy(&answers);
    assert!(text.contains("\r\n\r\n500000HTTP/1.1 200 OK\r\n"));
    assert_eq!(
        answers
            .iter()
            .rev()
            .take_while(|byte| **byte == b'x')
            .count(),
        5_000_000
    );
}

#[test]
fn plain_http_is_told_so_and_closed() {
    let secured = Secured::new("", SITE);
    let mut stream = TcpStream::connect(secured.server.addr).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(&bytes("GET", "/url", &[], b"")).unwrap();
    let answer = String::from_utf8(read_to_end(&mut stream)).unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 400 Bad Request\r\n"),
        "{answer}"
    );
    assert!(
        answer.contains("x-velodrome-error: TLS_REQUIRED\r\n"),
        "{answer}"
    );
    assert!(answer.contains("https://"), "{answer}");
}

#[test]
fn what_is_no_tls_after_all_is_closed_and_nobody_else_notices() {
    let secured = Secured::new("", SITE);
    let mut stream = TcpStream::connect(secured.server.addr).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(b"\x16\x03\x01\x00\x05hello").unwrap();
    let answer = read_to_end(&mut stream);
    assert!(!answer.starts_with(b"HTTP"));
    let mut stream = secured.connect();
    stream.write_all(&closing("GET", "/url", b"")).unwrap();
    assert!(read_to_end(&mut stream).starts_with(b"HTTP/1.1 200"));
}

#[test]
fn a_body_that_is_cut_off_is_no_request() {
    let secured = Secured::new("", SITE);
    let mut stream = secured.connect();
    let whole = bytes("POST", "/length", &[], b"0123456789");
    stream.write_all(&whole[..whole.len() - 1]).unwrap();
    stream.sock.shutdown(std::net::Shutdown::Write).unwrap();
    assert_eq!(read_to_end(&mut stream), b"");
}

#[test]
fn the_signed_api_takes_it_for_https_unless_a_trusted_proxy_says_otherwise() {
    let ask = |config: &str, proto: &str| {
        let secured = Secured::new(config, SITE);
        let mut stream = secured.connect();
        let head = [
            "GET /v1/collections HTTP/1.1",
            "host: site.test",
            // Whoever that is, it is not a program on this machine.
            "x-forwarded-for: 203.0.113.5",
            proto,
            "connection: close\r\n\r\n",
        ];
        stream.write_all(head.join("\r\n").as_bytes()).unwrap();
        let answer = String::from_utf8(read_to_end(&mut stream)).unwrap();
        let (_, code) = answer.split_once("x-velodrome-error: ").unwrap();
        code.split('\r').next().unwrap().to_owned()
    };
    let trusting = "trusted_proxies = [\"127.0.0.0/8\"]";
    assert_eq!(ask("", "x-forwarded-proto: http"), "REQUEST_NOT_SIGNED");
    assert_eq!(ask(trusting, "x-other: 1"), "REQUEST_NOT_SIGNED");
    assert_eq!(
        ask(trusting, "x-forwarded-proto: https"),
        "REQUEST_NOT_SIGNED"
    );
    assert_eq!(ask(trusting, "x-forwarded-proto: http"), "HTTPS_REQUIRED");
}
