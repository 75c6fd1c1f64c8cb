//! What another server answers.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};

use bytes::Bytes;
use hyper::body::{Body as _, Incoming};
use hyper::ext::ReasonPhrase;
use tokio::io::{AsyncBufRead, AsyncRead, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use crate::connection::failure;
use crate::decode::{Coding, Decoded, codings, decode};
use crate::error::{Error, ErrorKind};
use crate::exchange::Answer;
use crate::options::Limits;
use crate::pool::Lease;
use crate::request::Header;
use crate::target::Target;

/// An answer; its body is still to come.
pub struct Response {
    /// Its status.
    pub status: u16,
    /// The text beside it, as it was sent; HTTP/2 has none.
    pub status_text: String,
    /// The URL that answered, without a fragment.
    pub url: String,
    /// Whether a redirect led there.
    pub redirected: bool,
    /// Its header fields as they were sent, `content-encoding` and `content-length` of a
    /// decompressed body included.
    pub headers: Vec<Header>,
    /// Its body.
    pub body: Body,
}

impl Response {
    pub(crate) fn new(
        answer: Answer,
        target: Target,
        redirected: bool,
        decompress: bool,
        limits: &Limits,
        deadline: Instant,
    ) -> Result<Response, Error> {
        let (head, incoming) = answer.response.into_parts();
        let name = target.host_and_port();
        let codings = if decompress {
            codings(&head.headers).map_err(|why| undecodable(&name, &why))?
        } else {
            None
        };
        let status_text = match head.extensions.get::<ReasonPhrase>() {
            Some(reason) => reason
                .as_bytes()
                .iter()
                .map(|byte| char::from(*byte))
                .collect(),
            None if answer.is_http2 => String::new(),
            None => head
                .status
                .canonical_reason()
                .unwrap_or_default()
                .to_owned(),
        };
        let fields = head.headers.iter();
        let headers = fields.map(|(name, value)| {
            Header::new(name.as_str(), Bytes::copy_from_slice(value.as_bytes()))
        });
        let headers = headers.collect();
        let body = Body::new(incoming, answer.lease, name, limits, codings, deadline)?;
        Ok(Response {
            status: head.status.as_u16(),
            status_text,
            url: target.href,
            redirected,
            headers,
            body,
        })
    }

    /// The first field of a name, in lower case.
    pub fn header(&self, name: &str) -> Option<&[u8]> {
        let field = self.headers.iter().find(|header| header.name == name)?;
        Some(&field.value)
    }
}

/// The body of an answer, by pieces as they arrive. Nothing is read ahead of who reads it.
pub struct Body {
    source: Source,
    name: String,
    left_bytes: u64,
    limit_bytes: u64,
    deadline: Instant,
    timer: Option<Pin<Box<Sleep>>>,
    length_bytes: Option<u64>,
}

enum Source {
    Plain(Wire),
    /// Compressed, nothing of it seen yet.
    Unseen(Option<Wire>, Vec<Coding>),
    Decoded(Decoded, Box<[u8]>),
    Ended,
}

/// Length of the pieces that a decompressed body is given in, in bytes.
const PIECE_BYTES: usize = 16 * 1024;

impl Body {
    fn new(
        incoming: Incoming,
        lease: Option<Lease>,
        name: String,
        limits: &Limits,
        codings: Option<Vec<Coding>>,
        deadline: Instant,
    ) -> Result<Body, Error> {
        let limit_bytes = limits.response_body_bytes_max;
        let length_bytes = incoming.size_hint().exact();
        if length_bytes.is_some_and(|length_bytes| length_bytes > limit_bytes) {
            return Err(too_large(&name, limit_bytes));
        }
        let codings = codings.unwrap_or_default();
        let is_coded = !codings.is_empty();
        let mut wire = Wire {
            incoming,
            lease,
            piece: Bytes::new(),
            left_bytes: limit_bytes,
            limit_bytes,
            name: name.clone(),
        };
        let source = if wire.incoming.is_end_stream() {
            wire.release();
            Source::Ended
        } else if is_coded {
            Source::Unseen(Some(wire), codings)
        } else {
            Source::Plain(wire)
        };
        Ok(Body {
            source,
            name,
            left_bytes: limit_bytes,
            limit_bytes,
            deadline,
            timer: None,
            length_bytes: length_bytes.filter(|_| !is_coded),
        })
    }

    /// How long the whole body is, where the answer says so and it is not decompressed.
    pub fn length_bytes(&self) -> Option<u64> {
        self.length_bytes
    }

    /// The next piece, never empty; `None` at the end.
    ///
    /// # Errors
    /// The body is too long or late, or its connection ends. Nothing comes after an error.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        std::future::poll_fn(|cx| self.poll_chunk(cx)).await
    }

    /// The same for those who poll.
    pub fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Error>> {
        let given = match self.source.poll(cx) {
            Poll::Ready(given) => given,
            Poll::Pending => {
                let deadline = self.deadline;
                let timer = self
                    .timer
                    .get_or_insert_with(|| Box::pin(sleep_until(deadline)));
                ready!(timer.as_mut().poll(cx));
                let message = format!("the body of {}'s answer did not end in time", self.name);
                Err(Error::new(ErrorKind::TimedOut, message).into())
            }
        };
        let result = match given {
            Ok(None) => Ok(None),
            Ok(Some(piece)) => match self.left_bytes.checked_sub(piece.len() as u64) {
                Some(left_bytes) => {
                    self.left_bytes = left_bytes;
                    return Poll::Ready(Ok(Some(piece)));
                }
                None => Err(too_large(&self.name, self.limit_bytes)),
            },
            Err(Fault::Ours(error)) => Err(error),
            Err(Fault::Coding(error)) => Err(undecodable(&self.name, &error.to_string())),
        };
        self.source = Source::Ended;
        self.timer = None;
        Poll::Ready(result)
    }

    /// All of it that is left.
    ///
    /// # Errors
    /// As of [`Body::chunk`].
    pub async fn bytes(&mut self) -> Result<Bytes, Error> {
        let Some(first) = self.chunk().await? else {
            return Ok(Bytes::new());
        };
        let Some(second) = self.chunk().await? else {
            return Ok(first);
        };
        let mut all = Vec::from(first);
        all.extend_from_slice(&second);
        while let Some(more) = self.chunk().await? {
            all.extend_from_slice(&more);
        }
        Ok(all.into())
    }
}

