//! HTTP/2 on the server side, for the same [`Service`](crate::http1::Service) as HTTP/1.1.
//!
//! Frames, streams, flow control and header compression are the `h2` crate's
//! (`docs/decisions/0012-http2-by-h2.md`). Ours is what a request means: its head is written down as
//! an HTTP/1.1 head and read by the same parser, so that a request has one reading, whichever
//! version it came by, and every refusal its one status and code.
//!
//! A stream has a service value and a task of its own; the connection's task accepts no further
//! stream while `streams_max` are at work, whatever the client has taken back meanwhile.

mod answer;
mod body;
mod connection;
mod head;
mod stream;
mod tally;

use std::rc::Rc;

pub use connection::serve_connection;

use crate::http1::{DateCache, Drain, Http1, Http1Limits};

/// What the requests of a connection share; all but `make_service` is shared by a whole thread.
pub struct Http2<F> {
    /// Makes the application's value for one request.
    pub make_service: F,
    /// The bounds that both versions have.
    pub limits: Rc<Http1Limits>,
    /// The bounds that only this version has.
    pub own_limits: Http2Limits,
    /// The `Date` field.
    pub dates: Rc<DateCache>,
    /// Set off when the server goes away.
    pub drain: Rc<Drain>,
}

impl<F> Http2<F> {
    /// The same for a connection that speaks HTTP/1.1.
    pub fn to_http1<S>(&self) -> Http1<S>
    where
        F: Fn() -> S,
    {
        Http1 {
            service: (self.make_service)(),
            limits: Rc::clone(&self.limits),
            dates: Rc::clone(&self.dates),
            drain: Rc::clone(&self.drain),
        }
    }
}

/// Bounds of one connection that HTTP/1.1 has no need for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Http2Limits {
    /// Requests at once. The client is told; one more is refused.
    pub streams_max: u32,
    /// Requests that the client takes back, or breaks, before their answer. Over it, and when
    /// fewer than that were answered, the connection is closed.
    pub resets_max: u32,
}

impl Default for Http2Limits {
    fn default() -> Self {
        Self {
            streams_max: 100,
            resets_max: 100,
        }
    }
}
