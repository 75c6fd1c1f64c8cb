//! One request and its answer: the stations of [`Service`], as HTTP/1.1 goes through them.

use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

use bytes::Bytes;
use h2::RecvStream;
use h2::server::SendResponse;
use tokio::time::Instant;

use super::answer::{Answer, Broken};
use super::body::{self, BodyStop};
use super::connection::Shared;
use super::head;
use crate::http1::{Begin, BodyLength, Done, Fault, Head, HeadParser, Method, Response, Service};

/// A request that came on a stream of its own.
pub(super) struct Stream<S, F> {
    shared: Rc<Shared<F>>,
    service: S,
    respond: SendResponse<Bytes>,
    started: Instant,
    /// The client took it back, or broke it, and that was counted.
    counted: bool,
}

/// What was answered, for the look back.
#[derive(Clone, Copy)]
struct Sent {
    status: u16,
    body_bytes: usize,
    answered: Instant,
    delivered: bool,
}

impl<S: Service, F: Fn() -> S> Stream<S, F> {
    pub fn new(shared: Rc<Shared<F>>, respond: SendResponse<Bytes>) -> Self {
        Self {
            service: (shared.http2.make_service)(),
            shared,
            respond,
            started: Instant::now(),
            counted: false,
        }
    }

    /// Serves it to its end.
    pub async fn serve(mut self, request: http::Request<RecvStream>) {
        if self.was_taken_back().await {
            return self.count_reset();
        }
        let (parts, body) = request.into_parts();
        let mut text = Vec::with_capacity(512);
        let mut parser = HeadParser::default();
        let parsed = head::write(&parts, &mut text)
            .and_then(|()| parser.advance(&text, &self.shared.http2.limits));
        match parsed {
            Ok(Some(_)) => self.exchange(&parser.head(&text), body).await,
            Ok(None) => self.refuse(Fault::RequestLine, false).await,
            Err(fault) => self.refuse(fault, parts.method == http::Method::HEAD).await,
        }
    }

    /// Whether the client has thought better of it before anybody looked.
    async fn was_taken_back(&mut self) -> bool {
        poll_fn(|cx| Poll::Ready(self.respond.poll_reset(cx).is_ready())).await
    }

    fn count_reset(&mut self) {
        if !std::mem::replace(&mut self.counted, true) {
            self.shared.tally.reset();
        }
    }

    /// Waits for the application's answer. That the client no longer wants it is counted at once,
    /// and changes nothing else.
    async fn call(&mut self, head: &Head<'_>, body: Vec<u8>) -> Response {
        let mut taken_back = self.counted;
        let (tally, respond) = (&self.shared.tally, &mut self.respond);
        let mut call = pin!(self.service.call(head, body, &self.shared.peer));
        let response = poll_fn(|cx| {
            let response = call.as_mut().poll(cx);
            if response.is_pending() && !taken_back && respond.poll_reset(cx).is_ready() {
                taken_back = true;
                tally.reset();
            }
            response
        })
        .await;
        self.counted = taken_back;
        response
    }

    async fn exchange(&mut self, head: &Head<'_>, mut body: RecvStream) {
        let to_head = head.method() == Method::Head;
        match self.service.begin(head, &self.shared.peer) {
            Begin::Answer(response) => self.answer(head, response, 0, to_head).await,
            Begin::ReadBody { bytes_max } => match self.read_body(head, &mut body, bytes_max).await
            {
                Ok(body) => {
                    let body_bytes = body.len();
                    let response = self.call(head, body).await;
                    self.answer(head, response, body_bytes, to_head).await;
                }
                Err(BodyStop::Fault(fault)) => self.refuse(fault, to_head).await,
                Err(BodyStop::Broken) => self.count_reset(),
            },
        }
    }

    async fn read_body(
        &mut self,
        head: &Head<'_>,
        body: &mut RecvStream,
        bytes_max: u64,
    ) -> Result<Vec<u8>, BodyStop> {
        if body.is_end_stream() {
            return Ok(Vec::new());
        }
        let limits = &self.shared.http2.limits;
        let bytes_max = bytes_max.min(limits.body_bytes_max);
        if matches!(head.body_length(), BodyLength::Exact(bytes) if bytes > bytes_max) {
            return Err(BodyStop::Fault(Fault::BodyTooLarge));
        }
        if head.expects_continue() {
            let mut go_on = http::Response::new(());
            *go_on.status_mut() = http::StatusCode::CONTINUE;
            let sent = self.respond.send_informational(go_on);
            sent.map_err(|_| BodyStop::Broken)?;
        }
        body::read(body, bytes_max, limits, self.started).await
    }

    async fn answer(
        &mut self,
        head: &Head<'_>,
        response: Response,
        request_body_bytes: usize,
        to_head: bool,
    ) {
        let sent = self.send(response, to_head).await;
        self.service.done(Done {
            head: Some(head),
            fault: None,
            status: sent.status,
            request_body_bytes,
            response_body_bytes: sent.body_bytes,
            started: self.started,
            answered: sent.answered,
            delivered: sent.delivered,
            peer: self.shared.peer,
        });
    }

    /// Answers what broke the protocol.
    async fn refuse(&mut self, fault: Fault, to_head: bool) {
        let response = self.service.refuse(fault, &self.shared.peer);
        let sent = self.send(response, to_head).await;
        self.service.done(Done {
            head: None,
            fault: Some(fault),
            status: sent.status,
            request_body_bytes: 0,
            response_body_bytes: sent.body_bytes,
            started: sent.answered,
            answered: sent.answered,
            delivered: sent.delivered,
            peer: self.shared.peer,
        });
    }

    async fn send(&mut self, mut response: Response, to_head: bool) -> Sent {
        let http2 = &self.shared.http2;
        let answered = Instant::now();
        let answer = Answer::new(&mut response, to_head, &http2.dates, answered);
        let mut body_bytes = 0;
        let sent = answer.send(&mut self.respond, &http2.limits, &mut body_bytes);
        let delivered = match sent.await {
            Ok(()) => {
                self.shared.tally.answered();
                true
            }
            Err(Broken) => {
                self.count_reset();
                false
            }
        };
        if response.close {
            self.shared.leave();
        }
        Sent {
            status: response.status(),
            body_bytes,
            answered,
            delivered,
        }
    }
}
