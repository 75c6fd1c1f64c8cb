//! One connection, speaking HTTP/1.1 or HTTP/2, and the body that goes over it.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::sync::OwnedSemaphorePermit;

use crate::connect::Stream;
use crate::error::{Error, ErrorKind, chain};
use crate::options::Limits;
use crate::request::BodyStream;

/// The sending end of a connection. The connection lives as long as one of them, or an answer.
pub(crate) enum Connection {
    /// For one request at a time.
    Http1(http1::SendRequest<SentBody>),
    /// For many at once.
    Http2(http2::SendRequest<SentBody>),
}

/// Why a request got no answer.
pub(crate) struct SendFailure {
    pub error: hyper::Error,
    /// The request, when nothing of it was sent.
    pub unsent: Option<http::Request<SentBody>>,
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
        let (sender, connection) = http1::Builder::new()
            .max_headers(limits.response_headers_max)
            .max_header_size(limits.response_head_bytes_max)
            .max_buf_size(limits.response_head_bytes_max.max(BUFFER_BYTES_MIN))
            .handshake(TokioIo::new(stream))
            .await?;
        spawn(connection, permit);
        Ok(Connection::Http1(sender))
    }

    /// Sends a request; gives the head of the answer.
    pub async fn send(
        &mut self,
        request: http::Request<SentBody>,
    ) -> Result<http::Response<Incoming>, SendFailure> {
        let sent = match self {
            Connection::Http1(sender) => sender.try_send_request(request).await,
            Connection::Http2(sender) => sender.try_send_request(request).await,
        };
        sent.map_err(|mut failed| {
            let unsent = failed.take_message();
            SendFailure {
                error: failed.into_error(),
                unsent,
            }
        })
    }

    /// Whether a request has the form of HTTP/2.
    pub fn is_http2(&self) -> bool {
        matches!(self, Connection::Http2(_))
    }
}

/// The least that the library's buffer may be limited to.
const BUFFER_BYTES_MIN: usize = 8 * 1024;

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

/// A request's body on its way.
pub(crate) enum SentBody {
    /// These bytes; nothing when they are gone or were none.
    Bytes(Bytes),
    /// Bytes that are still to come.
    Stream(BodyStream),
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
            let message = format!("the body of the request to {name} failed: {reason}");
            return Error::new(ErrorKind::RequestBodyFailed, message);
        }
        cause = inner.source();
    }
    let (kind, message) = if error.is_parse_too_large() {
        let message = format!("the head of the answer of {name} is too long");
        (ErrorKind::ResponseHeadTooLarge, message)
    } else if error.is_parse() {
        (
            ErrorKind::ProtocolError,
            format!("the answer of {name} is not HTTP"),
        )
    } else if error.is_user() {
        let message = format!("the request to {name} does not have the length it says");
        (ErrorKind::RequestBodyFailed, message)
    } else {
        let message = format!("the connection to {name} ended before the answer did");
        (ErrorKind::ConnectionLost, message)
    };
    Error::caused(kind, message, chain(error))
}
