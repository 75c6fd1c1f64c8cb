//! The handle to the writer's thread.

use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::{oneshot, watch};
use velodrome_model::data::Wde;

use super::super::catalog::Catalogues;
use super::super::failure::describe;
use super::action::weight;
use super::counters::Counters;
use super::queue::{Body, Claim, Job, Queue, Unqueued};
use super::task::task;
use super::thread::WriterThread;
use super::ticket::Ticket;
use crate::error::{OpenError, StoreError};
use crate::options::Options;
use crate::reply::Reply;
use crate::statistics::Statistics;
use crate::write::{Write, Written};

/// Takes writes and hands them to the one thread that writes.
pub(crate) struct Writer {
    queue: Arc<Queue>,
    counters: Arc<Counters>,
    op_time: Duration,
    committed: watch::Receiver<u64>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread, which takes over `conn`.
    pub(crate) fn start(
        options: &Options,
        catalogues: Arc<Catalogues>,
        conn: Connection,
    ) -> Result<Writer, OpenError> {
        let limits = &options.limits;
        let queue = Arc::new(Queue::new(
            limits.writes_waiting_max,
            limits.bytes_waiting_max,
        ));
        let counters = Arc::new(Counters::default());
        let (commits, committed) = watch::channel(0);
        let writer = WriterThread::new(
            options.clone(),
            Arc::clone(&queue),
            Arc::clone(&counters),
            catalogues,
            conn,
            commits,
        )
        .map_err(|error| OpenError::Failed {
            doing: "preparing",
            path: options.path.clone(),
            reason: describe(&error),
        })?;
        let thread = thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || writer.run())
            .map_err(|error| OpenError::Io {
                doing: "starting the thread that writes to",
                path: options.path.clone(),
                error,
            })?;
        Ok(Writer {
            queue,
            counters,
            op_time: Duration::from_millis(limits.op_time_ms),
            committed,
            thread: Some(thread),
        })
    }

    /// Queues a change of documents.
    pub(crate) fn write(&self, write: Write) -> Reply<Written> {
        let bytes = weight(&write.action);
        let (reply, answer) = oneshot::channel();
        self.push(Body::Write(write, reply), bytes, answer)
    }

    /// Queues anything else, for a transaction of its own.
    pub(crate) fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Reply<T> {
        let (task, answer) = task(work);
        self.push(Body::Task(task), 0, answer)
    }

    fn push<T: Send + 'static>(
        &self,
        body: Body,
        bytes: usize,
        answer: oneshot::Receiver<Result<T, StoreError>>,
    ) -> Reply<T> {
        let claim = Arc::new(Claim::default());
        let deadline = Instant::now() + self.op_time;
        let job = Job {
            body,
            bytes,
            deadline,
            claim: Arc::clone(&claim),
        };
        match self.queue.push(job) {
            Ok(()) => {
                let ticket = Ticket {
                    answer,
                    claim,
                    deadline,
                    counters: Arc::clone(&self.counters),
                };
                Reply::later(ticket.wait())
            }
            Err(Unqueued::Full) => {
                self.counters.turned_away.add(1);
                Reply::Now(Err(StoreError::refused(
                    Wde::RATE_EXCEEDED,
                    "More writes wait than are allowed; nothing was written. Try again later.",
                )))
            }
            Err(Unqueued::Closed) => {
                Reply::Now(Err(StoreError::failed("the store is being closed")))
            }
        }
    }

    /// Changes with every commit of this process.
    pub(crate) fn committed(&self) -> watch::Receiver<u64> {
        self.committed.clone()
    }

    /// What it has done.
    pub(crate) fn statistics(&self) -> Statistics {
        self.counters.read()
    }
}

impl Drop for Writer {
    /// What was accepted is still written.
    fn drop(&mut self) {
        self.queue.close();
        let Some(thread) = self.thread.take() else {
            return;
        };
        // The last owner may be a task that ran on the thread itself: it ends when it is through.
        if thread.thread().id() != thread::current().id() {
            let _ = thread.join();
        }
    }
}
