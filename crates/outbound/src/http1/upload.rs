//! A request on its way out: its head, and a body that is there or still to come.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use tokio::io::AsyncWrite;

use super::Fault;
use crate::connect::Stream;
use crate::exchange::Payload;
use crate::request::BodyStream;

/// What of a request was not written yet.
#[derive(Default)]
pub(super) struct Upload {
    /// Of this, what follows `written`.
    head: Vec<u8>,
    written: usize,
    /// The body, or what follows of it.
    body: Bytes,
    source: Option<Source>,
    /// Written, but perhaps not passed on by the layer below.
    unflushed: bool,
    begun: bool,
    given_up: bool,
}

struct Source {
    stream: BodyStream,
    /// Of a body with a length; one without goes in chunks.
    left_bytes: Option<u64>,
}

/// A body up to this length is written together with the head, in bytes.
const TOGETHER_BYTES_MAX: usize = 16 * 1024;

impl Upload {
    pub fn new(mut head: Vec<u8>, payload: Payload) -> Upload {
        let (mut body, mut source) = (Bytes::new(), None);
        match payload {
            Payload::None | Payload::Once(None) => {}
            Payload::Bytes(bytes) if bytes.len() <= TOGETHER_BYTES_MAX => {
                head.extend_from_slice(&bytes)
            }
            Payload::Bytes(bytes) => body = bytes,
            Payload::Once(Some(stream)) => {
                let left_bytes = stream.length_bytes();
                source = Some(Source { stream, left_bytes });
            }
        }
        Upload {
            head,
            body,
            source,
            ..Upload::default()
        }
    }

    /// Whether everything was written.
    pub fn is_done(&self) -> bool {
        self.given_up
            || self.written == self.head.len()
                && self.body.is_empty()
                && self.source.is_none()
                && !self.unflushed
    }

    /// Whether something was.
    pub fn has_begun(&self) -> bool {
        self.begun
    }

    /// Nothing more is written.
    pub fn give_up(&mut self) {
        *self = Upload {
            begun: self.begun,
            given_up: true,
            ..Upload::default()
        };
    }

    /// The body, if nothing of the request was written: of one that can be sent again, nothing.
    pub fn take_unsent(&mut self) -> Option<Payload> {
        if self.begun {
            return None;
        }
        Some(Payload::Once(
            self.source.take().map(|source| source.stream),
        ))
    }

    /// Writes until all is written or nothing can be for now.
    pub fn poll(&mut self, cx: &mut Context<'_>, stream: &mut Stream) -> Poll<Result<(), Fault>> {
        loop {
            while self.written < self.head.len() {
                let rest = &self.head[self.written..];
                self.written += ready!(Pin::new(&mut *stream).poll_write(cx, rest))?;
                self.begun = true;
                self.unflushed = true;
            }
            while self.body.has_remaining() {
                let written = ready!(Pin::new(&mut *stream).poll_write(cx, &self.body))?;
                self.body.advance(written);
                self.unflushed = true;
            }
            let next = match &mut self.source {
                None => None,
                Some(source) => match source.poll_next(cx) {
                    Poll::Ready(next) => Some(next?),
                    Poll::Pending => {
                        ready!(self.poll_flush(cx, stream))?;
                        return Poll::Pending;
                    }
                },
            };
            match next {
                None => return self.poll_flush(cx, stream),
                Some(Next {
                    frame,
                    body,
                    is_last,
                }) => {
                    (self.head, self.written, self.body) = (frame, 0, body);
                    if is_last {
                        self.source = None;
                    }
                }
            }
        }
    }

    fn poll_flush(&mut self, cx: &mut Context<'_>, stream: &mut Stream) -> Poll<Result<(), Fault>> {
        if self.unflushed {
            ready!(Pin::new(stream).poll_flush(cx))?;
            self.unflushed = false;
        }
        Poll::Ready(Ok(()))
    }
}

/// What follows of a body.
struct Next {
    frame: Vec<u8>,
    body: Bytes,
    is_last: bool,
}

impl Source {
    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Result<Next, Fault>> {
        let chunk = match ready!(Pin::new(&mut self.stream).poll_chunk(cx)) {
            Some(chunk) => Some(chunk.map_err(Fault::Source)?),
            None => None,
        };
        Poll::Ready(match (chunk, &mut self.left_bytes) {
            (Some(chunk), Some(left_bytes)) => {
                *left_bytes = left_bytes
                    .checked_sub(chunk.len() as u64)
                    .ok_or(Fault::Length)?;
                Ok(Next {
                    frame: Vec::new(),
                    body: chunk,
                    is_last: false,
                })
            }
            (None, Some(0)) => Ok(Next {
                frame: Vec::new(),
                body: Bytes::new(),
                is_last: true,
            }),
            (None, Some(_)) => Err(Fault::Length),
            // An empty chunk would be the last.
            (Some(chunk), None) if chunk.is_empty() => Ok(Next {
                frame: Vec::new(),
                body: chunk,
                is_last: false,
            }),
            (Some(chunk), None) => {
                let mut frame = format!("{:x}\r\n", chunk.len()).into_bytes();
                frame.extend_from_slice(&chunk);
                frame.extend_from_slice(b"\r\n");
                Ok(Next {
                    frame,
                    body: Bytes::new(),
                    is_last: false,
                })
            }
            (None, None) => Ok(Next {
                frame: b"0\r\n\r\n".to_vec(),
                body: Bytes::new(),
                is_last: true,
            }),
        })
    }
}
