//! What a strange server can make long or large, and what happens then.

use std::io::Write;
use std::net::Ipv4Addr;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::time::Instant;
use velodrome_outbound::{ErrorKind, Limits, Options, Request};

use crate::support::{Server, client, full, options, read_head};

fn limited(limits: Limits) -> Options {
    Options {
        limits,
        ..options()
    }
}

async fn kind(options: Options, server: &Server) -> Result<usize, ErrorKind> {
    let answer = client(options)
        .send(Request::new("GET", server.url("/")))
        .await;
    let mut answer = answer.map_err(|error| error.kind)?;
    let body = answer.body.bytes().await;
    body.map(|body| body.len()).map_err(|error| error.kind)
}

#[tokio::test]
async fn a_body_may_have_so_many_bytes_and_not_one_more() {
    let limits = || Limits {
        response_body_bytes_max: 1000,
        ..Limits::default()
    };
    for (length, expected) in [(1000, Ok(1000)), (1001, Err(ErrorKind::ResponseTooLarge))] {
        let body = "x".repeat(length);
        let said = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{body}");
        let chunked = format!(
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{length:x}\r\n{body}\r\n0\r\n\r\n"
        );
        let closed = format!("HTTP/1.1 200 OK\r\n\r\n{body}");
        for answer in [said, chunked, closed] {
            let server = Server::bytes(answer).await;
            assert_eq!(kind(limited(limits()), &server).await, expected);
        }
    }
}

#[tokio::test]
async fn a_bomb_does_not_get_larger_than_the_limit() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..100 {
        encoder.write_all(&vec![0; 1 << 20]).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    let server = Server::http(move |_| {
        let response = http::Response::builder().header("content-encoding", "gzip");
        let response = response.body(full(bomb.clone())).unwrap();
        async move { response }
    })
    .await;
    let limits = Limits {
        response_body_bytes_max: 1 << 20,
        ..Limits::default()
    };
    let mut answer = client(limited(limits))
        .send(Request::new("GET", server.url("/")))
        .await
        .unwrap();
    let mut got = 0;
    let error = loop {
        match answer.body.chunk().await {
            Ok(piece) => got += piece.expect("more than the limit").len(),
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind, ErrorKind::ResponseTooLarge);
    assert!(got <= 1 << 20);
}

#[tokio::test]
async fn a_head_that_is_too_long_is_refused() {
    let limits = || Limits {
        response_head_bytes_max: 16 * 1024,
        response_headers_max: 10,
        ..Limits::default()
    };
    let long = format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "x".repeat(20 * 1024));
    let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "x: y\r\n".repeat(11));
    for answer in [long, many] {
        let server = Server::bytes(answer).await;
        assert_eq!(
            kind(limited(limits()), &server).await,
            Err(ErrorKind::ResponseHeadTooLarge)
        );
    }
    let few = format!(
        "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n{}\r\n",
        "x: y\r\n".repeat(9)
    );
    let server = Server::bytes(few).await;
    assert_eq!(kind(limited(limits()), &server).await, Ok(0));
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up() {
    let silent = Server::raw(|stream| async move {
        let _open = stream;
        std::future::pending().await
    })
    .await;
    let begins = Server::raw(|mut stream| async move {
        read_head(&mut stream).await;
        stream
            .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab")
            .await
            .unwrap();
        std::future::pending().await
    })
    .await;
    for server in [&silent, &begins] {
        let limits = Limits {
            total_time_max: Duration::from_millis(60),
            ..Limits::default()
        };
        assert_eq!(
            kind(limited(limits), server).await,
            Err(ErrorKind::TimedOut)
        );
        let mut request = Request::new("GET", server.url("/"));
        request.deadline = Some(Instant::now() + Duration::from_millis(60));
        let given = match client(options()).send(request).await {
            Ok(mut answer) => answer.body.bytes().await.err(),
            Err(error) => Some(error),
        };
        assert_eq!(given.unwrap().kind, ErrorKind::TimedOut);
    }
}

#[tokio::test]
async fn a_connection_has_its_own_time() {
    // Accepts no TLS: the handshake never ends.
    let silent = Server::raw(|stream| async move {
        let _open = stream;
        std::future::pending().await
    })
    .await;
    let limits = Limits {
        connect_time_max: Duration::from_millis(60),
        ..Limits::default()
    };
    let url = format!("https://{}/", silent.address);
    let error = client(limited(limits))
        .send(Request::new("GET", url))
        .await
        .err()
        .unwrap();
    assert_eq!(error.kind, ErrorKind::TimedOut);
    assert!(
        error.external.contains("no connection to 127.0.0.1:"),
        "{error}"
    );
}

#[tokio::test]
async fn nobody_there_is_said_so() {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let url = format!("http://{free}/");
    let error = client(options())
        .send(Request::new("GET", url))
        .await
        .err()
        .unwrap();
    assert_eq!(error.kind, ErrorKind::ConnectFailed);
    assert_eq!(
        error.external,
        format!("no connection to {free}: it refuses connections")
    );
}

#[tokio::test]
async fn what_is_not_http_is_said_so() {
    for answer in [
        "SSH-2.0-example\r\n\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
    ] {
        let server = Server::bytes(answer).await;
        assert_eq!(
            kind(options(), &server).await,
            Err(ErrorKind::ProtocolError),
            "{answer}"
        );
    }
    for answer in [
        "",
        "HTTP/1.1 200 OK\r\nx:",
        "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab",
    ] {
        let server = Server::bytes(answer).await;
        assert_eq!(
            kind(options(), &server).await,
            Err(ErrorKind::ConnectionLost),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn answers_before_the_answer_are_passed_over_but_not_for_ever() {
    let early = "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n";
    let last = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nab";
    let server = Server::bytes(format!("{}{last}", early.repeat(3))).await;
    assert_eq!(kind(options(), &server).await, Ok(2));
    let server = Server::bytes(format!("{}{last}", early.repeat(50))).await;
    assert_eq!(
        kind(options(), &server).await,
        Err(ErrorKind::ProtocolError)
    );
}

#[tokio::test]
async fn an_answer_may_come_byte_by_byte() {
    let answer = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nx: y\r\n\r\n";
    let server = Server::raw(move |mut stream| async move {
        stream.set_nodelay(true).unwrap();
        read_head(&mut stream).await;
        for byte in answer.bytes() {
            stream.write_all(&[byte]).await.unwrap();
            tokio::task::yield_now().await;
        }
        read_head(&mut stream).await;
    })
    .await;
    assert_eq!(kind(options(), &server).await, Ok(2));
}
