//! The threads that run long reads, so that no look-up waits behind one.
//!
//! They start with the first long read, at most [`Limits::readers`](crate::Limits) of them, and end
//! after a while without work. Reads wait in one queue in the order in which they came. All have the
//! same time, counted from the call, so each one's turn comes before its own time is over, be it only
//! to say that it is.

use std::collections::VecDeque;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;
use velodrome_model::data::Wde;

use super::error::ReadError;
use super::reader::Reader;
use crate::error::StoreError;
use crate::reply::Reply;
use crate::sqlite::shared::Shared;

/// How long a thread without work waits for some.
const IDLE: Duration = Duration::from_secs(20);

/// The pool of a store.
#[derive(Default)]
pub(crate) struct Pool(Arc<Inner>);

#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    wake: Condvar,
}

#[derive(Default)]
struct State {
    queue: VecDeque<Job>,
    threads: usize,
    idle: usize,
    closed: bool,
}

type Task = Box<dyn FnOnce(Result<&mut Reader, StoreError>, &Arc<Shared>) + Send>;

struct Job {
    task: Task,
    shared: Arc<Shared>,
    deadline: Instant,
    cancelled: Arc<AtomicBool>,
}

impl Pool {
    /// Has `read` run on a thread of the pool; it ends at `deadline`, or when the reply is dropped.
    pub fn run<T: Send + 'static>(
        &self,
        shared: &Arc<Shared>,
        deadline: Instant,
        read: impl FnOnce(&mut Reader, &Arc<Shared>) -> Result<T, ReadError> + Send + 'static,
    ) -> Reply<T> {
        let (answer, waiting) = oneshot::channel();
        let cancelled = Arc::new(AtomicBool::new(false));
        let job = Job {
            task: Box::new(move |reader, shared| {
                let result =
                    reader.and_then(|reader| read(reader, shared).map_err(ReadError::into_store));
                let _ = answer.send(result);
            }),
            shared: Arc::clone(shared),
            deadline,
            cancelled: Arc::clone(&cancelled),
        };
        match self.submit(job, shared) {
            Ok(()) => Reply::later(Waiting { waiting, cancelled }),
            Err(error) => Reply::Now(Err(error)),
        }
    }

    fn submit(&self, job: Job, shared: &Shared) -> Result<(), StoreError> {
        let limits = shared.limits();
        let mut state = self.0.lock();
        if state.queue.len() >= limits.reads_waiting_max {
            state
                .queue
                .retain(|job| !job.cancelled.load(Ordering::Relaxed));
        }
        if state.queue.len() >= limits.reads_waiting_max {
            return Err(StoreError::refused(
                Wde::RATE_EXCEEDED,
                "Too many searches are waiting at once; try again later.",
            ));
        }
        state.queue.push_back(job);
        if state.queue.len() > state.idle && state.threads < limits.readers.max(1) {
            let inner = Arc::clone(&self.0);
            let started = thread::Builder::new()
                .name("data-reader".to_owned())
                .spawn(move || inner.work());
            match started {
                Ok(_) => state.threads += 1,
                Err(error) if state.threads == 0 => {
                    state.queue.pop_back();
                    return Err(StoreError::failed(format!(
                        "no thread to read with: {error}"
                    )));
                }
                Err(_) => {}
            }
        }
        self.0.wake.notify_one();
        Ok(())
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.wake.notify_all();
    }
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A search that panics ends alone: others may wait behind it.
    fn work(&self) {
        let mut reader = None;
        while let Some(job) = self.next() {
            if job.cancelled.load(Ordering::Relaxed) {
                continue;
            }
            let ran = catch_unwind(AssertUnwindSafe(|| run(&mut reader, job)));
            if ran.is_err() {
                reader = None;
            }
        }
    }

    /// The next job; nothing when there has been none for long. The thread counts as gone then, from
    /// the same moment: a job that comes later finds that it needs another.
    fn next(&self) -> Option<Job> {
        let until = Instant::now() + IDLE;
        let mut state = self.lock();
        loop {
            if let Some(job) = state.queue.pop_front() {
                return Some(job);
            }
            let left = until.saturating_duration_since(Instant::now());
            if state.closed || left.is_zero() {
                state.threads -= 1;
                return None;
            }
            state.idle += 1;
            state = self
                .wake
                .wait_timeout(state, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
            state.idle -= 1;
        }
    }
}

fn run(slot: &mut Option<Reader>, job: Job) {
    let opened = match slot {
        Some(_) => Ok(()),
        None => Reader::open(&job.shared).map(|reader| *slot = Some(reader)),
    };
    match (opened, slot.as_mut()) {
        (Ok(()), Some(reader)) => {
            reader.guard().arm(job.deadline, Some(job.cancelled));
            (job.task)(Ok(&mut *reader), &job.shared);
            reader.guard().disarm();
        }
        (Err(error), _) => (job.task)(Err(error), &job.shared),
        (Ok(()), None) => {}
    }
}

/// The answer to come. Dropped before, it stops the search.
struct Waiting<T> {
    waiting: oneshot::Receiver<Result<T, StoreError>>,
    cancelled: Arc<AtomicBool>,
}

impl<T> Future for Waiting<T> {
    type Output = Result<T, StoreError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.waiting).poll(context).map(|answer| {
            answer.unwrap_or_else(|_| Err(StoreError::failed("the thread of a search has ended")))
        })
    }
}

impl<T> Drop for Waiting<T> {
    fn drop(&mut self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc::channel;
    use std::time::{Duration, Instant};

    use crate::options::{Limits, Options};
    use crate::reply::Reply;
    use crate::sqlite::shared::Shared;

    #[test]
    fn a_search_that_panics_leaves_those_behind_it_their_thread() {
        let directory = tempfile::tempdir().expect("there is a place for temporary files");
        let options = Options {
            path: directory.path().join("data.sqlite"),
            clock: Arc::new(|| 0),
            random: Arc::new(|_| {}),
            events: Arc::new(|_| {}),
            limits: Limits {
                readers: 1,
                ..Limits::default()
            },
        };
        let shared = Arc::new(Shared::open(options).expect("a new database opens"));
        let deadline = Instant::now() + Duration::from_secs(60);
        let (go, may_go) = channel();
        let first: Reply<()> = shared.readers.run(&shared, deadline, move |_, _| {
            may_go.recv().expect("the test lets it go");
            panic!("on purpose");
        });
        let second = shared.readers.run(&shared, deadline, |_, _| Ok(7));
        go.send(()).expect("the search waits");
        assert!(first.wait().is_err());
        assert_eq!(second.wait(), Ok(7));
    }
}
