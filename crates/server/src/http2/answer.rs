//! Sending an answer on a stream.

use std::future::poll_fn;
use std::time::Duration;

use bytes::Bytes;
use h2::server::SendResponse;
use h2::{Reason, SendStream};
use http::header::{CONTENT_LENGTH, HeaderName, HeaderValue};
use tokio::time::{Instant, timeout};

use crate::http1::{Body, DateCache, Response};

/// The client took the request back, is gone, or takes no more bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken;

/// An answer in the terms of `h2`.
pub(super) struct Answer {
    head: http::Response<()>,
    body: Bytes,
}

impl Answer {
    pub fn new(response: &mut Response, to_head: bool, dates: &DateCache, now: Instant) -> Answer {
        let body = into_bytes(std::mem::take(&mut response.body));
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
        if !bodiless {
            let length = HeaderValue::from(body.len());
            head.headers_mut().insert(CONTENT_LENGTH, length);
        }
        Answer {
            head,
            body: if bodiless || to_head {
                Bytes::new()
            } else {
                body
            },
        }
    }

    /// Bytes of its body that are sent.
    pub fn body_bytes(&self) -> usize {
        self.body.len()
    }

    /// Sends it, waiting `write_idle` at most for room for some bytes.
    pub async fn send(
        self,
        respond: &mut SendResponse<Bytes>,
        write_idle: Duration,
    ) -> Result<(), Broken> {
        let Answer { head, mut body } = self;
        let sent = respond.send_response(head, body.is_empty());
        let mut stream = sent.map_err(|_| Broken)?;
        while !body.is_empty() {
            stream.reserve_capacity(body.len());
            let Ok(room) = timeout(write_idle, room(&mut stream)).await else {
                stream.send_reset(Reason::CANCEL);
                return Err(Broken);
            };
            let piece = body.split_to(room?.min(body.len()));
            let sent = stream.send_data(piece, body.is_empty());
            sent.map_err(|_| Broken)?;
        }
        Ok(())
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

fn into_bytes(body: Body) -> Bytes {
    match body {
        Body::Empty => Bytes::new(),
        Body::Static(bytes) => Bytes::from_static(bytes),
        Body::Owned(bytes) => Bytes::from(bytes),
        Body::Shared(bytes) => bytes,
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
