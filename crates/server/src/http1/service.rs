//! What an application gives the codec.
//!
//! Three questions in the order of a request: may its body come (`begin`), what is the answer
//! (`call`), what is the answer to something that was not a request (`refuse`). Plus one look
//! back (`done`).

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::Instant;

use super::fault::Fault;
use super::head::Head;
use super::response::Response;

/// The other end of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// Its address, as the socket says.
    pub address: SocketAddr,
    /// Whether the connection is encrypted.
    pub secure: bool,
}

impl Peer {
    /// The other end of a plain connection.
    pub const fn plain(address: SocketAddr) -> Self {
        Self {
            address,
            secure: false,
        }
    }
}

/// The decision on a head.
#[derive(Debug)]
pub enum Begin {
    /// Read the body, of at most this many bytes (and never more than the connection's limit),
    /// then [`Service::call`].
    ReadBody {
        /// Over it the request is refused with [`Fault::BodyTooLarge`].
        bytes_max: u64,
    },
    /// Answer now and never look at the body.
    Answer(Response),
}

/// What became of one request.
#[derive(Debug)]
pub struct Done<'a> {
    /// The request; nothing when no head could be understood.
    pub head: Option<&'a Head<'a>>,
    /// The protocol fault, when there was one.
    pub fault: Option<Fault>,
    /// The answer's status.
    pub status: u16,
    /// Body bytes of the request that were read.
    pub request_body_bytes: usize,
    /// Body bytes of the answer that were sent.
    pub response_body_bytes: usize,
    /// When the head was complete, or when the fault was found.
    pub started: Instant,
    /// When the answer was there to be written.
    pub answered: Instant,
    /// Whether the peer was still there to take the answer. Answers to pipelined requests are
    /// written together and count as delivered before that.
    pub delivered: bool,
    /// The other end.
    pub peer: Peer,
}

/// An application. Every method runs on the connection's thread; nothing needs to be `Send`.
pub trait Service {
    /// Decides on the head alone.
    fn begin(&self, head: &Head<'_>, peer: &Peer) -> Begin;

    /// Answers a request whose body is complete. A peer that goes away does not cancel the call.
    fn call(&self, head: &Head<'_>, body: Vec<u8>, peer: &Peer) -> impl Future<Output = Response>;

    /// The answer to a protocol fault; the connection is closed after it, and its status should be
    /// [`Fault::status`].
    fn refuse(&self, fault: Fault, peer: &Peer) -> Response;

    /// Takes a whole answer, ready at `now` after `took`, to write it together with those of other
    /// connections; false leaves it to the connection.
    fn hold(&self, answer: &[u8], now: Instant, took: Duration) -> bool {
        let _ = (answer, now, took);
        false
    }

    /// The connection waits for its next request: everything was read and written.
    fn waiting(&self) {}

    /// Called once per answer, after it was written.
    fn done(&self, done: Done<'_>) {
        let _ = done;
    }
}
