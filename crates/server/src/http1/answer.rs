//! Sending an answer, and what that means for the connection.

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::Instant;

use super::connection::Connection;
use super::encode::{self, Frame};
use super::fault::Fault;
use super::head::Version;
use super::response::{Body, Response};
use super::service::{Done, Service};
use super::wire::{Broken, Wire};

/// Longer bodies are written from where they are instead of being copied behind the head.
const COPIED_BODY_BYTES_MAX: usize = 16 * 1024;

/// What happens to the connection after an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Continue,
    /// Close it so that the peer can read the answer.
    Linger,
    /// Nobody is there any more.
    Drop,
}

impl Next {
    fn after(written: Result<(), Broken>, keep_alive: bool) -> Self {
        match written {
            Err(Broken) => Next::Drop,
            Ok(()) if keep_alive => Next::Continue,
            Ok(()) => Next::Linger,
        }
    }
}

/// What is left to know of a request when its answer is there.
pub(super) struct Request {
    pub frame: Frame,
    /// Input bytes to let go of.
    pub consumed: usize,
    pub body_bytes: usize,
    pub started: Instant,
}

impl<S: Service, IO: AsyncRead + AsyncWrite + Unpin> Connection<'_, S, IO> {
    /// Sends the answer to the request at the front of the input, and consumes that.
    pub async fn send(&mut self, request: Request, mut response: Response) -> Next {
        // Without lengths of chunks only the connection's end says where the body ends.
        let ends_by_close =
            matches!(response.body, Body::Stream(_)) && request.frame.version == Version::Http10;
        let keep_alive = request.frame.keep_alive
            && !response.close
            && !ends_by_close
            && !self.http1.drain.is_started();
        let frame = Frame {
            keep_alive,
            ..request.frame
        };
        self.last_answer = Instant::now();
        self.answered = true;
        let out = &mut self.wire.out;
        let body = encode::head(out, &response, frame, &self.http1.dates, self.last_answer);
        // A request that is already here is answered in the same write; if it is not whole, the
        // next read writes first.
        let collect = keep_alive
            && out.len() < self.http1.limits.coalesce_bytes_max
            && self.input.bytes().len() > request.consumed;
        let has_body = encode::has_body(&response) && !frame.is_head;
        let in_memory = !matches!(response.body, Body::File(_) | Body::Stream(_));
        let mut body_bytes = body.len();
        let held = in_memory && keep_alive && !collect && self.hold(body, request.started);
        let mut written = match &response.body {
            _ if held => Ok(()),
            Body::File(part) if has_body => {
                body_bytes = usize::try_from(part.bytes()).unwrap_or(usize::MAX);
                part.write_to(&mut self.wire).await
            }
            _ => write(&mut self.wire, body, collect).await,
        };
        if let Body::Stream(stream) = &mut response.body
            && has_body
            && written.is_ok()
        {
            let streamed = self.stream(&mut **stream, &request, &mut body_bytes).await;
            written = streamed;
        }
        self.http1.service.done(Done {
            head: Some(&self.parser.head(self.input.bytes())),
            fault: None,
            status: response.status(),
            request_body_bytes: request.body_bytes,
            response_body_bytes: body_bytes,
            started: request.started,
            answered: self.last_answer,
            delivered: written.is_ok(),
            peer: self.peer,
        });
        self.input.consume(request.consumed);
        Next::after(written, keep_alive)
    }

    /// Leaves a short answer to be written with those of other connections.
    fn hold(&mut self, body: &[u8], started: Instant) -> bool {
        if body.len() > COPIED_BODY_BYTES_MAX {
            return false;
        }
        let head_bytes = self.wire.out.len();
        self.wire.out.extend_from_slice(body);
        let now = self.last_answer;
        let held = self.wire.collected().is_some_and(|answer| {
            let took = now.duration_since(started);
            self.http1.service.hold(answer, now, took)
        });
        self.wire.out.truncate(if held { 0 } else { head_bytes });
        held
    }

    /// Answers what broke the protocol.
    pub async fn refuse(&mut self, fault: Fault) -> Next {
        let response = self.http1.service.refuse(fault, &self.peer);
        let frame = Frame {
            version: Version::Http11,
            is_head: self.parser.is_head(self.input.bytes()),
            keep_alive: false,
        };
        let now = Instant::now();
        let body = encode::head(&mut self.wire.out, &response, frame, &self.http1.dates, now);
        let written = write(&mut self.wire, body, false).await;
        self.http1.service.done(Done {
            head: None,
            fault: Some(fault),
            status: response.status(),
            request_body_bytes: 0,
            response_body_bytes: body.len(),
            started: now,
            answered: now,
            delivered: written.is_ok(),
            peer: self.peer,
        });
        Next::after(written, false)
    }
}

async fn write<IO: AsyncRead + AsyncWrite + Unpin>(
    wire: &mut Wire<IO>,
    body: &[u8],
    collect: bool,
) -> Result<(), Broken> {
    if body.len() > COPIED_BODY_BYTES_MAX {
        return wire.flush_with(body).await;
    }
    wire.out.extend_from_slice(body);
    if collect {
        return Ok(());
    }
    wire.flush().await
}
