//! The life of one connection: head, exchange, head, exchange, until one side has had enough.

use std::pin::{Pin, pin};
use std::rc::Rc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::futures::Notified;
use tokio::time::Instant;

use super::answer::Next;
use super::date::DateCache;
use super::drain::Drain;
use super::fault::Fault;
use super::head_parser::HeadParser;
use super::input::Input;
use super::limits::Http1Limits;
use super::linger::linger;
use super::service::{Peer, Service};
use super::wire::{DrainWait, ReadStop, Wire};

/// What connections share; all but `service` is shared by a whole thread.
pub struct Http1<S> {
    /// The application.
    pub service: S,
    /// The bounds of each connection.
    pub limits: Rc<Http1Limits>,
    /// The `Date` field.
    pub dates: Rc<DateCache>,
    /// Set off when the server goes away.
    pub drain: Rc<Drain>,
}

pub(super) struct Connection<'h, S, IO> {
    pub http1: &'h Http1<S>,
    pub peer: Peer,
    pub wire: Wire<IO>,
    pub input: Input,
    pub parser: HeadParser,
    /// When the last answer was made, or the connection accepted.
    pub last_answer: Instant,
    /// Whether there was one.
    pub answered: bool,
}

/// Why there is no next head.
enum HeadStop {
    /// Nothing was asked, so nothing is answered.
    Quiet,
    Fault(Fault),
    Broken,
}

impl From<Fault> for HeadStop {
    fn from(fault: Fault) -> Self {
        HeadStop::Fault(fault)
    }
}

/// Serves one accepted connection until it ends; that it ends is guaranteed by the limits. Needs a
/// tokio runtime with time. Dropping the future drops the connection.
pub async fn serve_connection<S: Service, IO: AsyncRead + AsyncWrite + Unpin>(
    io: IO,
    peer: Peer,
    http1: &Http1<S>,
) {
    let limits = &http1.limits;
    let mut notified = pin!(http1.drain.notified());
    let mut connection = Connection::new(io, peer, http1);
    let first_deadline = connection.head_deadline();
    let mut idle_until = first_deadline;
    loop {
        let next = match connection.read_head(idle_until, notified.as_mut()).await {
            Ok(head_bytes) => connection.exchange(head_bytes).await,
            Err(HeadStop::Fault(fault)) => connection.refuse(fault).await,
            Err(HeadStop::Quiet | HeadStop::Broken) => return,
        };
        match next {
            Next::Continue => {}
            Next::Linger => break,
            Next::Drop => return,
        }
        idle_until = connection.last_answer + Duration::from_millis(limits.keep_alive_idle_ms_max);
    }
    linger(&mut connection.wire, &mut connection.input, limits).await;
}

/// Answers a connection that is no HTTP at all to us, and ends it.
pub async fn refuse_connection<S: Service, IO: AsyncRead + AsyncWrite + Unpin>(
    io: IO,
    peer: Peer,
    http1: &Http1<S>,
    fault: Fault,
) {
    let mut connection = Connection::new(io, peer, http1);
    if connection.refuse(fault).await == Next::Linger {
        linger(&mut connection.wire, &mut connection.input, &http1.limits).await;
    }
}

impl<'h, S: Service, IO: AsyncRead + AsyncWrite + Unpin> Connection<'h, S, IO> {
    fn new(io: IO, peer: Peer, http1: &'h Http1<S>) -> Self {
        let now = Instant::now();
        let limits = &http1.limits;
        let first_deadline = now + Duration::from_millis(limits.header_time_ms_max);
        Connection {
            http1,
            peer,
            wire: Wire::new(io, first_deadline, limits.write_idle_ms_max),
            input: Input::default(),
            parser: HeadParser::default(),
            last_answer: now,
            answered: false,
        }
    }

    /// When a head of which the first bytes are here must be complete. The time of the first one
    /// began with the connection.
    fn head_deadline(&self) -> Instant {
        let from = if self.answered {
            Instant::now()
        } else {
            self.last_answer
        };
        from + Duration::from_millis(self.http1.limits.header_time_ms_max)
    }

    /// Reads until a head is at the front of the input; gives its length.
    async fn read_head(
        &mut self,
        mut idle_until: Instant,
        mut notified: Pin<&mut Notified<'_>>,
    ) -> Result<usize, HeadStop> {
        let limits = &self.http1.limits;
        self.parser.reset();
        let mut head_until = None;
        let mut draining = false;
        loop {
            let arrived = self.input.bytes();
            if let Some(head_bytes) = self.parser.advance(arrived, limits)? {
                return Ok(head_bytes);
            }
            let blank = self.parser.is_blank(arrived);
            if arrived.is_empty() {
                self.wire.flush().await.map_err(|_| HeadStop::Broken)?;
                self.http1.service.waiting();
            }
            let until = if blank {
                idle_until
            } else {
                *head_until.get_or_insert_with(|| self.head_deadline())
            };
            let drain = (blank && !draining).then_some(DrainWait {
                drain: &self.http1.drain,
                notified: notified.as_mut(),
            });
            let read = self.wire.read(self.input.room(), until, drain).await;
            match read {
                Ok(_) => {}
                Err(ReadStop::Broken) => return Err(HeadStop::Broken),
                Err(ReadStop::Draining) => {
                    draining = true;
                    let grace = Duration::from_millis(limits.drain_idle_ms_max);
                    idle_until = idle_until.min(Instant::now() + grace);
                }
                Err(_) if blank => return Err(HeadStop::Quiet),
                Err(ReadStop::TimedOut) => return Err(Fault::HeadTimeout.into()),
                Err(_) => return Err(Fault::Truncated.into()),
            }
        }
    }
}
