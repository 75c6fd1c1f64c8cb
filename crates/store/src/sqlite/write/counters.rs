//! What the writer has done, for everybody to read.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::statistics::Statistics;

/// Counters since the store was opened.
#[derive(Debug, Default)]
pub(super) struct Counters {
    pub commits: Counter,
    pub acknowledged: Counter,
    pub refused: Counter,
    pub withdrawn: Counter,
    pub turned_away: Counter,
    pub rollbacks: Counter,
}

/// A number that grows.
#[derive(Debug, Default)]
pub(super) struct Counter(AtomicU64);

impl Counter {
    pub(super) fn add(&self, more: usize) {
        self.0.fetch_add(more as u64, Ordering::Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Counters {
    pub(super) fn read(&self) -> Statistics {
        Statistics {
            commits: self.commits.get(),
            acknowledged: self.acknowledged.get(),
            refused: self.refused.get(),
            withdrawn: self.withdrawn.get(),
            turned_away: self.turned_away.get(),
            rollbacks: self.rollbacks.get(),
        }
    }
}
