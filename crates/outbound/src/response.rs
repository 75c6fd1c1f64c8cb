//! What another server answers.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker, ready};

use bytes::Bytes;
use hyper::body::Body as _;
use tokio::io::{AsyncBufRead, AsyncRead, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use crate::connection::{failure, fault};
use crate::decode::{Coding, Decoded, codings, decode};
use crate::error::{Error, ErrorKind};
use crate::exchange::{Answer, Arriving};
use crate::options::Limits;
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
        target: Arc<Target>,
        redirected: bool,
        decompress: bool,
        limits: &Limits,
        deadline: Instant,
    ) -> Result<Response, Error> {
        let codings = if decompress {
            let found = codings(&answer.headers);
            found.map_err(|why| undecodable(&target.host_and_port(), &why))?
        } else {
            None
        };
        let url = target.href.clone();
        let body = Body::new(answer.body, target, limits, codings, deadline)?;
        Ok(Response {
            status: answer.status,
            status_text: answer.status_text,
            url,
            redirected,
            headers: answer.headers,
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
    /// Who answers.
    target: Arc<Target>,
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
        arriving: Arriving,
        target: Arc<Target>,
        limits: &Limits,
        codings: Option<Vec<Coding>>,
        deadline: Instant,
    ) -> Result<Body, Error> {
        let limit_bytes = limits.response_body_bytes_max;
        let length_bytes = arriving.length_bytes();
        if length_bytes.is_some_and(|length_bytes| length_bytes > limit_bytes) {
            return Err(too_large(&target, limit_bytes));
        }
        let codings = codings.unwrap_or_default();
        let is_coded = !codings.is_empty();
        let mut wire = Wire {
            arriving,
            piece: Bytes::new(),
            left_bytes: limit_bytes,
            limit_bytes,
            target: Arc::clone(&target),
        };
        let source = if length_bytes == Some(0) || wire.arriving.is_over() {
            wire.release();
            Source::Ended
        } else if is_coded {
            Source::Unseen(Some(wire), codings)
        } else {
            Source::Plain(wire)
        };
        Ok(Body {
            source,
            target,
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
                let name = self.target.host_and_port();
                let message = format!("the body of {name}'s answer did not end in time");
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
                None => Err(too_large(&self.target, self.limit_bytes)),
            },
            Err(Fault::Ours(error)) => Err(error),
            Err(Fault::Coding(error)) => Err(undecodable(
                &self.target.host_and_port(),
                &error.to_string(),
            )),
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

fn too_large(target: &Target, limit_bytes: u64) -> Error {
    let name = target.host_and_port();
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

impl Arriving {
    fn length_bytes(&self) -> Option<u64> {
        match self {
            Arriving::Http1(lease) => lease.as_ref()?.connection.length_bytes(),
            Arriving::Http2(incoming) => incoming.size_hint().exact(),
        }
    }

    /// Whether it is known that nothing comes.
    fn is_over(&self) -> bool {
        match self {
            Arriving::Http1(lease) => lease.is_none(),
            Arriving::Http2(incoming) => incoming.is_end_stream(),
        }
    }

    fn poll_piece(
        &mut self,
        cx: &mut Context<'_>,
        target: &Target,
    ) -> Poll<Result<Option<Bytes>, Error>> {
        match self {
            Arriving::Http1(None) => Poll::Ready(Ok(None)),
            Arriving::Http1(Some(lease)) => {
                let piece = ready!(lease.connection.poll_piece(cx));
                let piece = piece.map_err(|found| fault(&target.host_and_port(), &found))?;
                if piece.is_none() {
                    self.release();
                }
                Poll::Ready(Ok(piece))
            }
            Arriving::Http2(incoming) => loop {
                let Some(frame) = ready!(Pin::new(&mut *incoming).poll_frame(cx)) else {
                    return Poll::Ready(Ok(None));
                };
                let frame = frame.map_err(|error| failure(&target.host_and_port(), &error))?;
                if let Ok(piece) = frame.into_data()
                    && !piece.is_empty()
                {
                    return Poll::Ready(Ok(Some(piece)));
                }
            },
        }
    }

    /// Gives the connection back.
    fn release(&mut self) {
        if let Arriving::Http1(lease) = self
            && let Some(lease) = lease.take()
        {
            lease.release();
        }
    }
}

/// A body as it comes off the connection, within its limit.
struct Wire {
    arriving: Arriving,
    /// What was received and not yet read by a decompressor.
    piece: Bytes,
    left_bytes: u64,
    limit_bytes: u64,
    target: Arc<Target>,
}

impl Wire {
    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Error>> {
        let piece = ready!(self.arriving.poll_piece(cx, &self.target))?;
        if let Some(piece) = &piece {
            let left_bytes = self.left_bytes.checked_sub(piece.len() as u64);
            self.left_bytes =
                left_bytes.ok_or_else(|| too_large(&self.target, self.limit_bytes))?;
        }
        Poll::Ready(Ok(piece))
    }

    fn release(&mut self) {
        self.arriving.release();
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
        if let Arriving::Http1(Some(_)) = self.arriving {
            let mut cx = Context::from_waker(Waker::noop());
            // What comes here releases it, or is of no interest.
            let _released = self.arriving.poll_piece(&mut cx, &self.target);
        }
    }
}
