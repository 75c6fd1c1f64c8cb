//! Time limits, on a clock that only moves when everything waits.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::time::{Instant, sleep};
use velodrome_server::http1::{Http1Limits, serve_connection};

use super::app;
use super::reply::{Reply, replies};

/// Runs `client` against a server; gives the answers and the milliseconds until the server ended.
async fn against(client: impl AsyncFnOnce(&mut DuplexStream)) -> (Vec<Reply>, u64) {
    let server = app::server();
    let (mut near, far) = tokio::io::duplex(100_000);
    let started = Instant::now();
    let serve = async {
        serve_connection(far, app::peer(), &server).await;
        started.elapsed().as_millis() as u64
    };
    let talk = async {
        client(&mut near).await;
        let mut answer = Vec::new();
        near.read_to_end(&mut answer).await.unwrap();
        drop(near);
        replies(&answer, false)
    };
    let (ended_ms, replies) = tokio::join!(serve, talk);
    (replies, ended_ms)
}

async fn send(stream: &mut DuplexStream, bytes: &str) {
    let _ = stream.write_all(bytes.as_bytes()).await;
}

/// Timers have a resolution of one millisecond.
fn assert_about(ended_ms: u64, expected_ms: u64) {
    assert!(
        ended_ms.abs_diff(expected_ms) <= 5,
        "{ended_ms} instead of {expected_ms}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_client_that_says_nothing_is_told_nothing() {
    let (replies, ended_ms) = against(async |_| ()).await;
    assert!(replies.is_empty());
    assert_about(ended_ms, Http1Limits::default().header_time_ms_max);
}

#[tokio::test(start_paused = true)]
async fn an_empty_line_is_nothing() {
    let (replies, ended_ms) = against(async |client| send(client, "\r\n").await).await;
    assert!(replies.is_empty());
    assert_about(ended_ms, Http1Limits::default().header_time_ms_max);
}

#[tokio::test(start_paused = true)]
async fn a_head_that_trickles_is_ended() {
    let (replies, ended_ms) = against(async |client| {
        for byte in "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n".chars() {
            sleep(Duration::from_secs(1)).await;
            send(client, &byte.to_string()).await;
        }
    })
    .await;
    assert_eq!((replies.len(), replies[0].status), (1, 408));
    assert!(replies[0].closes());
    // The rest is read while lingering.
    let limits = Http1Limits::default();
    assert!(ended_ms >= limits.header_time_ms_max);
    assert!(ended_ms <= limits.header_time_ms_max + limits.linger_time_ms_max + 5);
}

#[tokio::test(start_paused = true)]
async fn idle_connections_end_quietly() {
    let (replies, ended_ms) = against(async |client| {
        send(client, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
        sleep(Duration::from_secs(50)).await;
        send(client, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
    })
    .await;
    assert_eq!(replies.len(), 2);
    assert!(replies.iter().all(|reply| !reply.closes()));
    assert_about(
        ended_ms,
        50_000 + Http1Limits::default().keep_alive_idle_ms_max,
    );
}

#[tokio::test(start_paused = true)]
async fn a_later_head_has_its_own_time() {
    let (replies, ended_ms) = against(async |client| {
        send(client, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
        sleep(Duration::from_secs(59)).await;
        send(client, "GET / HTTP/1.1\r\n").await;
        sleep(Duration::from_secs(9)).await;
        send(client, "Host: a\r\n\r\nGET").await;
    })
    .await;
    let statuses: Vec<_> = replies.iter().map(|reply| reply.status).collect();
    assert_eq!(statuses, [200, 200, 408]);
    let limits = Http1Limits::default();
    let expected_ms = 68_000 + limits.header_time_ms_max;
    assert!(ended_ms >= expected_ms && ended_ms <= expected_ms + limits.linger_time_ms_max + 5);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_stops_is_ended() {
    let (replies, ended_ms) = against(async |client| {
        send(
            client,
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhell",
        )
        .await;
    })
    .await;
    assert_eq!(replies[0].status, 408);
    assert_eq!(replies[0].body, "BODY_TIMEOUT");
    let limits = Http1Limits::default();
    assert!(ended_ms >= limits.body_idle_ms_max);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_trickles_is_ended() {
    let limits = Http1Limits::default();
    let (replies, ended_ms) = against(async |client| {
        send(
            client,
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
        )
        .await;
        for _ in 0..20 {
            send(client, "1\r\na\r\n").await;
            sleep(Duration::from_secs(5)).await;
        }
    })
    .await;
    assert_eq!(replies[0].status, 408);
    assert!(ended_ms >= limits.body_time_ms_max);
    assert!(ended_ms <= limits.body_time_ms_max + limits.linger_time_ms_max + 5);
}

#[tokio::test(start_paused = true)]
async fn a_slow_call_is_no_fault_of_the_client() {
    let server = app::server();
    let (mut near, far) = tokio::io::duplex(1000);
    let talk = async {
        send(&mut near, "GET /gate HTTP/1.1\r\nHost: a\r\n\r\n").await;
        sleep(Duration::from_secs(600)).await;
        server.service.gate.notify_one();
        let mut answer = Vec::new();
        near.read_to_end(&mut answer).await.unwrap();
        assert_eq!(replies(&answer, false)[0].status, 200);
    };
    tokio::join!(serve_connection(far, app::peer(), &server), talk);
}

#[tokio::test(start_paused = true)]
async fn continue_is_said_when_the_body_is_wanted() {
    let (replies, _) = against(async |client| {
        let head =
            "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";
        send(client, head).await;
        let mut interim = [0; 25];
        client.read_exact(&mut interim).await.unwrap();
        assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
        send(client, "hello").await;
    })
    .await;
    assert_eq!((replies.len(), replies[0].body.as_str()), (1, "hello"));
}
