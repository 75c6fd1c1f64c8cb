//! How many writes there are, and in which order.

use velodrome_server::http1::{Http1Limits, serve_connection};

use super::app::{self, App};
use super::reply::replies;
use super::stream::{AtEnd, Script};

async fn writes(server: &velodrome_server::http1::Http1<App>, pieces: &[&[u8]]) -> Vec<Vec<u8>> {
    let script = Script::new(pieces.iter().copied(), AtEnd::End);
    let written = script.written.clone();
    serve_connection(script, app::peer(), server).await;
    written.take()
}

fn get(path: &str) -> Vec<u8> {
    format!("GET /{path} HTTP/1.1\r\nHost: a\r\n\r\n").into_bytes()
}

#[tokio::test]
async fn head_and_body_are_one_write() {
    let server = app::server();
    assert_eq!(writes(&server, &[&get("")]).await.len(), 1);
}

#[tokio::test]
async fn requests_that_came_together_are_answered_together() {
    let server = app::server();
    let requests: Vec<u8> = (0..20).flat_map(|n| get(&n.to_string())).collect();
    let written = writes(&server, &[&requests]).await;
    assert_eq!(written.len(), 1);
    let bodies: Vec<_> = replies(&written[0], false)
        .into_iter()
        .map(|r| r.body)
        .collect();
    let expected: Vec<_> = (0..20).map(|n| format!("/{n}")).collect();
    assert_eq!(bodies, expected);
}

#[tokio::test]
async fn buffers_are_used_again_and_again() {
    let server = app::server();
    let request = |n: usize| {
        let body = "x".repeat(n % 301);
        format!(
            "POST /n{n} HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let requests: String = (0..1000).map(request).collect();
    let written = writes(&server, &[requests.as_bytes()]).await.concat();
    let lengths: Vec<_> = replies(&written, false)
        .iter()
        .map(|r| r.body.len())
        .collect();
    assert!(lengths.into_iter().eq((0..1000).map(|n| n % 301)));
}

#[tokio::test]
async fn a_connection_that_takes_little_gets_all() {
    let server = app::server();
    let mut script = Script::new(
        [&[get("a"), get("large"), get("b")].concat()[..]],
        AtEnd::End,
    );
    script.write_bytes_max = 1000;
    let written = script.written.clone();
    serve_connection(script, app::peer(), &server).await;
    let replies = replies(&written.take().concat(), false);
    assert_eq!(replies.len(), 3);
    assert_eq!(replies[1].body.len(), app::LARGE_BODY_BYTES);
    assert_eq!(replies[2].body, "/b");
}

#[tokio::test]
async fn half_a_request_holds_up_no_answer() {
    let server = app::server();
    let (first, second) = (get("a"), get("b"));
    let (begin, end) = second.split_at(10);
    let written = writes(&server, &[&[&first, begin].concat(), end]).await;
    assert_eq!(written.len(), 2);
}

#[tokio::test]
async fn a_slow_call_holds_up_no_answer() {
    let server = app::server();
    let script = Script::new(
        [&[get("a"), get("gate"), get("b")].concat()[..]],
        AtEnd::End,
    );
    let written = script.written.clone();
    let serve = serve_connection(script, app::peer(), &server);
    let watch = async {
        while written.borrow().is_empty() {
            tokio::task::yield_now().await;
        }
        assert_eq!(replies(&written.borrow().concat(), false).len(), 1);
        server.service.gate.notify_one();
    };
    tokio::join!(serve, watch);
    let bodies: Vec<_> = replies(&written.borrow().concat(), false)
        .into_iter()
        .map(|r| r.body)
        .collect();
    assert_eq!(bodies, ["/a", "opened", "/b"]);
    assert_eq!(written.borrow().len(), 2);
}

#[tokio::test]
async fn collecting_has_a_bound() {
    let limits = Http1Limits {
        coalesce_bytes_max: 200,
        ..Http1Limits::default()
    };
    let server = app::server_with(limits);
    let requests: Vec<u8> = (0..20).flat_map(|n| get(&n.to_string())).collect();
    let written = writes(&server, &[&requests]).await;
    assert!(written.len() > 5);
    assert!(written.iter().all(|bytes| bytes.len() < 500));
    assert_eq!(replies(&written.concat(), false).len(), 20);
}

#[tokio::test]
async fn each_answer_is_reported_once() {
    let server = app::server();
    let sent = [get("a"), get("early"), b"nonsense\r\n".to_vec()].concat();
    writes(&server, &[&sent]).await;
    let log = server.service.log.borrow();
    assert_eq!(
        *log,
        ["GET /a 200", "GET /early 404", "Some(RequestLine) 400"]
    );
}
