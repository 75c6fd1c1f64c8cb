//! Bodies: both ways, as streams, compressed.

use std::io::Write;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use http_body_util::BodyExt;
use velodrome_outbound::{ErrorKind, Header, Request, RequestBody};

use crate::support::{Server, client, full, options, text};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn bare(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// "hello" in brotli, stored: window bits, one uncompressed meta-block, the last empty one.
const BROTLI: &[u8] = &[0x0b, 0x02, 0x80, b'h', b'e', b'l', b'l', b'o', 0x03];

async fn compressed(coding: &'static str, body: Vec<u8>) -> Server {
    Server::http(move |_| {
        let body = body.clone();
        async move {
            let response = http::Response::builder().header("content-encoding", coding);
            response.body(full(body)).unwrap()
        }
    })
    .await
}

#[tokio::test]
async fn bodies_are_decompressed() {
    let long = "The same again and again. ".repeat(10_000).into_bytes();
    let client = client(options());
    let mut members = gzip(b"two ");
    members.extend(gzip(b"members"));
    for (coding, body, expected) in [
        ("gzip", gzip(&long), long.clone()),
        ("x-gzip", gzip(b"short"), b"short".to_vec()),
        ("gzip", members, b"two members".to_vec()),
        ("deflate", zlib(&long), long.clone()),
        ("deflate", bare(&long), long.clone()),
        ("br", BROTLI.to_vec(), b"hello".to_vec()),
        ("deflate, gzip", gzip(&zlib(&long)), long.clone()),
        ("gzip", Vec::new(), Vec::new()),
        ("exotic", b"as it is".to_vec(), b"as it is".to_vec()),
    ] {
        let server = compressed(coding, body).await;
        for _ in 0..2 {
            let mut answer = client
                .send(Request::new("GET", server.url("/")))
                .await
                .unwrap();
            let body = answer.body.bytes().await.unwrap();
            assert!(body == expected, "{coding}: {} bytes", body.len());
            assert_eq!(answer.header("content-encoding"), Some(coding.as_bytes()));
        }
        assert_eq!(
            server.accepted(),
            1,
            "{coding}: the connection is used again"
        );
    }
}

#[tokio::test]
async fn who_does_not_want_it_gets_the_bytes_as_they_are() {
    let body = gzip(b"raw");
    let server = compressed("gzip", body.clone()).await;
    let mut request = Request::new("GET", server.url("/"));
    request.decompress = false;
    let mut answer = client(options()).send(request).await.unwrap();
    assert_eq!(answer.body.bytes().await.unwrap(), body);
}

#[tokio::test]
async fn a_broken_compression_is_an_error() {
    let mut cut = gzip(b"cut off in the middle");
    cut.truncate(15);
    let client = client(options());
    for (coding, body) in [
        ("gzip", cut),
        ("gzip", b"not gzip at all".to_vec()),
        ("br", vec![0xff; 40]),
    ] {
        let server = compressed(coding, body).await;
        let mut answer = client
            .send(Request::new("GET", server.url("/")))
            .await
            .unwrap();
        let error = answer.body.bytes().await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::ProtocolError, "{error:?}");
        assert_eq!(
            answer.body.chunk().await,
            Ok(None),
            "nothing after an error"
        );
    }
}

async fn echo() -> Server {
    Server::http(|asked| async move {
        let length = asked.headers().get("content-length");
        let length = length.map_or("none".to_owned(), |value| {
            value.to_str().unwrap().to_owned()
        });
        match asked.into_body().collect().await {
            Ok(body) => text(format!(
                "{length} {}",
                String::from_utf8_lossy(&body.to_bytes())
            )),
            Err(_) => text("broken"),
        }
    })
    .await
}

#[tokio::test]
async fn a_body_is_sent_as_bytes_or_as_a_stream() {
    let server = echo().await;
    let client = client(options());
    let mut request = Request::new("POST", server.url("/"));
    request.body = RequestBody::Bytes(Bytes::from_static(b"bytes"));
    let mut answer = client.send(request).await.unwrap();
    assert_eq!(answer.body.bytes().await.unwrap(), "5 bytes");
    for (length_bytes, expected) in [(None, "none a stream"), (Some(8), "8 a stream")] {
        let (sender, body) = RequestBody::channel(length_bytes);
        let mut request = Request::new("POST", server.url("/"));
        request.body = body;
        let sent = async move {
            for piece in ["a ", "stre", "am"] {
                sender
                    .send(Bytes::from_static(piece.as_bytes()))
                    .await
                    .unwrap();
            }
        };
        let (answer, ()) = tokio::join!(client.send(request), sent);
        assert_eq!(answer.unwrap().body.bytes().await.unwrap(), expected);
    }
    let mut answer = client
        .send(Request::new("POST", server.url("/")))
        .await
        .unwrap();
    assert_eq!(answer.body.bytes().await.unwrap(), "0 ");
    let mut answer = client
        .send(Request::new("DELETE", server.url("/")))
        .await
        .unwrap();
    assert_eq!(answer.body.bytes().await.unwrap(), "none ");
}

#[tokio::test]
async fn a_source_that_fails_ends_the_call() {
    let server = echo().await;
    let client = client(options());
    let (sender, body) = RequestBody::channel(None);
    let mut request = Request::new("POST", server.url("/"));
    request.body = body;
    let sent = async move {
        sender.send(Bytes::from_static(b"some")).await.unwrap();
        sender.fail("the pen is empty").await;
    };
    let (answer, ()) = tokio::join!(client.send(request), sent);
    let error = answer.err().unwrap();
    assert_eq!(error.kind, ErrorKind::RequestBodyFailed, "{error:?}");
    assert!(error.external.contains("the pen is empty"), "{error}");
}

