//! HTTP/1.1 over one connection, one request at a time, driven by whoever waits for the answer: no task
//! and no channel of its own. Head and body are written at once, and a short answer is read at once.
//!
//! What is read of an answer is as strict as a server would be with a request: whatever has two readings
//! (lengths that differ, a length in HTTP/1.0 beside chunks) is no answer.

mod answer_head;
mod framing;
mod request_head;
mod upload;

use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker, ready};

use bytes::{Bytes, BytesMut};
use http::Method;
use tokio::io::AsyncReadExt;
use tokio::sync::OwnedSemaphorePermit;

use crate::connect::Stream;
use crate::exchange::{Call, Payload};
use crate::options::Limits;
use crate::request::Header;
use answer_head::Found;
use framing::{Decoder, Piece};
use upload::Upload;

/// A connection that speaks HTTP/1.1.
pub(crate) struct Http1 {
    stream: Stream,
    /// Read and not yet understood.
    received: BytesMut,
    upload: Upload,
    search: Search,
    answer: Decoder,
    /// Whether another request may follow when this answer has ended.
    persists: bool,
    head_bytes_max: usize,
    headers_max: usize,
    /// Counts the connection until it is closed.
    _permit: OwnedSemaphorePermit,
}

/// The search for the end of a head.
#[derive(Clone, Copy, Default)]
struct Search {
    /// So many bytes were received when it was last looked for, and when the head was last read.
    seen: usize,
    tried: usize,
    /// Answers that were passed over.
    informational: usize,
}

/// The head of an answer.
pub(crate) struct Head {
    pub status: u16,
    pub reason: String,
    pub headers: Vec<Header>,
}

/// Why there is no answer, or no end of one.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The connection ended or broke.
    Lost(io::Error),
    /// What came is not HTTP.
    NotHttp(&'static str),
    HeadTooLarge,
    /// The source of the request's body failed, for this reason.
    Source(String),
    /// The request's body does not have the length it says.
    Length,
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Fault {
        Fault::Lost(error)
    }
}

/// Room for an answer that is expected to be short, in bytes.
const ROOM_BYTES: usize = 4 * 1024;
/// Room when much is to come, in bytes.
const LARGE_ROOM_BYTES: usize = 32 * 1024;

/// Answers before the answer (status 100 to 199) that are passed over.
const INFORMATIONAL_MAX: usize = 16;

impl Http1 {
    /// A new connection; `permit` counts it until it is closed.
    pub fn new(stream: Stream, limits: &Limits, permit: OwnedSemaphorePermit) -> Http1 {
        Http1 {
            stream,
            received: BytesMut::new(),
            upload: Upload::default(),
            search: Search::default(),
            answer: Decoder::default(),
            persists: true,
            head_bytes_max: limits.response_head_bytes_max.max(HEAD_BYTES_MIN),
            headers_max: limits.response_headers_max,
            _permit: permit,
        }
    }

    /// Whether the connection can be used again, as far as can be told without waiting: nothing may come
    /// between two requests, not even its end.
    pub fn is_fresh(&mut self) -> bool {
        let mut cx = Context::from_waker(Waker::noop());
        self.persists && self.received.is_empty() && self.poll_fill(&mut cx, 1).is_pending()
    }

    /// Sends a request and waits for the head of its answer.
    ///
    /// # Errors
    /// With true when nothing of the request was sent; its body is back in the call then.
    pub async fn send(&mut self, call: &mut Call) -> Result<Head, (Fault, bool)> {
        let payload = call.payload.take();
        let head = request_head::encode(call, &payload);
        self.upload = Upload::new(head, payload);
        self.search = Search::default();
        self.persists = true;
        let answered = std::future::poll_fn(|cx| self.poll_head(cx, &call.method)).await;
        answered.map_err(|fault| {
            self.persists = false;
            let unsent = self.upload.take_unsent();
            let is_unsent = unsent.is_some();
            call.payload.put_back(unsent.unwrap_or(Payload::None));
            (fault, is_unsent)
        })
    }

