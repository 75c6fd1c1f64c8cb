//! Connections are used again, not for ever, and there are only so many.

use std::time::Duration;

use tokio::io::AsyncWriteExt;
use velodrome_outbound::{ErrorKind, Limits, Options, Request};

use crate::support::{Server, client, options, read_head, text};

#[tokio::test]
async fn one_after_another_share_a_connection_and_at_once_they_do_not() {
    let server = Server::http(|_| async { text("hello") }).await;
    let client = client(options());
    for _ in 0..10 {
        let mut answer = client
            .send(Request::new("GET", server.url("/")))
            .await
            .unwrap();
        assert_eq!(answer.body.bytes().await.unwrap(), "hello");
    }
    assert_eq!(server.accepted(), 1);
    let first = client
        .send(Request::new("GET", server.url("/")))
        .await
        .unwrap();
    let second = client
        .send(Request::new("GET", server.url("/")))
        .await
        .unwrap();
    assert_eq!(server.accepted(), 2);
    drop((first, second));
}

#[tokio::test]
async fn an_answer_that_is_not_read_costs_its_connection() {
    let server = Server::http(|_| async { text("x".repeat(1 << 20)) }).await;
    let client = client(options());
    for _ in 0..3 {
        drop(
            client
                .send(Request::new("GET", server.url("/")))
                .await
                .unwrap(),
        );
    }
    assert_eq!(server.accepted(), 3);
}

#[tokio::test]
async fn head_and_empty_answers_give_their_connection_back() {
    let server = Server::http(|_| async { crate::support::status(204, &[]) }).await;
    let client = client(options());
    for method in ["HEAD", "GET", "DELETE"] {
        let answer = client
            .send(Request::new(method, server.url("/")))
            .await
            .unwrap();
        assert_eq!(answer.status, 204);
    }
    assert_eq!(server.accepted(), 1);
}

/// A server that answers one request per connection, and hangs up at the next without an answer.
async fn hangs_up() -> Server {
    Server::raw(|mut stream| async move {
        read_head(&mut stream).await;
        let _ = stream
            .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
            .await;
        read_head(&mut stream).await;
    })
    .await
}

#[tokio::test]
async fn a_connection_that_ended_while_it_waited_is_replaced() {
    let server = hangs_up().await;
    let client = client(options());
    for _ in 0..4 {
        let mut answer = client
            .send(Request::new("GET", server.url("/")))
            .await
            .unwrap();
        assert_eq!(answer.body.bytes().await.unwrap(), "ok");
    }
    assert_eq!(server.accepted(), 4);
}

#[tokio::test]
async fn what_may_have_been_done_is_not_done_twice() {
    let server = hangs_up().await;
    let client = client(options());
    let mut answer = client
        .send(Request::new("GET", server.url("/")))
        .await
        .unwrap();
    answer.body.bytes().await.unwrap();
    let error = client
        .send(Request::new("POST", server.url("/")))
        .await
        .err()
        .unwrap();
    assert_eq!(error.kind, ErrorKind::ConnectionLost);
    assert_eq!(server.accepted(), 1);
}

#[tokio::test]
async fn one_too_many_waits_and_the_unused_makes_room() {
    let (one, two) = (
        Server::http(|_| async { text("one") }).await,
        Server::http(|_| async { text("two") }).await,
    );
    let client = client(Options {
        limits: Limits {
            connections_max: 1,
            ..Limits::default()
        },
        ..options()
    });
    for server in [&one, &two, &one] {
        let mut answer = client
            .send(Request::new("GET", server.url("/")))
            .await
            .unwrap();
        assert_eq!(answer.body.bytes().await.unwrap().len(), 3);
    }
    assert_eq!((one.accepted(), two.accepted()), (2, 1));
    let held = client
        .send(Request::new("GET", one.url("/")))
        .await
        .unwrap();
    let mut request = Request::new("GET", two.url("/"));
    request.deadline = Some(tokio::time::Instant::now() + Duration::from_millis(60));
    let error = client.send(request).await.err().unwrap();
    assert_eq!(error.kind, ErrorKind::TimedOut);
    drop(held);
    assert!(client.send(Request::new("GET", two.url("/"))).await.is_ok());
}

#[tokio::test]
async fn who_waits_gets_what_is_given_back_or_its_place() {
    let (one, two) = (
        Server::http(|_| async { text("one") }).await,
        Server::http(|_| async { text("two") }).await,
    );
    let client = client(Options {
        limits: Limits {
            connections_max: 1,
            ..Limits::default()
        },
        ..options()
    });
    for next in [&one, &two, &one] {
        let mut held = client
            .send(Request::new("GET", one.url("/")))
            .await
            .unwrap();
        let waiting = client.send(Request::new("GET", next.url("/")));
        let read = async {
            // The other waits by now: this is polled after it.
            held.body.bytes().await.unwrap()
        };
        let (answer, body) = tokio::join!(waiting, read);
        assert_eq!(body, "one");
        assert_eq!(answer.unwrap().body.bytes().await.unwrap().len(), 3);
    }
    // Kept for the same server, closed for the other and opened again after it.
    assert_eq!((one.accepted(), two.accepted()), (2, 1));
}
