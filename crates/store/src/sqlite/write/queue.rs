//! Writes that wait for the writer: bounded in number and bytes, first come, first served.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::oneshot;

use super::task::Task;
use crate::error::StoreError;
use crate::write::{Write, Written};

/// Who has a job: whoever asked may take it back until the writer takes it.
#[derive(Debug, Default)]
pub(super) struct Claim(AtomicU8);

const WAITING: u8 = 0;
const TAKEN: u8 = 1;
const WITHDRAWN: u8 = 2;

impl Claim {
    /// The writer takes it; false when it was withdrawn.
    pub(super) fn take(&self) -> bool {
        self.change(TAKEN)
    }

    /// The asker takes it back; false when the writer has it.
    pub(super) fn withdraw(&self) -> bool {
        self.change(WITHDRAWN)
    }

    fn is_withdrawn(&self) -> bool {
        self.0.load(Ordering::Acquire) == WITHDRAWN
    }

    fn change(&self, to: u8) -> bool {
        self.0
            .compare_exchange(WAITING, to, Ordering::AcqRel, Ordering::Acquire)
            .is_ok()
    }
}

/// What is to be done.
pub(super) enum Body {
    /// A change of documents, which shares its transaction with others.
    Write(Write, oneshot::Sender<Result<Written, StoreError>>),
    /// Anything else, in a transaction of its own.
    Task(Box<dyn Task>),
}

/// Something that waits.
pub(super) struct Job {
    pub body: Body,
    /// What it weighs in the queue and in a transaction.
    pub bytes: usize,
    /// When it must be done; a task, when it must have begun.
    pub deadline: Instant,
    pub claim: Arc<Claim>,
}

impl Job {
    pub(super) fn is_task(&self) -> bool {
        matches!(self.body, Body::Task(_))
    }

    /// Tells the asker, who may have gone.
    pub(super) fn answer(self, result: Result<Written, StoreError>) {
        match self.body {
            Body::Write(_, reply) => {
                let _ = reply.send(result);
            }
            Body::Task(task) => task.finish(result.map(|_| ())),
        }
    }
}

/// The queue is full, or closed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unqueued {
    Full,
    Closed,
}

/// What waits.
pub(super) struct Queue {
    inner: Mutex<Inner>,
    filled: Condvar,
    jobs_max: usize,
    bytes_max: usize,
}

#[derive(Default)]
struct Inner {
    jobs: VecDeque<Job>,
    bytes: usize,
    closed: bool,
}

impl Queue {
    pub(super) fn new(jobs_max: usize, bytes_max: usize) -> Queue {
        Queue {
            inner: Mutex::default(),
            filled: Condvar::new(),
            jobs_max,
            bytes_max,
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a job; one that is heavier than the whole queue may be waits alone.
    pub(super) fn push(&self, job: Job) -> Result<(), Unqueued> {
        let mut inner = self.inner();
        if inner.closed {
            return Err(Unqueued::Closed);
        }
        let heavy = inner.bytes + job.bytes > self.bytes_max && !inner.jobs.is_empty();
        if inner.jobs.len() >= self.jobs_max || heavy {
            return Err(Unqueued::Full);
        }
        inner.bytes += job.bytes;
        inner.jobs.push_back(job);
        drop(inner);
        self.filled.notify_one();
        Ok(())
    }

    /// Waits until there is something; false when there never will be.
    pub(super) fn wait(&self) -> bool {
        let mut inner = self.inner();
        while inner.jobs.is_empty() && !inner.closed {
            inner = self
                .filled
                .wait(inner)
                .unwrap_or_else(PoisonError::into_inner);
        }
        !inner.jobs.is_empty()
    }

    /// Whether nothing waits, or only what was withdrawn.
    pub(super) fn is_empty(&self) -> bool {
        self.inner().jobs.iter().all(|job| job.claim.is_withdrawn())
    }

    /// Takes the first job that was not withdrawn, if `fits` says so; else it stays the first.
    pub(super) fn take_if(&self, fits: impl Fn(&Job) -> bool) -> Option<Job> {
        let mut inner = self.inner();
        loop {
            let first = inner.jobs.front()?;
            if !first.claim.is_withdrawn() && !fits(first) {
                return None;
            }
            let job = inner.jobs.pop_front()?;
            inner.bytes -= job.bytes;
            if job.claim.take() {
                return Some(job);
            }
        }
    }

    /// Accepts nothing more; what waits will still be done.
    pub(super) fn close(&self) {
        self.inner().closed = true;
        self.filled.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::super::task::tests::nothing;
    use super::{Body, Claim, Job, Queue, Unqueued};

    fn job(bytes: usize) -> Job {
        Job {
            body: Body::Task(nothing()),
            bytes,
            deadline: Instant::now(),
            claim: std::sync::Arc::new(Claim::default()),
        }
    }

    #[test]
    fn is_bounded_in_jobs_and_bytes() {
        let queue = Queue::new(2, 100);
        assert_eq!(queue.push(job(1000)), Ok(()), "alone it may be heavy");
        assert_eq!(queue.push(job(1)), Err(Unqueued::Full));
        assert!(queue.take_if(|_| true).is_some());
        assert_eq!(queue.push(job(50)), Ok(()));
        assert_eq!(queue.push(job(50)), Ok(()));
        assert_eq!(queue.push(job(0)), Err(Unqueued::Full));
    }

    #[test]
    fn passes_over_what_was_withdrawn() {
        let queue = Queue::new(10, 100);
        let (first, second) = (job(1), job(2));
        let claim = std::sync::Arc::clone(&first.claim);
        queue.push(first).expect("there is room");
        queue.push(second).expect("there is room");
        assert!(claim.withdraw());
        let taken = queue.take_if(|_| true).expect("one is left");
        assert_eq!(taken.bytes, 2);
        assert!(!taken.claim.withdraw(), "the writer has it");
        assert!(queue.take_if(|_| true).is_none());
        let third = job(3);
        assert!(third.claim.withdraw());
        queue.push(third).expect("there is room");
        assert!(queue.is_empty());
        assert!(queue.take_if(|_| false).is_none());
        queue.close();
        assert!(!queue.wait(), "what was withdrawn is gone");
    }

    #[test]
    fn gives_what_waits_after_it_was_closed() {
        let queue = Queue::new(10, 100);
        queue.push(job(1)).expect("there is room");
        queue.close();
        assert_eq!(queue.push(job(1)), Err(Unqueued::Closed));
        assert!(queue.wait());
        assert!(queue.take_if(|_| false).is_none());
        assert!(queue.take_if(|_| true).is_some());
        assert!(!queue.wait());
    }
}
