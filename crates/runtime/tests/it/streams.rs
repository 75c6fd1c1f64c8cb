//! Answers whose body comes bit by bit: order, backpressure, ends, and clients that go.

use crate::site::{Sent, Site, answer};
use bytes::Bytes;
use velodrome_model::code::Code;
use velodrome_model::limits::Limits;
use velodrome_runtime::{Answer, BodyKind, Outcome, Piece};

fn site(body: &str) -> Site {
    Site::new(&format!(
        "const encode = (text) => new TextEncoder().encode(text); {body}"
    ))
}

/// All that comes of a stream, pieces apart, and whether its end came.
fn read(site: &Site, answer: Answer) -> (String, bool) {
    let mut stream = answer.stream.expect("a stream");
    site.run(async {
        let mut texts = Vec::new();
        loop {
            match stream.piece().await {
                Some(Piece::Bytes(bytes)) => {
                    texts.push(String::from_utf8(bytes.to_vec()).expect("text"));
                }
                Some(Piece::End) => return (texts.join("|"), true),
                None => return (texts.join("|"), false),
            }
        }
    })
}

fn streamed(body: &str) -> (Answer, (String, bool)) {
    let site = site(&format!("return {{ get_x: {body} }};"));
    let mut given = answer(site.get("x"));
    let stream = given.stream.take();
    let read = read(
        &site,
        Answer {
            stream,
            headers: String::new(),
            body: Vec::new(),
            ..given
        },
    );
    (given, read)
}

#[test]
fn a_stream_is_sent_piece_by_piece() {
    let (answer, read) = streamed(
        "() => ({ status: 202, headers: { 'content-type': 'text/event-stream' }, body: new ReadableStream({
           start(c) { c.enqueue(encode('a')); c.enqueue('text, too'); c.enqueue(new Uint16Array([0x6261])); c.close(); } }) })",
    );
    assert_eq!((answer.status, answer.kind), (202, BodyKind::Stream));
    assert_eq!(answer.headers, "content-type:text/event-stream\n");
    assert_eq!(read, ("a|text, too|ab".to_owned(), true));
}

#[test]
fn a_stream_waits_for_its_client() {
    let site = site(
        "let pulled = 0;
         return {
           get_x: async () => ({ body: new ReadableStream({ pull(c) { pulled++; if (pulled > 100) c.close(); else c.enqueue('x'); } }) }),
           get_pulled: () => ({ body: String(pulled) }),
         };",
    );
    let mut slow = answer(site.get("x"));
    site.run(async {
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
    });
    let pulled: u32 = site.text("pulled").parse().expect("a number");
    assert!(pulled < 10, "{pulled} pieces were made for nobody");
    let mut count = 0;
    let mut stream = slow.stream.take().expect("a stream");
    site.run(async {
        while let Some(Piece::Bytes(bytes)) = stream.piece().await {
            count += bytes.len();
        }
    });
    assert_eq!(count, 100);
}

#[test]
fn a_client_that_goes_cancels_the_stream() {
    let site = site(
        "return { get_x: () => ({ body: new ReadableStream({ start(c) { c.enqueue('first'); }, cancel(reason) { console.log('cancelled: ' + reason.message); } }) }) };",
    );
    let mut given = answer(site.get("x"));
    let mut stream = given.stream.take().expect("a stream");
    let first = site.run(async { stream.piece().await });
    assert_eq!(first, Some(Piece::Bytes(Bytes::from_static(b"first"))));
    drop(stream);
    site.line("cancelled: The client is gone");
}

#[test]
fn a_stream_that_fails_has_no_end_and_is_logged() {
    for (body, message) in [
        ("{ pull(c) { c.error(new Error('torn')); } }", "torn"),
        (
            "{ pull(c) { c.enqueue({}); } }",
            "neither bytes nor a string",
        ),
    ] {
        let site = site(&format!(
            "return {{ get_x: () => ({{ body: new ReadableStream({body}) }}) }};"
        ));
        let given = answer(site.get("x"));
        assert_eq!(read(&site, given), (String::new(), false));
        let line = site.line(message);
        assert_eq!(line.function.as_deref(), Some("get_x"));
    }
}

#[test]
fn a_stream_has_a_limit() {
    let limits = Limits {
        response_body_bytes_max: 10,
        ..Limits::default()
    };
    let (_, site) = Site::with(
        "return { get_x: () => ({ body: new ReadableStream({ pull(c) { c.enqueue('12345678'); } }) }) };",
        limits,
    );
    let site = site.unwrap_or_else(|error| panic!("{error}"));
    let given = answer(site.get("x"));
    assert_eq!(read(&site, given), ("12345678".to_owned(), false));
    site.line("response_body_bytes_max");
}

#[test]
fn a_response_of_fetch_is_an_answer() {
    let site = site(
        "return {
           get_text: () => new Response('hi', { status: 201, headers: [['X-A', '1'], ['Set-Cookie', 'a'], ['Set-Cookie', 'b']] }),
           get_json: async () => Response.json({ a: 1 }),
           get_none: () => new Response(null, { status: 204 }),
           get_stream: () => new Response(new Response('streamed').body),
           get_blob: () => ({ body: new Blob(['b'], { type: 'a/b' }) }),
           get_typed: () => ({ headers: { 'Content-Type': 'c/d' }, body: new Blob(['b'], { type: 'a/b' }) }),
           get_headers: () => ({ headers: new Headers({ A: '1' }), body: 'x' }),
           get_read: async () => { const r = new Response('x'); await r.text(); return r; },
           get_error: () => Response.error(),
         };",
    );
    let whole = |name: &str| {
        let answer = answer(site.get(name));
        let body = String::from_utf8(answer.body).expect("text");
        (answer.status, answer.headers, body)
    };
    let text_type = "content-type:text/plain;charset=UTF-8\n";
    assert_eq!(
        whole("text"),
        (
            201,
            format!("x-a:1\nset-cookie:a\nset-cookie:b\n{text_type}"),
            "hi".to_owned()
        )
    );
    let json = "content-type:application/json\n".to_owned();
    assert_eq!(whole("json"), (200, json, r#"{"a":1}"#.to_owned()));
    assert_eq!(whole("none"), (204, String::new(), String::new()));
    assert_eq!(
        whole("blob"),
        (200, "content-type:a/b\n".to_owned(), "b".to_owned())
    );
    assert_eq!(
        whole("typed"),
        (200, "Content-Type:c/d\n".to_owned(), "b".to_owned())
    );
    assert_eq!(whole("headers"), (200, "a:1\n".to_owned(), "x".to_owned()));
    let given = answer(site.get("stream"));
    assert_eq!(read(&site, given), ("streamed".to_owned(), true));
    for name in ["read", "error"] {
        match site.get(name) {
            Outcome::Threw(thrown) => assert_eq!(thrown.code, Code::BadResponse),
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn a_stream_for_a_client_that_waits_no_longer_is_cancelled() {
    let site = site(
        "return { get_x: () => new Promise((resolve) => setTimeout(() => resolve({ body: new ReadableStream({ cancel() { console.log('cancelled'); } }) }), 5)) };",
    );
    drop(site.begin(&Sent::default()));
    site.line("cancelled");
}
