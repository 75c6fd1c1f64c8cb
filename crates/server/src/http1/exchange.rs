//! One request and its answer.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::Instant;

use super::answer::{Next, Request};
use super::body_reader::{BodyReader, BodyStop, skip};
use super::connection::Connection;
use super::encode::Frame;
use super::fault::Fault;
use super::framing::BodyLength;
use super::head::Head;
use super::method::Method;
use super::response::Response;
use super::service::{Begin, Service};
use super::wire::Wire;

/// What is needed of a head while its buffer may move.
#[derive(Clone, Copy)]
struct Facts {
    frame: Frame,
    body: BodyLength,
    expects_continue: bool,
}

impl Facts {
    fn of(head: &Head<'_>) -> Self {
        Self {
            frame: Frame {
                version: head.version(),
                is_head: head.method() == Method::Head,
                keep_alive: head.keep_alive(),
            },
            body: head.body_length(),
            expects_continue: head.expects_continue(),
        }
    }

    fn has_body(self) -> bool {
        !matches!(self.body, BodyLength::None | BodyLength::Exact(0))
    }
}

impl<S: Service, IO: AsyncRead + AsyncWrite + Unpin> Connection<'_, S, IO> {
    /// Answers the request whose head is the first `head_bytes` of the input.
    pub async fn exchange(&mut self, head_bytes: usize) -> Next {
        let started = Instant::now();
        let (facts, begin) = {
            let head = self.parser.head(self.input.bytes());
            (
                Facts::of(&head),
                self.http1.service.begin(&head, &self.peer),
            )
        };
        match begin {
            Begin::Answer(response) => self.decline(head_bytes, facts, response, started).await,
            Begin::ReadBody { bytes_max } => {
                match self.read_body(head_bytes, facts, bytes_max, started).await {
                    Ok((body, consumed)) => self.answer(facts, body, consumed, started).await,
                    Err(BodyStop::Fault(fault)) => self.refuse(fault).await,
                    Err(BodyStop::Broken) => Next::Drop,
                }
            }
        }
    }

    async fn read_body(
        &mut self,
        head_bytes: usize,
        facts: Facts,
        bytes_max: u64,
        started: Instant,
    ) -> Result<(Vec<u8>, usize), BodyStop> {
        if !facts.has_body() {
            return Ok((Vec::new(), head_bytes));
        }
        let bytes_max = bytes_max.min(self.http1.limits.body_bytes_max);
        if matches!(facts.body, BodyLength::Exact(bytes) if bytes > bytes_max) {
            return Err(Fault::BodyTooLarge.into());
        }
        // A client that has begun to send is not waiting (RFC 9110 10.1.1).
        if facts.expects_continue && self.input.bytes().len() == head_bytes {
            self.wire
                .out
                .extend_from_slice(b"HTTP/1.1 100 Continue\r\n\r\n");
        }
        let reader = BodyReader {
            wire: &mut self.wire,
            input: &mut self.input,
            limits: &self.http1.limits,
            started,
        };
        reader.read(head_bytes, facts.body, bytes_max).await
    }

    async fn answer(
        &mut self,
        facts: Facts,
        body: Vec<u8>,
        consumed: usize,
        started: Instant,
    ) -> Next {
        let request_body_bytes = body.len();
        let response = {
            let head = self.parser.head(self.input.bytes());
            // Pinned where it is made: handed over by value, kilobytes would be copied.
            let call = pin!(self.http1.service.call(&head, body, &self.peer));
            drive(call, &mut self.wire).await
        };
        let request = Request {
            frame: facts.frame,
            consumed,
            body_bytes: request_body_bytes,
            started,
        };
        self.send(request, response).await
    }

    /// Sends an answer that was made without the body, and gets the body out of the way.
    async fn decline(
        &mut self,
        head_bytes: usize,
        facts: Facts,
        mut response: Response,
        started: Instant,
    ) -> Next {
        // The verdict depends on what was declared, never on how much of it has arrived.
        let skipped_bytes = match facts.body {
            BodyLength::None | BodyLength::Exact(0) => 0,
            BodyLength::Exact(bytes)
                if bytes <= self.http1.limits.skip_body_bytes_max && !facts.expects_continue =>
            {
                bytes
            }
            _ => {
                response.close = true;
                0
            }
        };
        let request = Request {
            frame: facts.frame,
            consumed: head_bytes,
            body_bytes: 0,
            started,
        };
        let next = self.send(request, response).await;
        if skipped_bytes == 0 || next != Next::Continue {
            return next;
        }
        let until = self.last_answer + Duration::from_millis(self.http1.limits.body_time_ms_max);
        match skip(&mut self.wire, &mut self.input, skipped_bytes, until).await {
            Ok(()) => Next::Continue,
            Err(_) => Next::Drop,
        }
    }
}

/// Waits for the application's answer, and meanwhile writes the answers before it.
async fn drive<F: Future, IO: AsyncRead + AsyncWrite + Unpin>(
    mut call: Pin<&mut F>,
    wire: &mut Wire<IO>,
) -> F::Output {
    poll_fn(|cx| {
        let answer = call.as_mut().poll(cx);
        if answer.is_pending() {
            wire.poll_flush(cx);
        }
        answer
    })
    .await
}
