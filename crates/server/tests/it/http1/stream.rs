//! A stream that delivers exactly the pieces it is told to, one per read.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// What the peer does when its last piece is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtEnd {
    /// Nothing: only timeouts end the connection.
    Wait,
    /// It ends its direction.
    End,
}

pub struct Script {
    pieces: VecDeque<Vec<u8>>,
    at_end: AtEnd,
    /// Between two pieces the reader is told to come again.
    pause: bool,
    /// Pieces that were not read.
    pub left: Rc<Cell<usize>>,
    pub written: Rc<RefCell<Vec<Vec<u8>>>>,
}

impl Script {
    pub fn new<'a>(pieces: impl IntoIterator<Item = &'a [u8]>, at_end: AtEnd) -> Self {
        let pieces: VecDeque<_> = pieces.into_iter().map(<[u8]>::to_vec).collect();
        Self {
            left: Rc::new(Cell::new(pieces.len())),
            pieces,
            at_end,
            pause: false,
            written: Rc::default(),
        }
    }
}

impl AsyncRead for Script {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.pause = !self.pause;
        if self.pause && !self.pieces.is_empty() {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let Some(mut piece) = self.pieces.pop_front() else {
            return match self.at_end {
                AtEnd::Wait => Poll::Pending,
                AtEnd::End => Poll::Ready(Ok(())),
            };
        };
        let rest = piece.split_off(piece.len().min(buffer.remaining()));
        buffer.put_slice(&piece);
        if !rest.is_empty() {
            self.pieces.push_front(rest);
        }
        self.left.set(self.pieces.len());
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Script {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.written.borrow_mut().push(bytes.to_vec());
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
