//! The client reads what servers may send, and nothing of it is hidden.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use velodrome_testkit::http::{ClientError, Connection, Response, render};

const WAIT: Duration = Duration::from_secs(10);

/// Serves one connection: reads up to the end of a head, then writes `answer` and closes.
fn answering(answer: &'static [u8]) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut seen = Vec::new();
        let mut byte = [0];
        while !seen.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() > 0 {
            seen.push(byte[0]);
        }
        stream.write_all(answer).unwrap();
    });
    addr
}

fn ask(method: &str, answer: &'static [u8]) -> Result<Response, ClientError> {
    let request = render(method, "/", &[("Host", "x")], b"");
    Connection::open(answering(answer), WAIT)?.request(method, &request)
}

#[test]
fn names_keep_their_case_and_repeated_headers_their_order() {
    let response = ask("GET", b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nX-Y:  z \r\nset-cookie: b=2\r\nContent-Length: 2\r\n\r\nhi").unwrap();
    assert_eq!(response.headers[1], ("X-Y".to_owned(), "z".to_owned()));
    assert_eq!(response.all("set-cookie"), ["a=1", "b=2"]);
    assert_eq!(response.text(), "hi");
    assert!(!response.closes);
}

#[test]
fn interim_answers_are_skipped_and_chunks_joined() {
    let response = ask(
        "GET",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n",
    );
    let response = response.unwrap();
    assert_eq!((response.status, response.text().as_str()), (201, "abcde"));
}

#[test]
fn no_body_is_read_where_there_is_none() {
    assert_eq!(
        ask("HEAD", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
            .unwrap()
            .body,
        b""
    );
    assert_eq!(
        ask(
            "GET",
            b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
        )
        .unwrap()
        .body,
        b""
    );
}

#[test]
fn an_answer_without_a_length_ends_with_the_connection() {
    let response = ask("GET", b"HTTP/1.1 200 OK\r\n\r\nuntil the end").unwrap();
    assert_eq!(
        (response.text().as_str(), response.closes),
        ("until the end", true)
    );
}

#[test]
fn what_is_no_answer_is_an_error() {
    assert!(matches!(
        ask("GET", b""),
        Err(ClientError::Closed | ClientError::Io(_))
    ));
    assert!(matches!(
        ask("GET", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc"),
        Err(ClientError::Closed)
    ));
    assert!(matches!(
        ask("GET", b"nonsense\r\n\r\n"),
        Err(ClientError::NotHttp(_))
    ));
    assert!(matches!(
        ask("GET", b"HTTP/1.1 2\xc3\xa90 OK\r\n\r\n"),
        Err(ClientError::NotHttp(_))
    ));
}
