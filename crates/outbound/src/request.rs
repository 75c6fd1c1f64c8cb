//! What is asked of another server.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use tokio::sync::mpsc;
use tokio::time::Instant;

/// One header field. Its name is sent in lower case; the order of fields and repeats are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value: the bytes on the wire.
    pub value: Bytes,
}

impl Header {
    /// A field.
    pub fn new(name: impl Into<String>, value: impl Into<Bytes>) -> Header {
        Header {
            name: name.into(),
            value: value.into(),
        }
    }
}

/// What happens at an answer that is a redirect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RedirectMode {
    /// The next address is called.
    #[default]
    Follow,
    /// The call fails.
    Error,
    /// The redirect is the answer.
    Manual,
}

/// A request.
pub struct Request {
    /// Its method, as it goes over the wire: case matters.
    pub method: String,
    /// An absolute `http:` or `https:` URL.
    pub url: String,
    /// Its header fields. Those that belong to the connection (`connection`, `transfer-encoding`,
    /// `content-length`, ..) are left out; `accept`, `accept-encoding` and `user-agent` are added
    /// where they are missing.
    pub headers: Vec<Header>,
    /// Its body.
    pub body: RequestBody,
    /// What happens at a redirect.
    pub redirect: RedirectMode,
    /// Whether the answer's body is given decompressed, and `accept-encoding` says so.
    pub decompress: bool,
    /// When the caller stops waiting, the answer's body included; the limit on time holds as well.
    pub deadline: Option<Instant>,
}

impl Request {
    /// A request without header fields and body that follows redirects and decompresses.
    pub fn new(method: impl Into<String>, url: impl Into<String>) -> Request {
        Request {
            method: method.into(),
            url: url.into(),
            headers: Vec::new(),
            body: RequestBody::Empty,
            redirect: RedirectMode::Follow,
            decompress: true,
            deadline: None,
        }
    }
}

/// The body of a request.
#[derive(Debug, Default)]
pub enum RequestBody {
    /// None.
    #[default]
    Empty,
    /// These bytes; sent again where a redirect asks for it.
    Bytes(Bytes),
    /// Bytes that are still to come, see [`RequestBody::channel`]. They cannot be sent twice: a
    /// redirect that asks for it is refused.
    Stream(BodyStream),
}

/// The bytes of a body that are still to come.
#[derive(Debug)]
pub struct BodyStream {
    chunks: mpsc::Receiver<Result<Bytes, String>>,
    length_bytes: Option<u64>,
}

/// Where the bytes of such a body are put in.
#[derive(Clone, Debug)]
pub struct BodySender(mpsc::Sender<Result<Bytes, String>>);

/// How many chunks of a request's body may wait for the connection.
const CHUNKS_WAITING_MAX: usize = 4;

impl RequestBody {
    /// A body whose bytes follow. With a length it is sent with `content-length`, and must have it.
    pub fn channel(length_bytes: Option<u64>) -> (BodySender, RequestBody) {
        let (sender, chunks) = mpsc::channel(CHUNKS_WAITING_MAX);
        let stream = BodyStream {
            chunks,
            length_bytes,
        };
        (BodySender(sender), RequestBody::Stream(stream))
    }
}

impl BodySender {
    /// Gives the next bytes; waits while enough are waiting. Dropping the last sender ends the body.
    ///
    /// # Errors
    /// Nobody wants the body any more.
    pub async fn send(&self, chunk: Bytes) -> Result<(), Bytes> {
        let sent = self.0.send(Ok(chunk)).await;
        sent.map_err(|refused| refused.0.unwrap_or_default())
    }

    /// Ends the call: the body will not be complete, for a reason that the call's error repeats.
    pub async fn fail(self, reason: impl Into<String>) {
        // Who no longer listens need not be told.
        let _ = self.0.send(Err(reason.into())).await;
    }

    /// Completes when nobody wants the body any more.
    pub async fn closed(&self) {
        self.0.closed().await;
    }
}

impl BodyStream {
    pub(crate) fn length_bytes(&self) -> Option<u64> {
        self.length_bytes
    }

    pub(crate) fn poll_chunk(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, String>>> {
        self.chunks.poll_recv(cx)
    }
}
