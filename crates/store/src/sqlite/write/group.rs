//! One transaction for all that wait.
//!
//! Forcing a commit to the disk costs far more than a write, so those who come while the disk is busy
//! share the next commit. Each write has a savepoint: what fails takes nothing with it. Answers are
//! given after the commit, never before.
//!
//! An import begins its transaction and has no savepoint: SQLite would keep all pages it changes in
//! memory, and go through them after every statement that has triggers, as those of indexed
//! collections have. 10,000 documents would take longer than a write may.

use std::time::{Duration, Instant};

use super::super::catalog::Catalogue;
use super::super::failure;
use super::super::pause::pause;
use super::action::{self, Context};
use super::connection::Connector;
use super::fault::Fault;
use super::queue::{Body, Job};
use super::thread::WriterThread;
use crate::error::StoreError;
use crate::write::{Action, Written};

/// A transaction that has lasted this long takes no further write: others wait for its answers.
const GROUP_TIME: Duration = Duration::from_millis(50);
/// After an import's transaction other processes get this long to take the lock: SQLite's locks have
/// no queue, and an import takes them again at once.
const COURTESY: Duration = Duration::from_millis(3);

/// A write that was carried out, or refused, in a transaction that is not committed yet.
struct Done {
    job: Job,
    result: Result<Written, StoreError>,
}

/// What became of one write.
enum One {
    Done(Result<Written, StoreError>),
    /// The whole transaction is gone.
    Lost(StoreError, bool),
}

impl WriterThread {
    /// Fills the transaction that has begun, commits it, and answers.
    pub(super) fn group(&mut self) {
        let mut done: Vec<Done> = Vec::new();
        let (mut bytes, mut long) = (0, false);
        let began = Instant::now();
        while let Some(job) = self.next(&done, bytes, began) {
            if job.is_task() {
                return self.task(job);
            }
            bytes += job.bytes;
            long |= is_import(&job);
            match self.one(&job, done.is_empty()) {
                One::Done(result) => done.push(Done { job, result }),
                One::Lost(error, spoilt) => {
                    let before = done.into_iter().map(|done| done.job).collect();
                    return self.lost(before, job, error, spoilt);
                }
            }
        }
        self.commit(done);
        if long {
            pause(COURTESY);
        }
    }

    /// The next write of this transaction. Whoever's time is over is answered and passed over.
    fn next(&mut self, done: &[Done], bytes: usize, began: Instant) -> Option<Job> {
        let limits = &self.options.limits;
        let full = done.len() >= limits.group_writes_max || began.elapsed() > GROUP_TIME;
        loop {
            let job = self.queue.take_if(|job| {
                done.is_empty()
                    || !(full
                        || job.is_task()
                        || is_import(job)
                        || bytes + job.bytes > limits.group_bytes_max)
            })?;
            if Instant::now() < job.deadline {
                return Some(job);
            }
            self.counters.withdrawn.add(1);
            job.answer(Err(failure::timed_out()));
        }
    }

    /// Carries out one write, in its savepoint; an import that begins the transaction without.
    fn one(&mut self, job: &Job, first: bool) -> One {
        let Body::Write(write, _) = &job.body else {
            unreachable!("tasks run alone");
        };
        let before = std::sync::Arc::clone(&self.catalogue);
        let events = self.events.len();
        self.connector.deadline.set(Some(job.deadline));
        let conn = self.connector.current();
        let bare = first && is_import(job);
        let mark = |sql| if bare { Ok(()) } else { savepoint(conn, sql) };
        let result = mark("SAVEPOINT w").and_then(|()| {
            let mut context = Context {
                conn,
                options: &self.options,
                catalogue: &mut self.catalogue,
                minter: &mut self.minter,
                events: &mut self.events,
                deadline: &self.connector.deadline,
            };
            let written = action::carry_out(&mut context, write)?;
            mark("RELEASE w")?;
            Ok(written)
        });
        self.connector.deadline.set(None);
        match result {
            Ok(written) => One::Done(Ok(written)),
            Err(fault) => {
                self.catalogue = before;
                self.events.truncate(events);
                self.undo(fault, &write.collection, bare)
            }
        }
    }

