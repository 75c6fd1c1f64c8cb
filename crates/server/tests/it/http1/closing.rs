//! The end of a connection, and of an answer.

use std::rc::Rc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, LocalSet};
use tokio::time::Instant;
use velodrome_server::http1::{Http1, Http1Limits, serve_connection};

use super::app::{self, App, LARGE_BODY_BYTES};
use super::reply::replies;
use super::stream::{AtEnd, Script};

/// A server that takes one connection, and that connection.
async fn connect(server: Rc<Http1<App>>) -> (TcpStream, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let task = tokio::task::spawn_local(async move {
        let (socket, _) = listener.accept().await.unwrap();
        serve_connection(socket, app::peer(), &server).await;
    });
    (TcpStream::connect(address).await.unwrap(), task)
}

async fn scripted(server: &Http1<App>, sent: &[u8]) -> Vec<u8> {
    let script = Script::new([sent], AtEnd::End);
    let written = script.written.clone();
    serve_connection(script, app::peer(), server).await;
    written.take().concat()
}

#[tokio::test]
async fn an_upload_that_is_too_large_can_read_why() {
    LocalSet::new()
        .run_until(async {
            let (mut client, server) = connect(app::server()).await;
            let body = vec![b'x'; 1_000_000];
            let head = format!(
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            client.write_all(head.as_bytes()).await.unwrap();
            client.write_all(&body).await.unwrap();
            let mut answer = Vec::new();
            client.read_to_end(&mut answer).await.unwrap();
            drop(client);
            server.await.unwrap();
            let replies = replies(&answer, false);
            assert_eq!(replies[0].status, 413);
            assert_eq!(replies[0].body, "BODY_TOO_LARGE");
            assert!(replies[0].closes());
        })
        .await;
}

#[tokio::test]
async fn too_large_is_said_before_the_body() {
    LocalSet::new()
        .run_until(async {
            let (mut client, _server) = connect(app::server()).await;
            let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n";
            client.write_all(head.as_bytes()).await.unwrap();
            let mut answer = Vec::new();
            client.read_to_end(&mut answer).await.unwrap();
            assert_eq!(replies(&answer, false)[0].status, 413);
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn lingering_has_bounds() {
    let limits = Http1Limits {
        linger_bytes_max: 100_000,
        ..Http1Limits::default()
    };
    let server = app::server_with(limits.clone());
    let endless = vec![vec![b'x'; 1000]; 1000];
    let request = b"GET / HTTP/1.0\r\n\r\n".to_vec();
    let pieces = [std::slice::from_ref(&request), &endless[..]].concat();
    let script = Script::new(pieces.iter().map(Vec::as_slice), AtEnd::Wait);
    let left = script.left.clone();
    serve_connection(script, app::peer(), &server).await;
    assert!((800..901).contains(&left.get()), "{}", left.get());

    let started = Instant::now();
    let script = Script::new([&request[..]], AtEnd::Wait);
    serve_connection(script, app::peer(), &server).await;
    assert_eq!(
        started.elapsed().as_millis() / 10,
        u128::from(limits.linger_time_ms_max / 10)
    );
}

#[tokio::test]
async fn no_body_bytes_where_there_may_be_none() {
    let server = app::server();
    let answer = scripted(&server, b"HEAD /large HTTP/1.1\r\nHost: a\r\n\r\n").await;
    let head = &replies(&answer, true)[0];
    assert_eq!(head.field("content-length"), Some("300000"));
    assert!(answer.ends_with(b"\r\n\r\n"));
    for path in ["204", "304"] {
        let request = format!("GET /{path} HTTP/1.1\r\nHost: a\r\n\r\n");
        let answer = scripted(&server, request.as_bytes()).await;
        assert!(answer.ends_with(b"\r\n\r\n"));
        assert_eq!(replies(&answer, false)[0].field("content-length"), None);
    }
    let answer = scripted(&server, b"HEAD / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").await;
    assert_eq!(replies(&answer, true)[0].field("content-length"), Some("8"));
    assert!(answer.ends_with(b"\r\n\r\n"));
}

#[tokio::test]
async fn the_fields_the_codec_writes() {
    let server = app::server();
    let answer = scripted(&server, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!(
        String::from_utf8(answer).unwrap(),
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\
         date: Sun, 06 Nov 1994 08:49:37 GMT\r\ncontent-length: 5\r\n\r\nhello"
    );
    let answer = scripted(&server, b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").await;
    assert_eq!(
        replies(&answer, false)[0].field("connection"),
        Some("keep-alive")
    );
}

#[tokio::test]
async fn a_peer_that_goes_away_cancels_nothing() {
    LocalSet::new()
        .run_until(async {
            let server = app::server();
            let (mut client, task) = connect(server.clone()).await;
            client
                .write_all(b"GET /gate HTTP/1.1\r\nHost: a\r\n\r\n")
                .await
                .unwrap();
            client.shutdown().await.unwrap();
            drop(client);
            server.service.gate.notify_one();
            task.await.unwrap();
            assert_eq!(*server.service.log.borrow(), ["GET /gate 200"]);
        })
        .await;
}

#[tokio::test]
async fn a_large_answer_is_whole() {
    LocalSet::new()
        .run_until(async {
            let (mut client, _server) = connect(app::server()).await;
            client
                .write_all(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
                .await
                .unwrap();
            client.write_all(b"GET / HTTP/1.0\r\n\r\n").await.unwrap();
            let mut answer = Vec::new();
            client.read_to_end(&mut answer).await.unwrap();
            let replies = replies(&answer, false);
            assert_eq!(replies[0].body.len(), LARGE_BODY_BYTES);
            assert_eq!(replies[1].body, "hello");
        })
        .await;
}

#[tokio::test]
async fn draining_closes_idle_connections_and_finishes_busy_ones() {
    LocalSet::new()
        .run_until(async {
            let server = app::server();
            let (mut idle, idle_task) = connect(server.clone()).await;
            let (mut busy, busy_task) = connect(server.clone()).await;
            let (mut fresh, fresh_task) = connect(server.clone()).await;
            idle.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                .await
                .unwrap();
            busy.write_all(b"GET /gate HTTP/1.1\r\nHost: a\r\n\r\n")
                .await
                .unwrap();
            let mut first = [0; 12];
            idle.read_exact(&mut first).await.unwrap();
            server.drain.start();
            server.service.gate.notify_one();
            let mut rest = Vec::new();
            idle.read_to_end(&mut rest).await.unwrap();
            let rest = [&first[..], &rest].concat();
            assert!(!replies(&rest, false)[0].closes());
            let mut answer = Vec::new();
            busy.read_to_end(&mut answer).await.unwrap();
            assert!(replies(&answer, false)[0].closes());
            drop(busy);
            let mut nothing = Vec::new();
            fresh.read_to_end(&mut nothing).await.unwrap();
            assert!(nothing.is_empty());
            for task in [idle_task, busy_task, fresh_task] {
                task.await.unwrap();
            }
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_does_not_read_is_dropped() {
    let server = app::server();
    let (mut client, io) = tokio::io::duplex(1000);
    client
        .write_all(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
        .await
        .unwrap();
    let started = Instant::now();
    serve_connection(io, app::peer(), &server).await;
    let waited = Duration::from_millis(server.limits.write_idle_ms_max);
    assert_eq!(started.elapsed().as_secs(), waited.as_secs());
}
