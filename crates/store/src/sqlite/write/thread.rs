//! The thread that writes: waits for work, gets the database's lock, hands both to a transaction.
//!
//! Jobs are taken only once the lock is had. Until then whoever asked may withdraw them, so that a
//! lock kept by another process costs an asker its deadline and nothing is done behind its back.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::watch;

use super::super::catalog::{Catalogue, Catalogues};
use super::super::failure::{self, Cause, cause};
use super::super::pause::pause;
use super::connection::Connector;
use super::counters::Counters;
use super::minter::Minter;
use super::queue::{Job, Queue};
use crate::error::StoreError;
use crate::event::StoreEvent;
use crate::options::Options;

/// Waits between attempts at a lock that another process has: at first and at most.
const RETRY_FIRST: Duration = Duration::from_micros(100);
const RETRY_MAX: Duration = Duration::from_millis(2);

/// Everything that the thread owns.
pub(super) struct WriterThread {
    pub(super) options: Options,
    pub(super) queue: Arc<Queue>,
    pub(super) counters: Arc<Counters>,
    pub(super) catalogues: Arc<Catalogues>,
    /// The catalogue that the current transaction sees.
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) connector: Connector,
    pub(super) minter: Minter,
    /// Events of the current transaction, told once it is committed.
    pub(super) events: Vec<StoreEvent>,
    /// Counts commits, for those who wait for one.
    committed: watch::Sender<u64>,
    /// Whether the last transaction failed for a reason that is not the site's.
    failing: bool,
}

impl WriterThread {
    pub(super) fn new(
        options: Options,
        queue: Arc<Queue>,
        counters: Arc<Counters>,
        catalogues: Arc<Catalogues>,
        conn: Connection,
        committed: watch::Sender<u64>,
    ) -> rusqlite::Result<WriterThread> {
        let connector = Connector::new(
            options.path.clone(),
            options.limits.database_bytes_max,
            conn,
        )?;
        Ok(WriterThread {
            minter: Minter::new(
                Arc::clone(&options.clock),
                Arc::clone(&options.random),
                options.limits.date_back_ms_max,
            ),
            catalogue: catalogues.newest(),
            options,
            queue,
            counters,
            catalogues,
            connector,
            events: Vec::new(),
            committed,
            failing: false,
        })
    }

    /// Until the store is closed and nothing waits any more.
    pub(super) fn run(mut self) {
        while self.queue.wait() {
            let turn = catch_unwind(AssertUnwindSafe(|| self.turn()));
            if turn.is_err() {
                self.start_over();
                let error = StoreError::failed("the writer's thread panicked during a write");
                self.failed(&error, 1);
            }
        }
    }

    fn turn(&mut self) {
        match self.begin() {
            Ok(true) => self.group(),
            Ok(false) => {}
            Err(error) => self.fail_waiting(&error),
        }
    }

    /// Begins a transaction, waiting for other processes as long as somebody waits for us; false
    /// when nobody does any more.
    pub(super) fn begin(&mut self) -> rusqlite::Result<bool> {
        self.connector.deadline.set(None);
        let mut wait = RETRY_FIRST;
        loop {
            let began = self.connector.get()?.execute_batch("BEGIN IMMEDIATE");
            match began {
                Ok(()) => break,
                Err(error) if cause(&error) == Cause::Busy => {}
                Err(error) => return Err(error),
            }
            self.expire();
            if self.queue.is_empty() {
                return Ok(false);
            }
            pause(wait);
            wait = (wait * 2).min(RETRY_MAX);
        }
        let known = self.learn();
        if known.is_err() {
            self.roll_back();
        }
        known.map(|()| true)
    }

    /// What other processes have changed since the last transaction.
    pub(super) fn learn(&mut self) -> rusqlite::Result<()> {
        self.connector.refuse_moved()?;
        let conn = self.connector.current();
        self.catalogue = self.catalogues.fresh(conn)?;
        self.minter.begin(conn)
    }

    /// Answers those whose deadline has passed and who have not noticed it themselves.
    fn expire(&mut self) {
        let now = Instant::now();
        while let Some(job) = self.queue.take_if(|job| job.deadline <= now) {
            self.counters.withdrawn.add(1);
            job.answer(Err(failure::timed_out()));
        }
    }

    /// There is no transaction to be had: all who wait hear why.
    fn fail_waiting(&mut self, error: &rusqlite::Error) {
        let answer = failure::to_store("beginning to write", error);
        let mut jobs = Vec::new();
        while let Some(job) = self.queue.take_if(|_| true) {
            jobs.push(job);
        }
        self.failed(&answer, jobs.len());
        self.refuse_all(jobs, &answer);
        self.start_over();
    }

    /// All of `jobs` get the same bad answer.
    pub(super) fn refuse_all(&mut self, jobs: Vec<Job>, answer: &StoreError) {
        self.counters.refused.add(jobs.len());
        for job in jobs {
            job.answer(Err(answer.clone()));
        }
    }

    /// Ends a transaction without keeping anything of it.
    pub(super) fn roll_back(&mut self) {
        self.connector.deadline.set(None);
        self.events.clear();
        self.minter.forget();
        self.counters.rollbacks.add(1);
        let conn = self.connector.current();
        if !conn.is_autocommit() && conn.execute_batch("ROLLBACK").is_err() {
            self.start_over();
        }
    }

    /// Takes a new connection the next time.
    pub(super) fn start_over(&mut self) {
        self.events.clear();
        self.minter.forget();
        self.connector.drop_connection();
    }

    /// Tells the operator of a failure.
    pub(super) fn failed(&mut self, error: &StoreError, writes: usize) {
        if matches!(error, StoreError::Failed { .. }) {
            self.failing = true;
            let error = error.clone();
            (self.options.events)(StoreEvent::WriteFailed { error, writes });
        }
    }

    /// A transaction was committed: what happened in it may be told.
    pub(super) fn succeeded(&mut self) {
        self.catalogues.offer(&self.catalogue);
        self.counters.commits.add(1);
        self.committed.send_modify(|count| *count += 1);
        if std::mem::take(&mut self.failing) {
            (self.options.events)(StoreEvent::WriteRecovered);
        }
        for event in self.events.drain(..) {
            (self.options.events)(event);
        }
    }
}
