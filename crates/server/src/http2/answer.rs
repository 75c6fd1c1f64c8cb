//! Sending an answer on a stream.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use h2::server::SendResponse;
use h2::{Reason, SendStream};
use http::header::{CONTENT_LENGTH, HeaderName, HeaderValue};
use tokio::time::{Instant, timeout, timeout_at};

use crate::http1::{Body, BodyPiece, BodyStream, DateCache, FilePart, Http1Limits, Response};

/// The client took the request back, is gone, or takes no more bytes; or the answer never ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken;

/// An answer in the terms of `h2`.
pub(super) struct Answer {
    head: http::Response<()>,
    body: Outgoing,
}

/// What follows the head.
enum Outgoing {
    Whole(Bytes),
    File(FilePart),
    Stream(Box<dyn BodyStream>),
}

impl Answer {
    pub fn new(response: &mut Response, to_head: bool, dates: &DateCache, now: Instant) -> Answer {
        let body = outgoing(std::mem::take(&mut response.body));
        let status = response.status();
        let bodiless = matches!(status, 204 | 304);
        let mut head = http::Response::new(());
        *head.status_mut() = status
            .try_into()
            .expect("a response has a status from 200 to 999");
        let mut lines = response.headers.as_bytes().to_vec();
        dates.append(&mut lines, now);
        for (name, value) in fields(&lines) {
            head.headers_mut().append(name, value);
        }
        let length = match &body {
            Outgoing::Whole(bytes) => Some(bytes.len() as u64),
            Outgoing::File(part) => Some(part.bytes()),
            Outgoing::Stream(_) => None,
        };
        if let Some(length) = length.filter(|_| !bodiless) {
            let length = HeaderValue::from(length);
            head.headers_mut().insert(CONTENT_LENGTH, length);
        }
        let no_body = bodiless || to_head;
        Answer {
            head,
            body: if no_body {
                Outgoing::Whole(Bytes::new())
            } else {
                body
            },
        }
    }

    /// Sends it under these limits; `sent_bytes` counts what of its body was sent.
    pub async fn send(
        self,
        respond: &mut SendResponse<Bytes>,
        limits: &Http1Limits,
        sent_bytes: &mut usize,
    ) -> Result<(), Broken> {
        let is_all = matches!(&self.body, Outgoing::Whole(bytes) if bytes.is_empty());
        let sent = respond.send_response(self.head, is_all);
        let mut out = Out {
            stream: sent.map_err(|_| Broken)?,
            write_idle: Duration::from_millis(limits.write_idle_ms_max),
            sent_bytes,
        };
        match self.body {
            Outgoing::Whole(_) if is_all => Ok(()),
            Outgoing::Whole(bytes) => out.send(bytes, true).await,
            Outgoing::File(part) => out.send_file(&part).await,
            Outgoing::Stream(body) => {
                let time = Duration::from_millis(limits.stream_time_ms_max);
                match timeout_at(Instant::now() + time, out.send_pieces(body)).await {
                    Ok(sent) => sent,
                    Err(_) => Err(out.give_up()),
                }
            }
        }
    }
}

/// The body's way out.
struct Out<'a> {
    stream: SendStream<Bytes>,
    /// How long to wait for room for some bytes.
    write_idle: Duration,
    sent_bytes: &'a mut usize,
}

impl Out<'_> {
    fn give_up(&mut self) -> Broken {
        self.stream.send_reset(Reason::CANCEL);
        Broken
    }

    async fn send(&mut self, mut bytes: Bytes, is_last: bool) -> Result<(), Broken> {
        while !bytes.is_empty() {
            self.stream.reserve_capacity(bytes.len());
            let Ok(room) = timeout(self.write_idle, room(&mut self.stream)).await else {
                return Err(self.give_up());
            };
            let piece = bytes.split_to(room?.min(bytes.len()));
            *self.sent_bytes += piece.len();
            let sent = self.stream.send_data(piece, is_last && bytes.is_empty());
            sent.map_err(|_| Broken)?;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Broken> {
        let sent = self.stream.send_data(Bytes::new(), true);
        sent.map_err(|_| Broken)
    }

    async fn send_file(&mut self, part: &FilePart) -> Result<(), Broken> {
        let mut at = 0;
        while at < part.bytes() {
            let Ok(piece) = part.piece(at).await else {
                return Err(self.give_up());
            };
            at += piece.len() as u64;
            self.send(Bytes::from(piece), false).await?;
        }
        self.end()
    }

    async fn send_pieces(&mut self, mut body: Box<dyn BodyStream>) -> Result<(), Broken> {
        loop {
            let stream = &mut self.stream;
            let piece = poll_fn(|cx| match body.poll_piece(cx) {
                Poll::Ready(piece) => Poll::Ready(Ok(piece)),
                // A client that takes the request back wants no more of it.
                Poll::Pending => stream.poll_reset(cx).map(|_| Err(Broken)),
            });
            match piece.await? {
                Some(BodyPiece::Bytes(bytes)) => self.send(bytes, false).await?,
                Some(BodyPiece::End) => return self.end(),
                None => return Err(self.give_up()),
            }
        }
    }
}

async fn room(stream: &mut SendStream<Bytes>) -> Result<usize, Broken> {
    loop {
        match poll_fn(|cx| stream.poll_capacity(cx)).await {
            Some(Ok(0)) => {}
            Some(Ok(bytes)) => return Ok(bytes),
            Some(Err(_)) | None => return Err(Broken),
        }
    }
}

fn outgoing(body: Body) -> Outgoing {
    match body {
        Body::Empty => Outgoing::Whole(Bytes::new()),
        Body::Static(bytes) => Outgoing::Whole(Bytes::from_static(bytes)),
        Body::Owned(bytes) => Outgoing::Whole(Bytes::from(bytes)),
        Body::Shared(bytes) => Outgoing::Whole(bytes),
        Body::File(part) => Outgoing::File(part),
        Body::Stream(stream) => Outgoing::Stream(stream),
    }
}

/// The fields in lines that were checked when they were added.
fn fields(lines: &[u8]) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
    lines.split(|byte| *byte == b'\n').filter_map(|line| {
        let line = line.strip_suffix(b"\r")?;
        let colon = memchr::memchr(b':', line)?;
        let name = HeaderName::from_bytes(&line[..colon]).ok()?;
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii()).ok()?;
        Some((name, value))
    })
}