#[tokio::test]
async fn pieces_arrive_as_they_are_sent() {
    let (go, wait) = tokio::sync::watch::channel(0);
    let server = Server::raw(move |mut stream| {
        let mut wait = wait.clone();
        async move {
            use tokio::io::AsyncWriteExt;
            crate::support::read_head(&mut stream).await;
            let head = b"HTTP/1.1 200 Fine by me\r\ntransfer-encoding: chunked\r\n\r\n";
            stream.write_all(head).await.unwrap();
            for piece in 1..=3 {
                wait.wait_for(|seen| *seen >= piece).await.unwrap();
                stream
                    .write_all(format!("1\r\n{piece}\r\n").as_bytes())
                    .await
                    .unwrap();
            }
            stream.write_all(b"0\r\n\r\n").await.unwrap();
        }
    })
    .await;
    let mut answer = client(options())
        .send(Request::new("GET", server.url("/")))
        .await
        .unwrap();
    assert_eq!(answer.status_text, "Fine by me");
    for piece in 1..=3 {
        go.send(piece).unwrap();
        assert_eq!(
            answer.body.chunk().await.unwrap().unwrap(),
            piece.to_string()
        );
    }
    assert_eq!(answer.body.chunk().await, Ok(None));
}

#[tokio::test]
async fn headers_keep_order_and_repeats() {
    let (heads, mut head) = tokio::sync::mpsc::channel(1);
    let server = Server::raw(move |mut stream| {
        let heads = heads.clone();
        async move {
            use tokio::io::AsyncWriteExt;
            heads.send(crate::support::read_head(&mut stream).await).await.unwrap();
            let answer = b"HTTP/1.1 200 \r\nset-cookie: a=1\r\nx: \xe9\r\nset-cookie: b=2\r\ncontent-length: 0\r\n\r\n";
            stream.write_all(answer).await.unwrap();
        }
    })
    .await;
    let mut request = Request::new("get", server.url("/p?q"));
    request.decompress = false;
    for (name, value) in [
        ("X-B", &b"1"[..]),
        ("X-A", b"2"),
        ("Connection", b"upgrade"),
        ("Keep-Alive", b"1"),
        ("Transfer-Encoding", b"chunked"),
        ("Content-Length", b"77"),
        ("User-Agent", b"me"),
        ("Accept", b"a/b"),
        ("X-B", b"\xff"),
    ] {
        request.headers.push(Header::new(name, value));
    }
    let answer = client(options()).send(request).await.unwrap();
    let values = |name: &str| {
        let fields = answer.headers.iter().filter(|header| header.name == name);
        fields
            .map(|header| header.value.to_vec())
            .collect::<Vec<_>>()
    };
    assert_eq!(values("set-cookie"), [b"a=1", b"b=2"]);
    assert_eq!(values("x"), [b"\xe9"]);
    assert_eq!(answer.status_text, "");
    let host = format!("host: {}", server.address);
    let head = head.recv().await.unwrap();
    let lines: Vec<&str> = head.trim_end().split("\r\n").collect();
    let expected = [
        "get /p?q HTTP/1.1",
        &host,
        "x-b: 1",
        "x-b: \u{fffd}",
        "x-a: 2",
        "user-agent: me",
        "accept: a/b",
    ];
    assert_eq!(lines, expected);
}

#[tokio::test]
async fn what_cannot_be_sent_is_the_callers_fault() {
    let client = client(options());
    let mut named = Request::new("GET", "http://127.0.0.1:1/");
    named.headers.push(Header::new("bad name", "x"));
    let mut valued = Request::new("GET", "http://127.0.0.1:1/");
    valued.headers.push(Header::new("x", "a\r\nb: c"));
    for request in [
        Request::new("GE T", "http://127.0.0.1:1/"),
        Request::new("", "http://127.0.0.1:1/"),
        Request::new("CONNECT", "http://127.0.0.1:1/"),
        Request::new("GET", "mailto:a@example.com"),
        Request::new("GET", "http://user:password@127.0.0.1:1/"),
        named,
        valued,
    ] {
        let error = client.send(request).await.err().unwrap();
        assert_eq!(error.kind, ErrorKind::InvalidRequest, "{error:?}");
        assert!(!error.internal.contains("password@"), "{error:?}");
    }
}

#[tokio::test]
async fn an_answer_may_come_before_the_end_of_the_request() {
    let server = Server::raw(|mut stream| async move {
        use tokio::io::AsyncWriteExt;
        crate::support::read_head(&mut stream).await;
        let answer = b"HTTP/1.1 413 Too much\r\ncontent-length: 4\r\n\r\nstop";
        stream.write_all(answer).await.unwrap();
        crate::support::read_head(&mut stream).await;
    })
    .await;
    let client = client(options());
    let (sender, body) = RequestBody::channel(None);
    let mut request = Request::new("POST", server.url("/"));
    request.body = body;
    let mut answer = client.send(request).await.unwrap();
    assert_eq!(answer.status, 413);
    assert_eq!(answer.body.bytes().await.unwrap(), "stop");
    drop(answer);
    // Its connection is gone, and with it whoever wanted the body.
    sender.closed().await;
    let again = client.send(Request::new("GET", server.url("/"))).await;
    assert_eq!(again.unwrap().status, 413);
    assert_eq!(server.accepted(), 2);
}
