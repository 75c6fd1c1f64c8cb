//! Bodies of answers that functions give bit by bit, on their way to the server.
//!
//! Bounded: a function that is faster than its client waits. When the client is gone the receiving end
//! is dropped, which the function is told of.

use crate::requests::Serial;
use bytes::Bytes;
use std::collections::HashMap;
use std::task::{Context, Poll};
use tokio::sync::{mpsc, oneshot};

/// Pieces that wait for the client.
const PIECES_MAX: usize = 4;

/// What comes of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Bytes.
    Bytes(Bytes),
    /// Nothing more: it is complete.
    End,
}

/// The receiving end of a body. It is complete only when [`Piece::End`] came.
#[derive(Debug)]
pub struct AnswerStream {
    pieces: mpsc::Receiver<Piece>,
    /// Its end tells the function.
    _held: oneshot::Sender<()>,
}

impl AnswerStream {
    /// The next piece; `None` when the function failed before the end.
    pub fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<Piece>> {
        self.pieces.poll_recv(cx)
    }

    /// The next piece, as [`AnswerStream::poll_piece`].
    pub async fn piece(&mut self) -> Option<Piece> {
        self.pieces.recv().await
    }
}

/// The sending ends of one VM, by request.
#[derive(Default)]
pub(crate) struct AnswerStreams {
    open: HashMap<Serial, Sending>,
}

pub(crate) struct Sending {
    pub(crate) sender: mpsc::Sender<Piece>,
    pub(crate) sent_bytes: u64,
    /// Ends when the receiving end does; taken by who waits for that.
    pub(crate) held: Option<oneshot::Receiver<()>>,
}

impl AnswerStreams {
    /// Begins the body of a request's answer.
    pub(crate) fn begin(&mut self, serial: Serial) -> AnswerStream {
        let (sender, receiver) = mpsc::channel(PIECES_MAX);
        let (held, released) = oneshot::channel();
        let sending = Sending {
            sender,
            sent_bytes: 0,
            held: Some(released),
        };
        self.open.insert(serial, sending);
        AnswerStream {
            pieces: receiver,
            _held: held,
        }
    }

    /// Whether none is open.
    pub(crate) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    pub(crate) fn get(&mut self, serial: Serial) -> Option<&mut Sending> {
        self.open.get_mut(&serial)
    }

    /// Ends one; the client takes it for broken unless its end was sent.
    pub(crate) fn forget(&mut self, serial: Serial) {
        self.open.remove(&serial);
    }

    /// Ends them all.
    pub(crate) fn clear(&mut self) {
        self.open.clear();
    }
}
