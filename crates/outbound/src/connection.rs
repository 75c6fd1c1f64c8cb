//! One connection, speaking HTTP/1.1 (`http1/`) or HTTP/2, and what goes wrong with it.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::sync::OwnedSemaphorePermit;

use crate::connect::Stream;
use crate::error::{Error, ErrorKind, chain};
use crate::exchange::Payload;
use crate::http1::{Fault, Http1};
use crate::options::Limits;
use crate::request::BodyStream;

/// The sending end of a connection. The connection lives as long as one of them, or an answer.
pub(crate) enum Connection {
    /// For one request at a time.
    Http1(Box<Http1>),
    /// For many at once.
    Http2(http2::SendRequest<SentBody>),
}

impl Connection {
    /// Starts to speak HTTP. `permit` counts the connection until it is closed.
    pub async fn start(
        stream: Stream,
        limits: &Limits,
        permit: OwnedSemaphorePermit,
    ) -> Result<Connection, hyper::Error> {
        if stream.is_http2() {
            let head_bytes_max = u32::try_from(limits.response_head_bytes_max).unwrap_or(u32::MAX);
            let (sender, connection) = http2::Builder::new(TokioExecutor::new())
                .timer(TokioTimer::new())
                .max_header_list_size(head_bytes_max)
                .handshake(TokioIo::new(stream))
                .await?;
            spawn(connection, permit);
            return Ok(Connection::Http2(sender));
        }
        let connection = Http1::new(stream, limits, permit);
        Ok(Connection::Http1(Box::new(connection)))
    }
}

/// Runs a connection until it ends. What ended it is told to whoever waits for an answer.
fn spawn<F>(connection: F, permit: OwnedSemaphorePermit)
where
    F: Future<Output = Result<(), hyper::Error>> + Send + 'static,
{
    tokio::spawn(async move {
        let _ = connection.await;
        drop(permit);
    });
}

/// A request's body on its way over HTTP/2.
pub(crate) enum SentBody {
    /// These bytes; nothing when they are gone or were none.
    Bytes(Bytes),
    /// Bytes that are still to come.
    Stream(BodyStream),
}

impl From<Payload> for SentBody {
    fn from(payload: Payload) -> SentBody {
        match payload {
            Payload::None | Payload::Once(None) => SentBody::Bytes(Bytes::new()),
            Payload::Bytes(bytes) => SentBody::Bytes(bytes),
            Payload::Once(Some(stream)) => SentBody::Stream(stream),
        }
    }
}

impl SentBody {
    /// What can be sent once only.
    pub fn into_payload(self) -> Payload {
        match self {
            SentBody::Stream(stream) => Payload::Once(Some(stream)),
            SentBody::Bytes(_) => Payload::None,
        }
    }
}

/// The source of a body failed, for this reason.
#[derive(Debug)]
pub(crate) struct SourceFailed(pub String);

impl fmt::Display for SourceFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for SourceFailed {}

impl Body for SentBody {
    type Data = Bytes;
    type Error = SourceFailed;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, SourceFailed>>> {
        match self.get_mut() {
            SentBody::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            SentBody::Bytes(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            SentBody::Stream(stream) => Pin::new(stream)
                .poll_chunk(cx)
                .map(|chunk| chunk.map(|chunk| chunk.map(Frame::data).map_err(SourceFailed))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, SentBody::Bytes(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            SentBody::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            SentBody::Stream(stream) => match stream.length_bytes() {
                Some(length_bytes) => SizeHint::with_exact(length_bytes),
                None => SizeHint::default(),
            },
        }
    }
}

/// Whether a request has no answer because of its connection: the other side may have closed it
/// while it was idle.
pub(crate) fn is_unanswered(error: &hyper::Error) -> bool {
    !error.is_parse() && !error.is_user()
}

/// The library's error as ours; `name` is host and port.
pub(crate) fn failure(name: &str, error: &hyper::Error) -> Error {
    let mut cause: Option<&(dyn StdError + 'static)> = error.source();
    while let Some(inner) = cause {
        if let Some(SourceFailed(reason)) = inner.downcast_ref() {
            return source_failed(name, reason);
        }
        cause = inner.source();
    }
    let (kind, message) = if error.is_parse_too_large() {
        head_too_large(name)
    } else if error.is_parse() {
        not_http(name)
    } else if error.is_user() {
        wrong_length(name)
    } else {
        lost(name)
    };
    Error::caused(kind, message, chain(error))
}

/// The same of a fault of HTTP/1.1.
pub(crate) fn fault(name: &str, fault: &Fault) -> Error {
    match fault {
        Fault::Lost(error) => {
            let (kind, message) = lost(name);
            Error::caused(kind, message, chain(error))
        }
        Fault::NotHttp(why) => {
            let (kind, message) = not_http(name);
            Error::caused(kind, message, why)
        }
        Fault::HeadTooLarge => {
            let (kind, message) = head_too_large(name);
            Error::new(kind, message)
        }
        Fault::Source(reason) => source_failed(name, reason),
        Fault::Length => {
            let (kind, message) = wrong_length(name);
            Error::new(kind, message)
        }
    }
}

fn source_failed(name: &str, reason: &str) -> Error {
    let message = format!("the body of the request to {name} failed: {reason}");
    Error::new(ErrorKind::RequestBodyFailed, message)
}

fn head_too_large(name: &str) -> (ErrorKind, String) {
    let message = format!("the head of the answer of {name} is too long");
    (ErrorKind::ResponseHeadTooLarge, message)
}

fn not_http(name: &str) -> (ErrorKind, String) {
    let message = format!("the answer of {name} is not HTTP");
    (ErrorKind::ProtocolError, message)
}

fn wrong_length(name: &str) -> (ErrorKind, String) {
    let message = format!("the request to {name} does not have the length it says");
    (ErrorKind::RequestBodyFailed, message)
}

fn lost(name: &str) -> (ErrorKind, String) {
    let message = format!("the connection to {name} ended before the answer did");
    (ErrorKind::ConnectionLost, message)
}
