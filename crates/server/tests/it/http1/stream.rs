//! A stream that delivers exactly the pieces it is told to, one per read.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io::{self, IoSlice};
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
    /// How much one write takes; between two writes the writer is told to come again.
    pub write_bytes_max: usize,
    write_pause: bool,
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
            write_bytes_max: usize::MAX,
            write_pause: false,
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
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(cx, &[IoSlice::new(bytes)])
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.write_pause = !self.write_pause;
        if self.write_pause && self.write_bytes_max < usize::MAX {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let all = slices.iter().flat_map(|slice| slice.iter().copied());
        let bytes: Vec<u8> = all.take(self.write_bytes_max).collect();
        let count = bytes.len();
        self.written.borrow_mut().push(bytes);
        Poll::Ready(Ok(count))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
