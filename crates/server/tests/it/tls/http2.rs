//! HTTP/2: the same functions, the same refusals.

use std::io::Write;
use std::time::Duration;

use bytes::Bytes;
use http::Request;

use super::support::{NAME, Secured, builder, read, read_to_end, request, run};

const SITE: &str = r#"return {
    get_url(request) { return ok({ body: request.url, headers: { "X-Two": "a" } }); },
    get_cookies(request) { return ok({ body: request.headers.cookie }); },
    get_empty() { return response({ status: 204 }); },
    get_large() { return ok({ body: "x".repeat(3e6) }); },
    post_length(request) { return request.body.text().then((text) => ok({ body: String(text.length) })); },
    get_later() { return new Promise((done) => setTimeout(() => done(ok({ body: "later" })), 200)); },
};"#;

#[test]
fn requests_are_answered_beside_each_other() {
    let secured = Secured::new("", SITE);
    run(async {
        let mut client = secured.http2().await;
        let (later, _) = client
            .send
            .send_request(request("GET", "/later"), true)
            .unwrap();
        let answer = client.get("/url?a=b").await;
        answer.expect(200, "");
        assert_eq!(answer.text(), format!("https://{NAME}/_functions/url?a=b"));
        assert_eq!(answer.header("x-two"), Some("a"));
        assert!(
            answer.header("date").is_some() && answer.header("x-velodrome-request-id").is_some()
        );
        assert_eq!(read(later.await.unwrap()).await.unwrap().text(), "later");
    });
    let lines = secured.server.logs.access();
    assert_eq!(lines.len(), 2, "{lines:#?}");
}

#[test]
fn heads_and_empty_answers_have_no_body() {
    let secured = Secured::new("", SITE);
    run(async {
        let mut client = secured.http2().await;
        let head = client.ask(request("HEAD", "/large"), b"").await.unwrap();
        head.expect(200, "");
        assert_eq!(head.header("content-length"), Some("3000000"));
        assert!(head.body.is_empty());
        let empty = client.get("/empty").await;
        assert_eq!(empty.status, 204);
        assert_eq!(empty.header("content-length"), None);
    });
}

#[test]
fn large_bodies_pass_in_both_directions() {
    let secured = Secured::new("", SITE);
    run(async {
        let mut client = secured.http2().await;
        let body = vec![b'y'; 500_000];
        let answer = client.ask(request("POST", "/length"), &body).await.unwrap();
        assert_eq!(answer.text(), "500000");
        assert_eq!(client.get("/large").await.body.len(), 3_000_000);
    });
}

#[test]
fn cookies_are_one_field() {
    let secured = Secured::new("", SITE);
    run(async {
        let request = builder("GET", "/cookies")
            .header("cookie", "a=1")
            .header("cookie", "b=2");
        let mut client = secured.http2().await;
        let answer = client.ask(request.body(()).unwrap(), b"").await.unwrap();
        assert_eq!(answer.text(), "a=1; b=2");
    });
}

#[test]
fn what_http_1_refuses_is_refused_with_the_same_code() {
    let secured = Secured::new(
        "[limits]\ntarget_bytes_max = 100\nheader_count_max = 10",
        SITE,
    );
    run(async {
        let mut client = secured.http2().await;
        let many = (0..11).fold(builder("GET", "/url"), |request, n| {
            request.header(format!("x-{n}"), "1")
        });
        let long = format!("/url?{}", "a".repeat(100));
        let latin = http::HeaderValue::from_bytes(b"caf\xe9").unwrap();
        for (request, status, code) in [
            (many, 431, "HEADERS_TOO_LARGE"),
            (
                builder("GET", "/url").header("x-a", latin),
                400,
                "BAD_HEADER",
            ),
            (
                builder("GET", "/url").header("host", "other.test"),
                400,
                "BAD_HOST",
            ),
            (builder("GET", &long), 414, "TARGET_TOO_LONG"),
            (
                builder("GET", "/url").header("expect", "x"),
                417,
                "EXPECTATION_FAILED",
            ),
            (
                builder("POST", "/length").header("content-length", "+1"),
                400,
                "BAD_CONTENT_LENGTH",
            ),
            (builder("GET", "/no-such"), 404, "FUNCTION_NOT_FOUND"),
        ] {
            let answer = client.ask(request.body(()).unwrap(), b"").await;
            if code == "BAD_CONTENT_LENGTH" {
                assert!(
                    answer.is_err_and(|error| error.is_reset()),
                    "malformed to h2 already"
                );
                continue;
            }
            answer.unwrap().expect(status, code);
        }
        let mut connect = Request::connect("site.test:443").body(()).unwrap();
        *connect.version_mut() = http::Version::HTTP_2;
        let answer = client.ask(connect, b"").await.unwrap();
        answer.expect(501, "CONNECT_NOT_SUPPORTED");
    });
}

