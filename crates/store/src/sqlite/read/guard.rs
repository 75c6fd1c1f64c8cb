//! What ends a read: its deadline, and that nobody waits for it any more.
//!
//! SQLite asks in the middle of a statement (its progress handler), and our own loops ask between
//! documents; both ask the same guard.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use rusqlite::Connection;

/// Instructions of SQLite's machine between two questions: some 20 microseconds.
const INSTRUCTIONS: i32 = 1_000;
const NEVER: u64 = u64::MAX;

/// Why a read was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Its time is over.
    Deadline,
    /// Nobody waits for it.
    Cancelled,
}

/// Ends the reads of one connection.
#[derive(Debug)]
pub(crate) struct Guard {
    epoch: Instant,
    deadline_ns: AtomicU64,
    /// How often SQLite may ask yet.
    steps: AtomicU64,
    cancelled: Mutex<Option<Arc<AtomicBool>>>,
}

impl Guard {
    /// A guard that asks within statements of `connection`.
    pub fn of(connection: &mut Connection) -> rusqlite::Result<Arc<Guard>> {
        let guard = Arc::new(Guard {
            epoch: Instant::now(),
            deadline_ns: AtomicU64::new(NEVER),
            steps: AtomicU64::new(NEVER),
            cancelled: Mutex::new(None),
        });
        let asked = Arc::clone(&guard);
        connection.progress_handler(INSTRUCTIONS, Some(move || asked.step()))?;
        Ok(guard)
    }

    /// Begins a read that ends at `deadline`, or when `cancelled` is set.
    pub fn arm(&self, deadline: Instant, cancelled: Option<Arc<AtomicBool>>) {
        let ns = deadline.saturating_duration_since(self.epoch).as_nanos();
        self.deadline_ns
            .store(u64::try_from(ns).unwrap_or(NEVER - 1), Ordering::Relaxed);
        if cancelled.is_some() {
            *self
                .cancelled
                .lock()
                .unwrap_or_else(PoisonError::into_inner) = cancelled;
        }
    }

    /// Bounds a read by work rather than by time, which a busy machine stretches: SQLite may ask
    /// `steps` times.
    pub fn bound(&self, steps: u64) {
        self.steps.store(steps, Ordering::Relaxed);
    }

    /// Ends a read: nothing stops the connection's statements now.
    pub fn disarm(&self) {
        self.steps.store(NEVER, Ordering::Relaxed);
        if self.deadline_ns.swap(NEVER, Ordering::Relaxed) != NEVER {
            *self
                .cancelled
                .lock()
                .unwrap_or_else(PoisonError::into_inner) = None;
        }
    }

    /// Whether SQLite, which asks in the middle of a statement, has to stop.
    fn step(&self) -> bool {
        let left = self.steps.load(Ordering::Relaxed);
        if left != NEVER {
            self.steps.store(left.saturating_sub(1), Ordering::Relaxed);
        }
        left == 0 || self.check().is_some()
    }

    /// Why the read has to end, if it has to.
    pub fn check(&self) -> Option<Stop> {
        let deadline_ns = self.deadline_ns.load(Ordering::Relaxed);
        if deadline_ns == NEVER {
            return None;
        }
        if self.epoch.elapsed().as_nanos() >= u128::from(deadline_ns) {
            return Some(Stop::Deadline);
        }
        let cancelled = self
            .cancelled
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        match &*cancelled {
            Some(flag) if flag.load(Ordering::Relaxed) => Some(Stop::Cancelled),
            _ => None,
        }
    }
}
