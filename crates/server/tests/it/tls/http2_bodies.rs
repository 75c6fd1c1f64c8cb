//! HTTP/2: bodies that come bit by bit, and those of files.

use http::Request;
use http::header::RANGE;

use super::support::{Http2, NAME, Secured, builder, read, request, run};

const STREAMS: &str = "
    let open = null;
    const endless = (how) => new ReadableStream({ ...how, cancel(reason) { console.log(`cancelled: ${reason.message}`); } });
    return {
        get_three: () => ok({ headers: { 'Content-Type': 'text/plain' }, body: ReadableStream.from(['one', '', 'two', 'three']) }),
        get_open: () => ok({ body: endless({ start(c) { open = c; c.enqueue('data: 1\\n\\n'); } }) }),
        get_next: () => { open.enqueue('data: 2\\n\\n'); return ok({ body: 'sent' }); },
        get_close: () => { open.close(); return ok({ body: 'closed' }); },
        get_broken: () => ok({ body: new ReadableStream({ start(c) { c.enqueue('half'); }, pull(c) { c.error(new Error('torn')); } }, { highWaterMark: 0 }) }),
        get_much: () => ok({ body: new ReadableStream({ pull(c) { c.enqueue('x'.repeat(100000)); } }) }),
        get_large: () => ok({ body: new ReadableStream({ n: 0, pull(c) { c.enqueue(new Uint8Array(100000).fill(this.n)); if (++this.n === 30) c.close(); } }) }),
        get_plain: () => ok({ body: 'plain' }),
    };
";

/// A client that takes much at once on its connection, and a usual part of it on each stream.
async fn patient(secured: &Secured) -> Http2 {
    let mut builder = h2::client::Builder::new();
    builder.initial_connection_window_size(16 << 20);
    secured.http2_as(&builder).await
}

/// Asks for something and gives its answer as soon as that begins.
async fn begin(client: &mut Http2, request: Request<()>) -> http::Response<h2::RecvStream> {
    client.send = client.send.clone().ready().await.unwrap();
    let (answer, _) = client.send.send_request(request, true).unwrap();
    answer.await.unwrap()
}

/// Reads pieces of an answer until this has come.
async fn read_until(body: &mut h2::RecvStream, seen: &mut String, text: &str) {
    while !seen.contains(text) {
        let piece = body.data().await.expect("more").expect("a piece");
        body.flow_control().release_capacity(piece.len()).unwrap();
        seen.push_str(&String::from_utf8_lossy(&piece));
    }
}

#[test]
fn channels_are_streams_beside_other_requests() {
    let site = r#"
        const { publish } = $vd.module("wix-realtime-backend");
        return { async get_say({ query }) { await publish({ name: "news" }, query.text); return ok(); } };
    "#;
    let secured = Secured::new("[limits]\nrealtime_heartbeat_ms_max = 100\n", site);
    let hub = secured.server.site.realtime.clone();
    run(async {
        let mut client = secured.http2().await;
        let uri = format!("https://{NAME}/_realtime/news");
        let listen = Request::get(uri).body(()).unwrap();
        let (answer, _) = client.send.send_request(listen, true).unwrap();
        let (head, mut body) = answer.await.unwrap().into_parts();
        assert_eq!(head.status, 200);
        assert_eq!(head.headers["content-type"], "text/event-stream");
        let mut seen = String::new();
        read_until(&mut body, &mut seen, "event: subscribed").await;
        client.get("/say?text=one").await.expect(200, "");
        read_until(&mut body, &mut seen, "\"payload\":\"one\"").await;
        read_until(&mut body, &mut seen, ":\n\n:\n\n").await;
        assert_eq!(hub.subscribers(), 1);
        // The client takes its request back.
        drop(body);
        client.get("/say?text=two").await.expect(200, "");
        while hub.subscribers() > 0 {
            client.get("/say?text=three").await.expect(200, "");
        }
    });
}

