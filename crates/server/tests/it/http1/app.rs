//! A small application behind the codec.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, UNIX_EPOCH};

use tokio::sync::Notify;
use velodrome_server::http1::{
    Begin, Body, DateCache, Done, Drain, Fault, Head, HeaderBlock, Http1, Http1Limits, Method,
    Peer, Response, Service,
};

pub const SMALL_BODY_BYTES_MAX: u64 = 10;
pub const LARGE_BODY_BYTES: usize = 300_000;

#[derive(Default)]
pub struct App {
    /// `/gate` answers when this is notified.
    pub gate: Notify,
    /// `METHOD target status`, or the fault's code, in the order of `done`.
    pub log: RefCell<Vec<String>>,
}

impl Service for App {
    fn begin(&self, head: &Head<'_>, _: &Peer) -> Begin {
        match head.path() {
            "/early" => Begin::Answer(text(404, "early")),
            "/small" => Begin::ReadBody {
                bytes_max: SMALL_BODY_BYTES_MAX,
            },
            _ => Begin::ReadBody {
                bytes_max: u64::MAX,
            },
        }
    }

    async fn call(&self, head: &Head<'_>, body: Vec<u8>, _: &Peer) -> Response {
        match head.path() {
            "/gate" => {
                self.gate.notified().await;
                text(200, "opened")
            }
            "/head" => text(200, head.raw()),
            "/host" => text(200, head.host()),
            "/target" => text(
                200,
                &format!(
                    "{:?} {} {:?}",
                    head.target_form(),
                    head.path(),
                    head.query()
                ),
            ),
            "/large" => Response::new(200).with_body(Body::Owned(vec![b'x'; LARGE_BODY_BYTES])),
            "/204" => text(204, "not sent"),
            "/304" => text(304, "not sent"),
            "/close" => text(200, "bye").closing(),
            path => by_method(head, path, body),
        }
    }

    fn refuse(&self, fault: Fault, _: &Peer) -> Response {
        text(fault.status(), fault.code())
    }

    fn done(&self, done: Done<'_>) {
        self.log.borrow_mut().push(match (done.head, done.fault) {
            (Some(head), _) => format!(
                "{} {} {}",
                head.method().as_str(),
                head.target(),
                done.status
            ),
            (None, fault) => format!("{fault:?} {}", done.status),
        });
    }
}

fn by_method(head: &Head<'_>, path: &str, body: Vec<u8>) -> Response {
    match head.method() {
        Method::Get | Method::Head if path == "/" => text(200, "hello"),
        Method::Get | Method::Head => text(200, path),
        Method::Post => text(200, "").with_body(Body::Owned(body)),
        Method::Options => with_allow(Response::new(204)),
        Method::Other(_) => text(501, "unknown method"),
        _ => with_allow(text(405, "not allowed")),
    }
}

fn text(status: u16, body: &str) -> Response {
    let mut headers = HeaderBlock::new();
    headers.push("Content-Type", "text/plain").unwrap();
    Response::new(status)
        .with_headers(headers)
        .with_body(Body::Owned(body.as_bytes().to_vec()))
}

fn with_allow(mut response: Response) -> Response {
    response
        .headers
        .push("Allow", "GET, HEAD, POST, OPTIONS")
        .unwrap();
    response
}

pub fn server() -> Rc<Http1<App>> {
    server_with(Http1Limits::default())
}

pub fn server_with(limits: Http1Limits) -> Rc<Http1<App>> {
    Rc::new(Http1 {
        service: App::default(),
        limits: Rc::new(limits),
        dates: Rc::new(DateCache::new(|| {
            UNIX_EPOCH + Duration::from_secs(784_111_777)
        })),
        drain: Rc::new(Drain::default()),
    })
}

pub fn peer() -> Peer {
    Peer::plain(([127, 0, 0, 1], 1).into())
}
