//! What waits for one subscriber.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;

/// Whether there was room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    Taken,
    Full,
}

/// Filled by whoever publishes, emptied by the thread that has the subscriber's connection.
#[derive(Default)]
pub(super) struct Queue(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    events: VecDeque<Bytes>,
    bytes: u64,
    /// Nothing more comes.
    is_ended: bool,
    waker: Option<Waker>,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A panic while the lock was held cannot leave the queue half written.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds an event, if no more than `bytes_max` wait then. An empty queue takes any.
    pub(super) fn push(&self, event: &Bytes, bytes_max: u64) -> Room {
        let mut inner = self.lock();
        let bytes = inner.bytes + event.len() as u64;
        if bytes > bytes_max && !inner.events.is_empty() {
            return Room::Full;
        }
        inner.bytes = bytes;
        inner.events.push_back(event.clone());
        inner.wake();
        Room::Taken
    }

    /// Nothing more comes; what waits is still given.
    pub(super) fn end(&self) {
        let mut inner = self.lock();
        inner.is_ended = true;
        inner.wake();
    }

    /// The next event; none after the last.
    pub(super) fn poll_next(&self, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        let mut inner = self.lock();
        if let Some(event) = inner.events.pop_front() {
            inner.bytes -= event.len() as u64;
            return Poll::Ready(Some(event));
        }
        if inner.is_ended {
            return Poll::Ready(None);
        }
        inner.waker = Some(cx.waker().clone());
        Poll::Pending
    }
}

impl Inner {
    fn wake(&mut self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}
