//! The connection's two directions and its timer.
//!
//! Output is collected and written by `flush`, once per answer where possible. Every read goes
//! through `flush` first, so no answer waits for the next request.

use std::future::{Future, poll_fn};
use std::io::IoSlice;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::BufMut;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};
use tokio::sync::futures::Notified;
use tokio::time::Instant;

use super::deadline::Deadline;
use super::drain::Drain;

const KEPT_BYTES_MAX: usize = 64 * 1024;

/// Why a read gave nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ReadStop {
    /// The peer sends no more.
    End,
    TimedOut,
    /// The server is going away.
    Draining,
    /// The connection is gone.
    Broken,
}

/// The connection is gone, or takes no more bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken;

/// When to give up waiting between two requests because the server is going away.
pub(super) struct DrainWait<'a, 'n> {
    pub drain: &'a Drain,
    pub notified: Pin<&'a mut Notified<'n>>,
}

pub(super) struct Wire<IO> {
    io: IO,
    pub out: Vec<u8>,
    written: usize,
    broken: bool,
    deadline: Deadline,
    write_idle: Duration,
}

impl<IO: AsyncRead + AsyncWrite + Unpin> Wire<IO> {
    pub fn new(io: IO, first_deadline: Instant, write_idle_ms_max: u64) -> Self {
        Self {
            io,
            out: Vec::new(),
            written: 0,
            broken: false,
            deadline: Deadline::new(first_deadline),
            write_idle: Duration::from_millis(write_idle_ms_max),
        }
    }

    /// Reads some bytes into `into`, which has room, giving up at `until`.
    pub async fn read(
        &mut self,
        into: &mut impl BufMut,
        until: Instant,
        mut drain: Option<DrainWait<'_, '_>>,
    ) -> Result<usize, ReadStop> {
        self.flush().await.map_err(|Broken| ReadStop::Broken)?;
        self.deadline.set(until);
        let Self { io, deadline, .. } = self;
        poll_fn(|cx| {
            if let Poll::Ready(read) = pin!(io.read_buf(into)).poll(cx) {
                return Poll::Ready(match read {
                    Ok(0) => Err(ReadStop::End),
                    Ok(count) => Ok(count),
                    Err(_) => Err(ReadStop::Broken),
                });
            }
            if deadline.poll(cx).is_ready() {
                return Poll::Ready(Err(ReadStop::TimedOut));
            }
            if let Some(wait) = &mut drain
                && (wait.drain.is_started() || wait.notified.as_mut().poll(cx).is_ready())
            {
                return Poll::Ready(Err(ReadStop::Draining));
            }
            Poll::Pending
        })
        .await
    }

    /// What was collected, when none of it is written yet.
    pub fn collected(&self) -> Option<&[u8]> {
        (self.written == 0 && !self.broken).then_some(&self.out)
    }

    /// Reads some bytes into `into`, which has room; 0 at the end of what the peer sends. An error when
    /// the connection is gone or it is `until`.
    pub fn poll_read(
        &mut self,
        cx: &mut Context<'_>,
        into: &mut Vec<u8>,
        until: Instant,
    ) -> Poll<Result<usize, Broken>> {
        if let Poll::Ready(read) = pin!(self.io.read_buf(into)).poll(cx) {
            return Poll::Ready(read.map_err(|_| Broken));
        }
        self.poll_deadline(cx, until).map(|()| Err(Broken))
    }

    /// Ready at `until`.
    pub fn poll_deadline(&mut self, cx: &mut Context<'_>, until: Instant) -> Poll<()> {
        self.deadline.set(until);
        self.deadline.poll(cx)
    }

    /// Writes what was collected.
    pub async fn flush(&mut self) -> Result<(), Broken> {
        self.flush_with(&[]).await
    }

    /// Writes what was collected and then `tail`, without copying it.
    pub async fn flush_with(&mut self, tail: &[u8]) -> Result<(), Broken> {
        if self.broken {
            return Err(Broken);
        }
        if self.out.is_empty() && tail.is_empty() {
            return Ok(());
        }
        let mut tail_written = 0;
        let mut progress = None;
        poll_fn(|cx| {
            let step = self.poll_write(cx, &tail[tail_written..], &mut tail_written);
            if step.is_ready() {
                return step;
            }
            let now_written = Some((self.written, tail_written));
            if progress != now_written {
                progress = now_written;
                self.deadline.set(Instant::now() + self.write_idle);
            }
            ready!(self.deadline.poll(cx));
            self.broken = true;
            Poll::Ready(Err(Broken))
        })
        .await
    }

    /// Makes what progress there is to be made without waiting for it.
    pub fn poll_flush(&mut self, cx: &mut Context<'_>) {
        if !self.out.is_empty() && !self.broken {
            let _ = self.poll_write(cx, &[], &mut 0);
        }
    }

    /// Ready when all of `out` and `tail` is written; `tail_written` counts the latter.
    fn poll_write(
        &mut self,
        cx: &mut Context<'_>,
        mut tail: &[u8],
        tail_written: &mut usize,
    ) -> Poll<Result<(), Broken>> {
        while self.written < self.out.len() || !tail.is_empty() {
            let head = &self.out[self.written..];
            let io = Pin::new(&mut self.io);
            let result = ready!(match (head, tail) {
                (_, []) => io.poll_write(cx, head),
                ([], _) => io.poll_write(cx, tail),
                _ => io.poll_write_vectored(cx, &[IoSlice::new(head), IoSlice::new(tail)]),
            });
            let Some(count) = result.ok().filter(|&count| count > 0) else {
                self.broken = true;
                return Poll::Ready(Err(Broken));
            };
            let of_head = count.min(self.out.len() - self.written);
            self.written += of_head;
            tail = &tail[count - of_head..];
            *tail_written += count - of_head;
        }
        // Nothing to do on a plain socket; TLS may still hold what it has encrypted.
        if ready!(Pin::new(&mut self.io).poll_flush(cx)).is_err() {
            self.broken = true;
            return Poll::Ready(Err(Broken));
        }
        self.written = 0;
        self.out.clear();
        if self.out.capacity() > KEPT_BYTES_MAX {
            self.out = Vec::new();
        }
        Poll::Ready(Ok(()))
    }

    /// Ends our direction, so that the peer sees the end of the answer.
    pub async fn shutdown(&mut self, until: Instant) -> Result<(), Broken> {
        self.deadline.set(until);
        poll_fn(|cx| {
            if let Poll::Ready(result) = Pin::new(&mut self.io).poll_shutdown(cx) {
                return Poll::Ready(result.map_err(|_| Broken));
            }
            self.deadline.poll(cx).map(|()| Err(Broken))
        })
        .await
    }
}
