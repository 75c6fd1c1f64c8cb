//! Whole requests on a connection: read, answered, the answer's bytes built and written. The connection
//! is in memory, so nothing of the system's is counted.

use std::cell::Cell;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::SystemTime;

use gungraun::prelude::*;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::runtime::Runtime;
use velodrome_server::http1::{
    Begin, Body, DateCache, Done, Drain, Fault, Head, HeaderBlock, Http1, Http1Limits, Peer,
    Response, Service, serve_connection,
};

const EXCHANGES: usize = 100;
const REQUEST: &[u8] = b"GET /_functions/hello HTTP/1.1\r\nhost: 127.0.0.1:8080\r\n\r\n";

/// A client that asks again and again, one request at a time, and then leaves.
struct Client {
    left: usize,
    written: Rc<Cell<usize>>,
}

impl AsyncRead for Client {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.left > 0 {
            self.left -= 1;
            into.put_slice(REQUEST);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Client {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.written.set(self.written.get() + bytes.len());
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// Answers as a function's constant text is answered.
struct Hello;

impl Service for Hello {
    fn begin(&self, _: &Head<'_>, _: &Peer) -> Begin {
        Begin::ReadBody { bytes_max: 0 }
    }

    async fn call(&self, _: &Head<'_>, _: Vec<u8>, _: &Peer) -> Response {
        let mut headers = HeaderBlock::new();
        let pushed = headers.push("content-type", "text/plain; charset=utf-8");
        assert!(pushed.is_ok(), "a plain header");
        headers.push_known("x-velodrome-request-id", "0123456789abcdef");
        headers.push_known("x-velodrome-release", "1");
        Response::new(200)
            .with_headers(headers)
            .with_body(Body::Static(b"Hello, world!"))
    }

    fn refuse(&self, fault: Fault, _: &Peer) -> Response {
        Response::new(fault.status())
    }

    fn done(&self, _: Done<'_>) {}
}

fn connection() -> (Runtime, Http1<Hello>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime without I/O");
    let http1 = Http1 {
        service: Hello,
        limits: Rc::new(Http1Limits::default()),
        dates: Rc::new(DateCache::new(|| SystemTime::UNIX_EPOCH)),
        drain: Rc::new(Drain::default()),
    };
    (runtime, http1)
}

#[library_benchmark(setup = connection)]
fn answer_100_requests((runtime, http1): (Runtime, Http1<Hello>)) -> (Runtime, Http1<Hello>) {
    let written = Rc::new(Cell::new(0));
    let client = Client {
        left: EXCHANGES,
        written: Rc::clone(&written),
    };
    let peer = Peer::plain(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
    runtime.block_on(serve_connection(client, peer, &http1));
    assert!(written.get() > EXCHANGES * 150, "answers were written");
    (runtime, http1)
}

library_benchmark_group!(name = exchanges; benchmarks = answer_100_requests);
