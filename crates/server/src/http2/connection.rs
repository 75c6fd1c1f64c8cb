//! The life of one connection: accept streams, within bounds, until one side has had enough.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use h2::server::{Builder, Connection, SendResponse};
use h2::{Reason, RecvStream};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::futures::Notified;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};

use super::Http2;
use super::stream::Stream;
use super::tally::Tally;
use crate::http1::{Deadline, Peer, Service};

/// Bytes of bodies that a client may send before any of them is read: per stream, and together.
const STREAM_WINDOW_BYTES: u32 = 64 * 1024;
const CONNECTION_WINDOW_BYTES: u32 = 1024 * 1024;
/// Bytes of an answer that are kept for a client that does not take them yet.
const SEND_BUFFER_BYTES: usize = 64 * 1024;
/// What RFC 9113 6.5.2 adds to the length of each field.
const FIELD_OVERHEAD_BYTES: usize = 32;

/// What a connection and its streams tell each other.
pub(super) struct Shared<F> {
    pub http2: Rc<Http2<F>>,
    pub peer: Peer,
    pub tally: Tally,
    leaving: Cell<bool>,
}

impl<F> Shared<F> {
    /// No further stream is to be opened: the client shall connect again.
    pub fn leave(&self) {
        self.leaving.set(true);
    }
}

/// What happens next on a connection.
#[expect(
    clippy::large_enum_variant,
    reason = "there is one at a time, and it is taken apart at once"
)]
enum Event {
    Request(http::Request<RecvStream>, SendResponse<Bytes>),
    /// The last stream ended.
    Quiet,
    /// Nothing was asked for too long.
    Idle,
    /// The server goes away, or wants the client to connect again.
    Leave,
    /// The client takes back more than it lets be answered.
    Abuse,
    /// The connection is closed, or broken.
    End,
}

/// Serves one connection on which both sides agreed to speak HTTP/2, until it ends; that it ends
/// is guaranteed by the limits. Needs a tokio `LocalSet` with time.
pub async fn serve_connection<S, F, IO>(io: IO, peer: Peer, http2: Rc<Http2<F>>)
where
    S: Service + 'static,
    F: Fn() -> S + 'static,
    IO: AsyncRead + AsyncWrite + Unpin,
{
    let until = Instant::now() + Duration::from_millis(http2.limits.header_time_ms_max);
    let handshake = builder(&http2).handshake(io);
    let Ok(Ok(connection)) = timeout_at(until, handshake).await else {
        return;
    };
    let shared = Rc::new(Shared {
        http2,
        peer,
        tally: Tally::default(),
        leaving: Cell::new(false),
    });
    let mut driver = Driver {
        connection,
        streams: JoinSet::new(),
        deadline: Deadline::new(until),
        shared,
        stage: Stage::Serving,
    };
    driver.drive().await;
    let Driver {
        connection,
        mut streams,
        ..
    } = driver;
    drop(connection);
    // A client that goes away does not cancel what it began.
    while streams.join_next().await.is_some() {}
}

fn builder<F>(http2: &Http2<F>) -> Builder {
    let (limits, own) = (&http2.limits, http2.own_limits);
    // Above our own limits, so that those are reached first and answered as everywhere; beyond
    // it the library answers 431 by itself, before it has kept anything.
    let header_list_bytes_max = 2 * limits.header_block_bytes_max
        + limits.target_bytes_max
        + limits.header_count_max * FIELD_OVERHEAD_BYTES;
    let mut builder = h2::server::Builder::new();
    builder
        .max_concurrent_streams(own.streams_max)
        .max_header_list_size(u32::try_from(header_list_bytes_max).unwrap_or(u32::MAX))
        .initial_window_size(STREAM_WINDOW_BYTES)
        .initial_connection_window_size(CONNECTION_WINDOW_BYTES)
        .max_send_buffer_size(SEND_BUFFER_BYTES)
        .max_concurrent_reset_streams(own.streams_max as usize)
        .max_local_error_reset_streams(Some(own.resets_max as usize));
    builder
}