    /// Takes back what a write did before it failed; a `bare` one takes the transaction with it.
    fn undo(&mut self, fault: Fault, collection: &str, bare: bool) -> One {
        let spoilt = matches!(&fault, Fault::Sql(error) if Connector::is_spoilt_by(error));
        let error = fault.into_store(collection);
        let conn = self.connector.current();
        let undone = !bare
            && !conn.is_autocommit()
            && savepoint(conn, "ROLLBACK TO w")
                .and_then(|()| savepoint(conn, "RELEASE w"))
                .is_ok();
        if undone && !spoilt {
            return One::Done(Err(error));
        }
        One::Lost(error, spoilt)
    }

    /// A write took the transaction with it. Those before it are tried again, each for itself, and so
    /// is it unless it was alone.
    fn lost(&mut self, before: Vec<Job>, culprit: Job, error: StoreError, spoilt: bool) {
        self.roll_back();
        if spoilt {
            self.start_over();
        }
        if before.is_empty() {
            if matches!(error, StoreError::Failed { .. }) {
                self.failed(&error, 1);
            }
            return self.refuse_all(vec![culprit], &error);
        }
        for job in before.into_iter().chain([culprit]) {
            self.alone(job);
        }
    }

    /// Gives a write a transaction of its own.
    fn alone(&mut self, job: Job) {
        if Instant::now() >= job.deadline {
            return self.refuse_all(vec![job], &failure::timed_out());
        }
        if let Err(error) = self.begin_again() {
            // It may have begun all the same, and would keep everybody's lock.
            self.start_over();
            self.failed(&error, 1);
            return self.refuse_all(vec![job], &error);
        }
        match self.one(&job, true) {
            One::Done(result) => self.commit(vec![Done { job, result }]),
            One::Lost(error, spoilt) => self.lost(Vec::new(), job, error, spoilt),
        }
    }

    /// Another transaction for writes that were taken already; waits for no other process.
    fn begin_again(&mut self) -> Result<(), StoreError> {
        let began = self
            .connector
            .get()
            .and_then(|conn| conn.execute_batch("BEGIN IMMEDIATE"))
            .and_then(|()| self.learn());
        began.map_err(|error| failure::to_store("beginning to write", &error))
    }

    /// Commits, then answers.
    fn commit(&mut self, done: Vec<Done>) {
        if done.iter().all(|done| done.result.is_err()) {
            self.roll_back();
            return self.answer(done);
        }
        let conn = self.connector.current();
        let committed = self
            .minter
            .end(conn)
            .and_then(|()| conn.execute_batch("COMMIT"));
        match committed {
            Ok(()) => {
                self.succeeded();
                self.answer(done);
            }
            Err(error) => {
                let answer = failure::to_store("committing", &error);
                self.give_up(&error);
                self.failed(&answer, done.len());
                self.refuse_all(done.into_iter().map(|done| done.job).collect(), &answer);
            }
        }
    }

    /// After a commit that failed.
    fn give_up(&mut self, error: &rusqlite::Error) {
        self.roll_back();
        if Connector::is_spoilt_by(error) {
            self.start_over();
        }
    }

    fn answer(&mut self, done: Vec<Done>) {
        let refused = done.iter().filter(|done| done.result.is_err()).count();
        self.counters.refused.add(refused);
        self.counters.acknowledged.add(done.len() - refused);
        for Done { job, result } in done {
            job.answer(result);
        }
    }

    /// Runs a task in the transaction that has begun.
    fn task(&mut self, mut job: Job) {
        let Body::Task(task) = &mut job.body else {
            unreachable!("writes go in groups");
        };
        let conn = self.connector.current();
        let result = task.run(conn).and_then(|()| {
            let read = Catalogue::read(conn).and_then(|read| {
                self.minter.end(conn)?;
                conn.execute_batch("COMMIT")?;
                Ok(read)
            });
            read.map_err(|error| failure::to_store("committing", &error))
        });
        match result {
            Ok(read) => {
                self.catalogue = std::sync::Arc::new(read);
                self.succeeded();
                self.counters.acknowledged.add(1);
                job.answer(Ok(Written::Done));
            }
            Err(error) => {
                self.roll_back();
                if matches!(error, StoreError::Failed { .. }) {
                    self.start_over();
                }
                self.failed(&error, 1);
                self.refuse_all(vec![job], &error);
            }
        }
    }
}

fn savepoint(conn: &rusqlite::Connection, sql: &str) -> Result<(), Fault> {
    conn.prepare_cached(sql)?.execute([])?;
    Ok(())
}

fn is_import(job: &Job) -> bool {
    matches!(&job.body, Body::Write(write, _) if matches!(write.action, Action::Load(_)))
}