    fn poll_head(&mut self, cx: &mut Context<'_>, method: &Method) -> Poll<Result<Head, Fault>> {
        loop {
            self.poll_upload(cx)?;
            if let Some(found) = self.look_for_head()? {
                if found.is_informational() {
                    self.search.informational += 1;
                    if self.search.informational > INFORMATIONAL_MAX {
                        let endless = "it answers without end that it will answer";
                        return Poll::Ready(Err(Fault::NotHttp(endless)));
                    }
                    continue;
                }
                self.answer = framing::of_answer(&found, method)?;
                self.persists = found.persists() && self.answer.ends_by_itself();
                return Poll::Ready(Ok(found.into_head()));
            }
            if self.received.len() >= self.head_bytes_max {
                return Poll::Ready(Err(Fault::HeadTooLarge));
            }
            if ready!(self.poll_fill(cx, ROOM_BYTES))? == 0 {
                return Poll::Ready(Err(ended()));
            }
        }
    }

    /// Takes a head off what was received, if all of it is there. Who sends byte by byte does not make us
    /// read a long head again for each.
    fn look_for_head(&mut self) -> Result<Option<Found>, Fault> {
        let Search { seen, tried, .. } = self.search;
        if self.received.len() == seen {
            return Ok(None);
        }
        self.search.seen = self.received.len();
        if !answer_head::may_end(&self.received, seen) && self.received.len() < 2 * tried {
            return Ok(None);
        }
        self.search.tried = self.received.len();
        let found = answer_head::parse(&mut self.received, self.headers_max)?;
        if found.is_some() {
            (self.search.seen, self.search.tried) = (0, 0);
        }
        Ok(found)
    }

    /// The next piece of the answer's body, never empty; `None` at the end.
    pub fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Fault>> {
        // Who has answered need not take the rest of the request.
        if self.poll_upload(cx).is_err() {
            self.persists = false;
        }
        loop {
            match self.answer.next(&mut self.received, self.head_bytes_max)? {
                Piece::Bytes(bytes) => return Poll::Ready(Ok(Some(bytes))),
                Piece::End => return Poll::Ready(Ok(None)),
                Piece::More(expected_bytes) => {
                    let room = expected_bytes.clamp(ROOM_BYTES, LARGE_ROOM_BYTES);
                    if ready!(self.poll_fill(cx, room))? == 0 {
                        return Poll::Ready(self.answer.end_of_stream().map(|()| None));
                    }
                }
            }
        }
    }

    /// How long the answer's body is, where it says so.
    pub fn length_bytes(&self) -> Option<u64> {
        self.answer.length_bytes()
    }

    /// Whether another request can follow: both sides have said all they had to say.
    pub fn is_reusable(&self) -> bool {
        self.persists && self.upload.is_done() && self.answer.is_done() && self.received.is_empty()
    }

    /// Writes what can be written of the request.
    fn poll_upload(&mut self, cx: &mut Context<'_>) -> Result<(), Fault> {
        if self.upload.is_done() {
            return Ok(());
        }
        match self.upload.poll(cx, &mut self.stream) {
            Poll::Ready(Ok(())) | Poll::Pending => Ok(()),
            // It may have answered before it hung up.
            Poll::Ready(Err(Fault::Lost(_))) if self.upload.has_begun() => {
                self.persists = false;
                self.upload.give_up();
                Ok(())
            }
            Poll::Ready(Err(fault)) => Err(fault),
        }
    }

    /// Reads once; 0 at the end of the connection.
    fn poll_fill(&mut self, cx: &mut Context<'_>, room: usize) -> Poll<io::Result<usize>> {
        if self.received.capacity() - self.received.len() < room {
            self.received.reserve(room.max(ROOM_BYTES));
        }
        pin!(
            Pin::new(&mut self.stream)
                .get_mut()
                .read_buf(&mut self.received)
        )
        .poll(cx)
    }
}

/// The least that a head may be limited to, in bytes.
const HEAD_BYTES_MIN: usize = 8 * 1024;

fn ended() -> Fault {
    Fault::Lost(io::ErrorKind::UnexpectedEof.into())
}
