//! A server that is hyper and nothing else: the limit that `make bench` measures us against.
//!
//! It answers every request with the bytes that a function's constant text has, names and lengths of
//! all headers included, from one thread. No routes, no limits, no log, no JavaScript.

use std::convert::Infallible;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::LocalSet;

const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-velodrome-request-id");
const RELEASE: HeaderName = HeaderName::from_static("x-velodrome-release");

async fn hello(_: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let mut response = Response::new(Full::new(Bytes::from_static(b"Hello, world!")));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, TEXT);
    headers.insert(REQUEST_ID, HeaderValue::from_static("0123456789abcdef"));
    headers.insert(RELEASE, HeaderValue::from_static("1"));
    Ok(response)
}

async fn serve(socket: TcpStream) {
    let served = http1::Builder::new().serve_connection(TokioIo::new(socket), service_fn(hello));
    // A client that goes away is nobody's fault here.
    let _ = served.await;
}

/// Listens on the port that the environment's PORT names, as the bench's other servers do.
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port: u16 = std::env::var("PORT")?.parse()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    LocalSet::new().block_on(&runtime, async {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        loop {
            let (socket, _) = listener.accept().await?;
            socket.set_nodelay(true)?;
            tokio::task::spawn_local(serve(socket));
        }
    })
}
