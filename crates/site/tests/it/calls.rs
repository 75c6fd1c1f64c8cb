//! Calls of the site's code to other servers, over a socket.

use std::future::poll_fn;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::mpsc;
use velodrome_model::log::{AccessLine, LogLine, LogSink};
use velodrome_runtime::{
    FetchAnswer, FetchBody, FetchCall, FetchError, FetchRedirect, Host, Piece,
};
use velodrome_site::calls::Calls;
use velodrome_site::config::{Config, Mode, Surroundings};
use velodrome_site::host::SiteHost;
use velodrome_site::services::Services;

struct Quiet;

impl LogSink for Quiet {
    fn line(&self, _: LogLine) {}
    fn access(&self, _: &AccessLine<'_>) {}
}

fn host(mode: Mode) -> SiteHost {
    let config = Config::parse("", &Surroundings::default()).expect("a configuration");
    let calls = Calls::of_site(&config, mode, Path::new("/"), |_| None).expect("nothing is wrong");
    SiteHost::new(Arc::new(Quiet), Arc::from([]), None, Services::default()).calling(Some(&calls))
}

fn call(url: String, body: FetchBody) -> FetchCall {
    FetchCall {
        method: "PUT".to_owned(),
        url,
        headers: "x-mine:\u{e9}\nx-velodrome-depth:99\n".to_owned(),
        body,
        redirect: FetchRedirect::Follow,
        depth: 3,
    }
}

/// A server that reads until `enough`, answers, and gives all that came until its client is gone.
fn server(enough: &'static str, answer: &'static [u8]) -> (SocketAddr, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a socket");
    let addr = listener.local_addr().expect("an address");
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a client");
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .expect("a timeout");
        let mut seen = Vec::new();
        let mut answered = false;
        let mut piece = [0; 1024];
        loop {
            if !answered && String::from_utf8_lossy(&seen).contains(enough) {
                stream.write_all(answer).expect("the client reads");
                answered = true;
            }
            match stream.read(&mut piece) {
                Ok(0) | Err(_) => return seen,
                Ok(length) => seen.extend_from_slice(&piece[..length]),
            }
        }
    });
    (addr, thread)
}

fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    tokio::task::LocalSet::new().block_on(&runtime, async {
        tokio::time::timeout(Duration::from_secs(30), future)
            .await
            .expect("it ends in time")
    })
}

async fn text(answer: &mut FetchAnswer) -> Result<String, FetchError> {
    let mut all = Vec::new();
    while let Some(chunk) = poll_fn(|cx| answer.body.poll_chunk(cx)).await? {
        all.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8(all).expect("text"))
}

#[test]
fn bytes_of_headers_and_bodies_are_what_was_asked_and_answered() {
    let (addr, thread) = server(
        "body",
        b"HTTP/1.1 299 Odd\r\nX-A: \xe9\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nContent-Length: 2\r\n\r\nhi",
    );
    let host = host(Mode::Dev);
    let body = FetchBody::Whole(b"the body".to_vec());
    let answer = run(async {
        let mut answer = host.fetch(call(format!("http://{addr}/p?q"), body)).await?;
        assert_eq!(text(&mut answer).await?, "hi");
        Ok::<_, FetchError>(answer)
    })
    .expect("an answer");
    drop(host);
    assert_eq!((answer.status, answer.status_text.as_str()), (299, "Odd"));
    assert_eq!(answer.url, format!("http://{addr}/p?q"));
    assert!(!answer.redirected);
    for line in ["x-a:\u{e9}\n", "set-cookie:a\n", "set-cookie:b\n"] {
        assert!(answer.headers.contains(line), "{:?}", answer.headers);
    }
    let seen = thread.join().expect("the server ends");
    let text = String::from_utf8_lossy(&seen);
    assert!(text.starts_with("PUT /p?q HTTP/1.1\r\n"), "{text}");
    assert_eq!(
        text.matches("x-velodrome-depth: 3\r\n").count(),
        1,
        "{text}"
    );
    assert!(!text.contains(": 99"), "{text}");
    let mine = b"x-mine: \xe9\r\n";
    assert!(seen.windows(mine.len()).any(|part| part == mine), "{text}");
    assert!(text.ends_with("\r\n\r\nthe body"), "{text}");
}

#[test]
fn a_body_whose_end_does_not_come_is_never_taken_for_complete() {
    let (addr, thread) = server("nothing like this", b"");
    let host = host(Mode::Dev);
    let result = run(async {
        let (sender, pieces) = mpsc::channel(4);
        let reply = host.fetch(call(format!("http://{addr}/"), FetchBody::Stream(pieces)));
        let piece = Piece::Bytes(Bytes::from_static(b"half"));
        sender.send(piece).await.expect("there is room");
        drop(sender);
        reply.await.map(|answer| answer.status)
    });
    drop(host);
    assert_eq!(result.expect_err("given up").code, "REQUEST_BODY_FAILED");
    let seen = thread.join().expect("the server ends");
    let text = String::from_utf8_lossy(&seen);
    assert!(!text.ends_with("0\r\n\r\n"), "{text}");
}

#[test]
fn a_body_of_pieces_arrives_whole() {
    let (addr, thread) = server("0\r\n\r\n", b"HTTP/1.1 204 No Content\r\n\r\n");
    let host = host(Mode::Dev);
    let status = run(async {
        let (sender, pieces) = mpsc::channel(4);
        let reply = host.fetch(call(format!("http://{addr}/"), FetchBody::Stream(pieces)));
        let pieces =
            ["one", "", "two"].map(|text| Piece::Bytes(Bytes::from_static(text.as_bytes())));
        for piece in pieces.into_iter().chain([Piece::End]) {
            sender.send(piece).await.expect("there is room");
        }
        reply.await.map(|answer| answer.status)
    });
    drop(host);
    assert_eq!(status, Ok(204));
    let text = String::from_utf8(thread.join().expect("the server ends"));
    let text = text.unwrap_or_else(|wrong| String::from_utf8_lossy(wrong.as_bytes()).into_owned());
    let body = text.split_once("\r\n\r\n").expect("a head").1;
    assert!(
        body.contains("one") && body.contains("two") && body.ends_with("0\r\n\r\n"),
        "{text}"
    );
}

#[test]
fn a_call_that_is_dropped_closes_its_connection() {
    let (addr, thread) = server("nothing like this", b"");
    let host = host(Mode::Dev);
    run(async {
        let reply = host.fetch(call(format!("http://{addr}/"), FetchBody::None));
        let waited = tokio::time::timeout(Duration::from_millis(200), reply).await;
        assert!(waited.is_err(), "nobody answers");
        // The server sees the end while the client lives on.
        tokio::task::spawn_blocking(move || thread.join().expect("the server ends"))
            .await
            .expect("it ended");
    });
}

#[test]
fn in_production_this_machine_is_not_called() {
    let host = host(Mode::Serve);
    let error = run(host.fetch(call("http://127.0.0.1:1/".to_owned(), FetchBody::None)));
    let code = error.map(|answer| answer.status).expect_err("refused").code;
    assert_eq!(code, "ADDRESS_FORBIDDEN");
}
