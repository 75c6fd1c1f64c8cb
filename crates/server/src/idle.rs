//! How much of its time a thread waits.
//!
//! Not its CPU time: on a machine that is shared with others a thread that always has work gets
//! only a part of a core, and is busy all the same.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The time one thread has waited; told by its event loop.
pub(crate) struct Idle {
    epoch: Instant,
    parked_at_us: AtomicU64,
    idle_us: AtomicU64,
}

impl Idle {
    pub(crate) fn new() -> Idle {
        Idle {
            epoch: Instant::now(),
            parked_at_us: AtomicU64::new(0),
            idle_us: AtomicU64::new(0),
        }
    }

    /// The thread begins to wait.
    pub(crate) fn park(&self) {
        self.parked_at_us.store(self.now_us(), Ordering::Relaxed);
    }

    /// The thread has something to do.
    pub(crate) fn unpark(&self) {
        let waited = self.now_us() - self.parked_at_us.load(Ordering::Relaxed);
        self.idle_us.fetch_add(waited, Ordering::Relaxed);
    }

    /// All the time that the thread has waited.
    pub(crate) fn total(&self) -> Duration {
        Duration::from_micros(self.idle_us.load(Ordering::Relaxed))
    }

    fn now_us(&self) -> u64 {
        self.epoch.elapsed().as_micros() as u64
    }
}