/// How far a connection is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Serving,
    /// The client was told to open no more streams.
    Leaving,
    /// The client was told that it is cut off.
    Cut,
}

struct Driver<F, IO: AsyncRead + AsyncWrite + Unpin> {
    connection: Connection<IO, Bytes>,
    streams: JoinSet<()>,
    /// Counts while no stream is open.
    deadline: Deadline,
    shared: Rc<Shared<F>>,
    stage: Stage,
}

impl<S, F, IO> Driver<F, IO>
where
    S: Service + 'static,
    F: Fn() -> S + 'static,
    IO: AsyncRead + AsyncWrite + Unpin,
{
    async fn drive(&mut self) {
        let http2 = Rc::clone(&self.shared.http2);
        let mut drained = pin!(http2.drain.notified());
        let after = |ms: u64| Instant::now() + Duration::from_millis(ms);
        loop {
            match poll_fn(|cx| self.poll_event(cx, drained.as_mut())).await {
                Event::Request(request, respond) => {
                    let stream = Stream::new(Rc::clone(&self.shared), respond);
                    self.streams.spawn_local(stream.serve(request));
                }
                Event::Quiet => self.deadline.set(after(match self.stage {
                    Stage::Serving => http2.limits.keep_alive_idle_ms_max,
                    Stage::Leaving | Stage::Cut => http2.limits.linger_time_ms_max,
                })),
                Event::Idle if self.stage == Stage::Serving => {
                    self.leave(after(http2.limits.linger_time_ms_max));
                }
                Event::Leave => self.leave(after(http2.limits.linger_time_ms_max)),
                Event::Abuse => {
                    self.stage = Stage::Cut;
                    self.deadline.set(after(http2.limits.linger_time_ms_max));
                    self.connection.abrupt_shutdown(Reason::ENHANCE_YOUR_CALM);
                }
                Event::Idle | Event::End => return,
            }
        }
    }

    /// Asks the client to open no more streams; what it has opened is still answered.
    fn leave(&mut self, until: Instant) {
        self.stage = Stage::Leaving;
        self.deadline.set(until);
        self.connection.graceful_shutdown();
    }

    fn poll_event(&mut self, cx: &mut Context<'_>, drained: Pin<&mut Notified<'_>>) -> Poll<Event> {
        if let Poll::Ready(Some(_)) = self.streams.poll_join_next(cx)
            && self.streams.is_empty()
        {
            return Poll::Ready(Event::Quiet);
        }
        let http2 = &self.shared.http2;
        if self.stage != Stage::Cut && self.shared.tally.is_abuse(http2.own_limits.resets_max) {
            return Poll::Ready(Event::Abuse);
        }
        let goes_away = |drained: Pin<&mut Notified<'_>>, cx: &mut Context<'_>| {
            self.shared.leaving.get()
                || http2.drain.is_started()
                || std::future::Future::poll(drained, cx).is_ready()
        };
        if self.stage == Stage::Serving && goes_away(drained, cx) {
            return Poll::Ready(Event::Leave);
        }
        let has_room = self.streams.len() < http2.own_limits.streams_max as usize;
        if self.stage != Stage::Cut && has_room {
            match self.connection.poll_accept(cx) {
                Poll::Ready(Some(Ok((request, respond)))) => {
                    return Poll::Ready(Event::Request(request, respond));
                }
                Poll::Ready(_) => return Poll::Ready(Event::End),
                Poll::Pending => {}
            }
        } else if self.connection.poll_closed(cx).is_ready() {
            return Poll::Ready(Event::End);
        }
        let may_end = self.streams.is_empty() || self.stage == Stage::Cut;
        if may_end && self.deadline.poll(cx).is_ready() {
            return Poll::Ready(Event::Idle);
        }
        Poll::Pending
    }
}
