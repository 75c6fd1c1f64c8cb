//! Every case, over a socket as it is, and over a scripted stream in every cut.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::LocalSet;
use velodrome_server::http1::serve_connection;

use super::app;
use super::cases::{self, Case, Expected};
use super::reply::{Reply, replies};
use super::stream::{AtEnd, Script};

const CANARY: &[u8] = b"GET /canary HTTP/1.1\r\nHost: a.test\r\n\r\n";

/// Longer cases are cut at some places only.
const CUT_EVERYWHERE_BYTES_MAX: usize = 600;

fn check(case: &Case, bytes: &[u8], how: &str) {
    let all: Vec<Reply> = replies(bytes, false)
        .into_iter()
        .filter(|reply| reply.status != 100)
        .collect();
    let seen: Vec<_> = all.iter().map(|r| (r.status, r.body.as_str())).collect();
    let closes: Vec<_> = all.iter().map(Reply::closes).collect();
    let context = || format!("{} ({how}): {seen:?} {closes:?}", case.name);
    let (last_closes, before_close) = closes.split_last().map_or((false, false), |(last, rest)| {
        (*last, rest.iter().any(|&close| close))
    });
    assert!(!before_close, "{}", context());
    match &case.expected {
        Expected::Refused(status) => {
            assert_eq!(
                seen.iter().map(|r| r.0).collect::<Vec<_>>(),
                [*status],
                "{}",
                context()
            );
            assert!(last_closes, "{}", context());
        }
        Expected::Answered(expected) => {
            let (canary, rest) = seen.split_last().unwrap_or_else(|| panic!("{}", context()));
            assert_eq!(rest, expected, "{}", context());
            assert_eq!(*canary, (200, "/canary"), "{}", context());
            assert!(!last_closes, "{}", context());
        }
        Expected::Closed(expected) => {
            assert_eq!(&seen, expected, "{}", context());
            assert!(last_closes, "{}", context());
        }
        Expected::Incomplete => {
            let quiet = case.sent.is_empty() && seen.is_empty();
            let statuses: Vec<_> = seen.iter().map(|r| r.0).collect();
            assert!(
                quiet || statuses == [400] || statuses == [408],
                "{}",
                context()
            );
        }
    }
}

/// The case's bytes and, where that is one, another request behind it.
fn sent(case: &Case) -> Vec<u8> {
    match case.expected {
        Expected::Incomplete => case.sent.clone(),
        _ => [&case.sent, CANARY].concat(),
    }
}

async fn over_socket(case: &Case) -> Vec<u8> {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::task::spawn_local(async move {
        let (socket, _) = listener.accept().await.unwrap();
        serve_connection(socket, app::peer(), &app::server()).await;
    });
    let mut client = TcpStream::connect(address).await.unwrap();
    let bytes = sent(case);
    let mut answer = Vec::new();
    {
        let (mut reader, mut writer) = client.split();
        let write = async {
            // A refusal may come, and the connection go, before all is sent.
            let _ = writer.write_all(&bytes).await;
            let _ = writer.shutdown().await;
        };
        let read = async { reader.read_to_end(&mut answer).await.unwrap() };
        tokio::join!(write, read);
    }
    drop(client);
    server.await.unwrap();
    answer
}

async fn in_pieces<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let script = Script::new(pieces, AtEnd::Wait);
    let written = script.written.clone();
    serve_connection(script, app::peer(), &app::server()).await;
    written.take().concat()
}

#[test]
fn names_are_sane() {
    assert!(cases::all().len() > 250);
}

#[tokio::test]
async fn whole_over_a_socket() {
    LocalSet::new()
        .run_until(async {
            for case in cases::all() {
                check(&case, &over_socket(&case).await, "socket");
            }
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn in_every_cut() {
    for case in cases::all() {
        let bytes = sent(&case);
        let whole = in_pieces([&bytes[..]]).await;
        check(&case, &whole, "whole");
        let step = if bytes.len() > CUT_EVERYWHERE_BYTES_MAX {
            997
        } else {
            1
        };
        for cut in (1..bytes.len()).step_by(step) {
            let (first, second) = bytes.split_at(cut);
            let cut_answer = in_pieces([first, second]).await;
            check(&case, &cut_answer, &format!("cut at {cut}"));
            assert_eq!(
                without_continue(&cut_answer),
                without_continue(&whole),
                "{} {cut}",
                case.name
            );
        }
        if bytes.len() <= 40_000 {
            let trickled = in_pieces(bytes.chunks(1)).await;
            check(&case, &trickled, "byte by byte");
            assert_eq!(
                without_continue(&trickled),
                without_continue(&whole),
                "{}",
                case.name
            );
        }
    }
}

/// Whether `100 Continue` is sent depends on whether some of the body is already there.
fn without_continue(bytes: &[u8]) -> Vec<Reply> {
    let mut replies = replies(bytes, false);
    replies.retain(|reply| reply.status != 100);
    replies
}