#[test]
fn a_head_beyond_all_bounds_is_431_too() {
    let secured = Secured::new("[limits]\nheader_block_bytes_max = 512", SITE);
    run(async {
        let mut client = secured.http2().await;
        let large = builder("GET", "/url").header("x-a", "1".repeat(600));
        let answer = client.ask(large.body(()).unwrap(), b"").await.unwrap();
        answer.expect(431, "HEADERS_TOO_LARGE");
        let huge = builder("GET", "/url").header("x-a", "1".repeat(15_000));
        let answer = client.ask(huge.body(()).unwrap(), b"").await.unwrap();
        assert_eq!(answer.status, 431);
        client.get("/url").await.expect(200, "");
    });
}

#[test]
fn a_body_has_its_length_and_its_bounds() {
    let secured = Secured::new("[limits]\nrequest_body_bytes_max = 10", SITE);
    run(async {
        let mut client = secured.http2().await;
        let declared = |length: &str| {
            let request = builder("POST", "/length").header("content-length", length);
            request.body(()).unwrap()
        };
        let fits = client.ask(declared("10"), b"0123456789").await.unwrap();
        assert_eq!(fits.text(), "10");
        for too_long in [declared("11"), request("POST", "/length")] {
            let answer = client.ask(too_long, b"01234567890").await.unwrap();
            answer.expect(413, "BODY_TOO_LARGE");
        }
        for length in ["9", "5", "1"] {
            let answer = client.ask(declared(length), b"01").await;
            assert!(
                answer.is_err_and(|error| error.is_reset()),
                "{length} declared, 2 sent"
            );
        }
        client.get("/url").await.expect(200, "");
    });
}

#[test]
fn a_body_must_come_in_time() {
    let secured = Secured::new("[limits]\nbody_idle_ms_max = 100", SITE);
    run(async {
        let mut client = secured.http2().await;
        let (answer, mut body) = client
            .send
            .send_request(request("POST", "/length"), false)
            .unwrap();
        body.send_data(Bytes::from_static(b"01"), false).unwrap();
        let answer = read(answer.await.unwrap()).await.unwrap();
        answer.expect(408, "BODY_TIMEOUT");
        client.get("/url").await.expect(200, "");
    });
}

#[test]
fn a_server_that_goes_away_answers_what_was_asked() {
    let mut secured = Secured::new("", SITE);
    run(async {
        let mut client = secured.http2().await;
        let (later, _) = client
            .send
            .send_request(request("GET", "/later"), true)
            .unwrap();
        client.get("/url").await.expect(200, "");
        secured.server.begin_drain();
        assert_eq!(read(later.await.unwrap()).await.unwrap().text(), "later");
        client.ended.await.unwrap().expect("closed in order");
    });
    secured.server.drain(Duration::from_secs(60));
}

#[test]
fn an_idle_connection_is_closed_in_order() {
    let secured = Secured::new("[limits]\nkeep_alive_idle_ms_max = 100", SITE);
    run(async {
        let mut client = secured.http2().await;
        client.get("/url").await.expect(200, "");
        client.ended.await.unwrap().expect("closed in order");
    });
}

/// A reset could take from the client what it has not read yet.
#[test]
fn a_client_that_still_talks_at_the_end_is_not_reset() {
    const EMPTY_SETTINGS: [u8; 9] = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    let secured = Secured::new("[limits]\nheader_time_ms_max = 100", SITE);
    let mut stream = secured.connect_as(secured.client(&["h2"]));
    stream
        .write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        .unwrap();
    stream.write_all(&EMPTY_SETTINGS).unwrap();
    read_to_end(&mut stream);
    for _ in 0..10 {
        stream.sock.write_all(b"still here").unwrap();
    }
}