#[test]
fn a_stream_comes_beside_other_answers_and_ends() {
    let secured = Secured::new("", STREAMS);
    run(async {
        let mut client = secured.http2().await;
        let three = client.get("/three").await;
        three.expect(200, "");
        assert_eq!(three.text(), "onetwothree");
        assert_eq!(three.header("content-type"), Some("text/plain"));
        let absent = ["content-length", "transfer-encoding", "connection"];
        assert_eq!(absent.map(|name| three.header(name)), [None; 3]);
        let mut body = begin(&mut client, request("GET", "/open"))
            .await
            .into_body();
        let mut seen = String::new();
        read_until(&mut body, &mut seen, "data: 1\n\n").await;
        // On the same connection, while that stream is open.
        assert_eq!(client.get("/next").await.text(), "sent");
        read_until(&mut body, &mut seen, "data: 2\n\n").await;
        assert_eq!(client.get("/close").await.text(), "closed");
        while let Some(rest) = body.data().await {
            assert!(rest.unwrap().is_empty(), "its end");
        }
    });
}

#[test]
fn a_long_stream_waits_for_its_client_and_is_whole() {
    let secured = Secured::new("", STREAMS);
    run(async {
        let mut client = patient(&secured).await;
        let large = begin(&mut client, request("GET", "/large")).await;
        // Nothing of it is taken yet: its window is full, and others are answered all the same.
        for _ in 0..5 {
            assert_eq!(client.get("/plain").await.text(), "plain");
        }
        let answer = read(large).await.unwrap();
        assert_eq!(answer.body.len(), 3_000_000);
        for (place, byte) in answer.body.iter().enumerate().step_by(9999) {
            assert_eq!(usize::from(*byte), place / 100_000, "at {place}");
        }
    });
}

#[test]
fn a_stream_that_fails_is_reset_and_its_connection_goes_on() {
    let secured = Secured::new("[limits]\nresponse_body_bytes_max = 1000000", STREAMS);
    run(async {
        let mut client = secured.http2().await;
        for path in ["/broken", "/much"] {
            let error = client.ask(request("GET", path), b"").await.unwrap_err();
            assert!(error.is_reset(), "{path}: {error}");
            assert_eq!(client.get("/plain").await.text(), "plain");
        }
    });
    secured.server.logs.wait_for("torn");
    secured.server.logs.wait_for("response_body_bytes_max");
}

#[test]
fn a_stream_is_cancelled_when_the_client_takes_its_request_back_or_goes() {
    let secured = Secured::new("", STREAMS);
    run(async {
        let mut client = secured.http2().await;
        let mut body = begin(&mut client, request("GET", "/open"))
            .await
            .into_body();
        read_until(&mut body, &mut String::new(), "data: 1").await;
        drop(body);
        // The reset goes out with what is said next.
        assert_eq!(client.get("/plain").await.text(), "plain");
        secured
            .server
            .logs
            .wait_for_many("cancelled: The client is gone", 1);
        let head = client.ask(request("HEAD", "/open"), b"").await.unwrap();
        assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
        secured
            .server
            .logs
            .wait_for_many("cancelled: The client is gone", 2);
        let mut body = begin(&mut client, request("GET", "/open"))
            .await
            .into_body();
        read_until(&mut body, &mut String::new(), "data: 1").await;
        client.ended.abort();
    });
    secured
        .server
        .logs
        .wait_for_many("cancelled: The client is gone", 3);
}

#[test]
fn a_stream_has_a_limit_of_time_and_the_wall_time_is_not_it() {
    let config = "[limits]\nwall_time_ms_max = 200\nstream_time_ms_max = 400\n";
    let secured = Secured::new(config, STREAMS);
    run(async {
        let mut client = secured.http2().await;
        let answer = begin(&mut client, request("GET", "/open")).await;
        assert!(read(answer).await.unwrap_err().is_reset());
        assert_eq!(client.get("/plain").await.text(), "plain");
    });
}

