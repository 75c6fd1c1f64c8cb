//! Redirects: what they keep of a request, and what ends them.

use std::sync::Arc;

use bytes::Bytes;
use http_body_util::BodyExt;
use velodrome_outbound::{ErrorKind, Header, Options, RedirectMode, Request, RequestBody};

use crate::support::{Asked, Names, Server, client, options, status, text};

/// What arrived: method, headers of interest, body.
async fn seen(asked: Asked) -> String {
    let mut seen = asked.method().to_string();
    for name in [
        "authorization",
        "cookie",
        "content-type",
        "content-length",
        "x-own",
    ] {
        if let Some(value) = asked.headers().get(name) {
            seen.push_str(&format!(" {name}={}", value.to_str().unwrap()));
        }
    }
    let body = asked.into_body().collect().await.unwrap().to_bytes();
    format!("{seen} {}", String::from_utf8_lossy(&body))
}

/// Answers `/STATUS/METHOD..` with a redirect to `/seen`, or what the query says.
async fn redirecting() -> Server {
    Server::http(|asked| async move {
        let path = asked.uri().path().to_owned();
        if path == "/seen" {
            return text(seen(asked).await);
        }
        let code = path.trim_start_matches('/').parse().unwrap();
        let to = asked.uri().query().unwrap_or("/seen").to_owned();
        status(code, &[("location", &to)])
    })
    .await
}

fn request(method: &str, url: String) -> Request {
    let mut request = Request::new(method, url);
    for (name, value) in [
        ("Authorization", "secret"),
        ("Cookie", "a=b"),
        ("Content-Type", "text/plain"),
        ("X-Own", "kept"),
    ] {
        request.headers.push(Header::new(name, value));
    }
    request
}

#[tokio::test]
async fn method_and_body_survive_as_the_status_says() {
    let server = redirecting().await;
    let client = client(options());
    let with =
        "authorization=secret cookie=a=b content-type=text/plain content-length=4 x-own=kept body";
    let without = "authorization=secret cookie=a=b x-own=kept ";
    for (code, method, expected) in [
        (301, "POST", format!("GET {without}")),
        (302, "POST", format!("GET {without}")),
        (303, "POST", format!("GET {without}")),
        (303, "PUT", format!("GET {without}")),
        (301, "PUT", format!("PUT {with}")),
        (302, "DELETE", format!("DELETE {with}")),
        (307, "POST", format!("POST {with}")),
        (308, "PATCH", format!("PATCH {with}")),
    ] {
        let mut request = request(method, server.url(&format!("/{code}")));
        request.body = RequestBody::Bytes(Bytes::from_static(b"body"));
        let mut answer = client.send(request).await.unwrap();
        let body = answer.body.bytes().await.unwrap();
        assert_eq!(String::from_utf8_lossy(&body), expected, "{code} {method}");
        assert_eq!(answer.url, server.url("/seen"));
        assert!(answer.redirected);
    }
}

#[tokio::test]
async fn another_origin_gets_no_credentials() {
    let (here, there) = (redirecting().await, redirecting().await);
    let client = client(options());
    let url = here.url(&format!("/307?{}", there.url("/seen")));
    let mut answer = client.send(request("GET", url)).await.unwrap();
    let body = answer.body.bytes().await.unwrap();
    assert_eq!(body, "GET content-type=text/plain x-own=kept ");
    assert_eq!(answer.url, there.url("/seen"));
}

#[tokio::test]
async fn the_request_decides_what_a_redirect_is() {
    let server = redirecting().await;
    let client = client(options());
    let mut request = Request::new("GET", server.url("/302"));
    request.redirect = RedirectMode::Manual;
    let answer = client.send(request).await.unwrap();
    assert_eq!((answer.status, answer.redirected), (302, false));
    assert_eq!(answer.header("location"), Some(&b"/seen"[..]));
    let mut request = Request::new("GET", server.url("/302"));
    request.redirect = RedirectMode::Error;
    let error = client.send(request).await.err().unwrap();
    assert_eq!(error.kind, ErrorKind::RedirectRefused);
}

#[tokio::test]
async fn a_circle_ends() {
    let server = redirecting().await;
    let client = client(options());
    let url = server.url("/302?/302");
    let endless = Server::http(|_| async { status(302, &[("location", "/again")]) }).await;
    let error = client
        .send(Request::new("GET", endless.url("/")))
        .await
        .err()
        .unwrap();
    assert_eq!(error.kind, ErrorKind::TooManyRedirects);
    // One connection, not one for each: a short answer is read away.
    assert_eq!(endless.accepted(), 1);
    // The second answer has no query and leads on: two redirects are none too many.
    let answer = client.send(Request::new("GET", url)).await.unwrap();
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn a_redirect_that_leads_nowhere_is_refused() {
    let server = redirecting().await;
    let client = client(options());
    for to in ["ftp://a.example/", "http://u:p@127.0.0.1/", "http://"] {
        let url = server.url(&format!("/302?{to}"));
        let error = client.send(Request::new("GET", url)).await.err().unwrap();
        assert_eq!(error.kind, ErrorKind::RedirectRefused, "{to}");
    }
    let none = Server::http(|_| async { status(302, &[]) }).await;
    let answer = client
        .send(Request::new("GET", none.url("/")))
        .await
        .unwrap();
    assert_eq!(answer.status, 302);
}

#[tokio::test]
async fn a_stream_cannot_be_sent_twice() {
    let server = redirecting().await;
    let client = client(options());
    for (code, expected) in [(307, Err(ErrorKind::RedirectRefused)), (303, Ok(200))] {
        let (sender, body) = RequestBody::channel(None);
        let mut request = Request::new("POST", server.url(&format!("/{code}")));
        request.body = body;
        let sent = async {
            sender.send(Bytes::from_static(b"once")).await.unwrap();
            drop(sender);
        };
        let (answer, ()) = tokio::join!(client.send(request), sent);
        assert_eq!(
            answer
                .map(|answer| answer.status)
                .map_err(|error| error.kind),
            expected
        );
    }
}

#[tokio::test]
async fn a_name_is_sent_as_host_and_resolved_anew() {
    let server = Server::http(|asked| async move {
        let host = asked.headers()["host"].to_str().unwrap().to_owned();
        text(host)
    })
    .await;
    let names = Names::default().with("a.example", &[&["127.0.0.1"]]);
    let client = client(Options {
        resolver: Arc::new(names),
        ..options()
    });
    let port = server.address.port();
    let url = format!("http://A.example:{port}/#fragment");
    let mut answer = client.send(Request::new("GET", url)).await.unwrap();
    assert_eq!(
        answer.body.bytes().await.unwrap(),
        format!("a.example:{port}")
    );
    assert_eq!(answer.url, format!("http://a.example:{port}/"));
    let error = client
        .send(Request::new("GET", "http://b.example/"))
        .await
        .err()
        .unwrap();
    assert_eq!(error.kind, ErrorKind::DnsFailed);
}