fn too_large(name: &str, limit_bytes: u64) -> Error {
    let message = format!("the body of {name}'s answer is longer than {limit_bytes} bytes");
    Error::new(ErrorKind::ResponseTooLarge, message)
}

fn undecodable(name: &str, why: &str) -> Error {
    let message = format!("the body of {name}'s answer cannot be decompressed");
    Error::caused(ErrorKind::ProtocolError, message, why)
}

/// Why there is no next piece.
enum Fault {
    Ours(Error),
    /// Said by a decompressor.
    Coding(io::Error),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        Fault::Ours(error)
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Fault {
        // An error of the connection passes through the decompressors in this form.
        match error.downcast::<Error>() {
            Ok(error) => Fault::Ours(error),
            Err(error) => Fault::Coding(error),
        }
    }
}

impl Source {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Fault>> {
        loop {
            match self {
                Source::Ended => return Poll::Ready(Ok(None)),
                Source::Plain(wire) => {
                    return wire.poll_piece(cx).map(|piece| piece.map_err(Fault::Ours));
                }
                Source::Unseen(wire, codings) => {
                    let seen = wire.as_mut().expect("taken only when seen");
                    let is_empty = ready!(Pin::new(seen).poll_fill_buf(cx))?.is_empty();
                    // An empty body needs no end of its compression.
                    let wire = wire.take().filter(|_| !is_empty);
                    *self = match wire {
                        None => Source::Ended,
                        Some(wire) => {
                            let buffer = vec![0; PIECE_BYTES].into_boxed_slice();
                            Source::Decoded(decode(wire, codings), buffer)
                        }
                    };
                }
                Source::Decoded(decoded, buffer) => {
                    let mut filled = ReadBuf::new(buffer);
                    ready!(decoded.as_mut().poll_read(cx, &mut filled))?;
                    let piece = filled.filled();
                    let piece = (!piece.is_empty()).then(|| Bytes::copy_from_slice(piece));
                    return Poll::Ready(Ok(piece));
                }
            }
        }
    }
}

/// A body as it comes off the connection.
struct Wire {
    incoming: Incoming,
    lease: Option<Lease>,
    /// What was received and not yet read by a decompressor.
    piece: Bytes,
    left_bytes: u64,
    limit_bytes: u64,
    name: String,
}

impl Wire {
    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Error>> {
        loop {
            let frame = match ready!(Pin::new(&mut self.incoming).poll_frame(cx)) {
                Some(frame) => frame.map_err(|error| failure(&self.name, &error))?,
                None => {
                    self.release();
                    return Poll::Ready(Ok(None));
                }
            };
            let Ok(piece) = frame.into_data() else {
                continue;
            };
            if piece.is_empty() {
                continue;
            }
            let left_bytes = self.left_bytes.checked_sub(piece.len() as u64);
            self.left_bytes = left_bytes.ok_or_else(|| too_large(&self.name, self.limit_bytes))?;
            return Poll::Ready(Ok(Some(piece)));
        }
    }

    fn release(&mut self) {
        if let Some(lease) = self.lease.take() {
            lease.release();
        }
    }
}

impl AsyncBufRead for Wire {
    fn poll_fill_buf(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<&[u8]>> {
        let this = self.get_mut();
        if this.piece.is_empty()
            && let Some(piece) = ready!(this.poll_piece(cx)).map_err(io::Error::other)?
        {
            this.piece = piece;
        }
        Poll::Ready(Ok(&this.piece))
    }

    fn consume(self: Pin<&mut Self>, amount: usize) {
        let piece = &mut self.get_mut().piece;
        *piece = piece.slice(amount..);
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let piece = ready!(self.as_mut().poll_fill_buf(cx))?;
        let amount = piece.len().min(buffer.remaining());
        buffer.put_slice(&piece[..amount]);
        self.consume(amount);
        Poll::Ready(Ok(()))
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        // A decompressor stops at the end of its own format, before that of the body.
        let mut cx = Context::from_waker(Waker::noop());
        if self.lease.is_some()
            && let Poll::Ready(None) = Pin::new(&mut self.incoming).poll_frame(&mut cx)
        {
            self.release();
        }
    }
}