/// Keeps one file of 300,000 bytes, and gives its address.
const FILES: &str = r#"
    const { mediaManager } = $vd.module("wix-media-backend");
    return {
        async post_file() {
            const content = Buffer.from(Array.from({ length: 300000 }, (_, place) => Math.floor(place / 1000) % 251));
            const { fileUrl } = await mediaManager.upload("", content, "a.bin");
            const url = await mediaManager.getFileUrl(fileUrl);
            return ok({ body: url.slice(url.indexOf("/_media/")) });
        },
    };
"#;

#[test]
fn files_are_sent_whole_and_in_part() {
    let dir = tempfile::tempdir().unwrap();
    let secured = Secured::with_data("", FILES, dir.path());
    run(async {
        let mut client = secured.http2().await;
        let path = client.ask(request("POST", "/file"), b"").await.unwrap();
        path.expect(200, "");
        let uri = format!("https://{NAME}{}", path.text());
        let ask = |method: &str| Request::builder().method(method).uri(&uri);
        let byte = |place: usize| (place / 1000 % 251) as u8;

        let whole = client.ask(ask("GET").body(()).unwrap(), b"").await.unwrap();
        assert_eq!((whole.status.as_u16(), whole.body.len()), (200, 300_000));
        assert_eq!(whole.header("content-length"), Some("300000"));
        assert_eq!(whole.header("accept-ranges"), Some("bytes"));
        assert!((0..300_000).all(|place| whole.body[place] == byte(place)));

        let part = ask("GET")
            .header(RANGE, "bytes=1999-250000")
            .body(())
            .unwrap();
        let part = client.ask(part, b"").await.unwrap();
        assert_eq!((part.status.as_u16(), part.body.len()), (206, 248_002));
        assert_eq!(
            part.header("content-range"),
            Some("bytes 1999-250000/300000")
        );
        assert!((0..248_002).all(|place| part.body[place] == byte(place + 1999)));

        let last = ask("GET").header(RANGE, "bytes=-3").body(()).unwrap();
        assert_eq!(
            client.ask(last, b"").await.unwrap().body,
            [byte(299_999); 3]
        );
        let beyond = ask("GET").header(RANGE, "bytes=300000-").body(()).unwrap();
        let beyond = client.ask(beyond, b"").await.unwrap();
        assert_eq!(beyond.status, 416);
        assert_eq!(beyond.header("content-range"), Some("bytes */300000"));

        let head = client
            .ask(ask("HEAD").body(()).unwrap(), b"")
            .await
            .unwrap();
        assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
        assert_eq!(head.header("content-length"), Some("300000"));
        let etag = head.header("etag").unwrap().to_owned();
        let known = ask("GET").header("if-none-match", etag).body(()).unwrap();
        let known = client.ask(known, b"").await.unwrap();
        assert_eq!((known.status.as_u16(), known.body.len()), (304, 0));
    });
}

#[test]
fn a_file_that_nobody_reads_holds_up_no_other_answer() {
    let dir = tempfile::tempdir().unwrap();
    let secured = Secured::with_data("", FILES, dir.path());
    run(async {
        let mut client = patient(&secured).await;
        let path = client
            .ask(request("POST", "/file"), b"")
            .await
            .unwrap()
            .text();
        let file = || {
            Request::get(format!("https://{NAME}{path}"))
                .body(())
                .unwrap()
        };
        let unread = begin(&mut client, file()).await;
        let missing = client
            .ask(builder("GET", "/none").body(()).unwrap(), b"")
            .await;
        missing.unwrap().expect(404, "FUNCTION_NOT_FOUND");
        assert_eq!(read(unread).await.unwrap().body.len(), 300_000);
        // Taken back in the middle of it.
        let mut body = begin(&mut client, file()).await.into_body();
        assert!(body.data().await.unwrap().is_ok());
        drop(body);
        assert_eq!(client.ask(file(), b"").await.unwrap().body.len(), 300_000);
    });
}
