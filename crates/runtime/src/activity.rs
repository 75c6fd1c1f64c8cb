//! Whether a thread is inside JavaScript, for others to see.
//!
//! One store when an entry begins and two when it ends; the thread that watches decides what a
//! long entry means.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

/// What one thread shows of its work in JavaScript.
#[derive(Debug)]
pub struct Activity {
    epoch: Instant,
    /// Microseconds after `epoch` at which the entry that runs began; 0 when none runs.
    entered_us: AtomicU64,
    /// Somebody asks the VMs of this thread to look at their heaps.
    memory_short: AtomicBool,
}

impl Default for Activity {
    fn default() -> Activity {
        Activity {
            epoch: Instant::now(),
            entered_us: AtomicU64::new(0),
            memory_short: AtomicBool::new(false),
        }
    }
}

impl Activity {
    pub(crate) fn begin(&self, now: Instant) {
        let at = now.saturating_duration_since(self.epoch).as_micros() as u64;
        self.entered_us.store(at.max(1), Ordering::Relaxed);
    }

    pub(crate) fn end(&self) {
        self.entered_us.store(0, Ordering::Relaxed);
    }

    /// How long the entry that runs has been running, in microseconds, and when it began (a value
    /// that tells entries apart); `None` outside JavaScript.
    pub fn entry(&self) -> Option<(u64, u64)> {
        let entered = self.entered_us.load(Ordering::Relaxed);
        let now = self.epoch.elapsed().as_micros() as u64;
        (entered != 0).then(|| (now.saturating_sub(entered), entered))
    }

    /// Asks the VMs of this thread to look at their heaps after the next entry.
    pub fn ask_for_memory(&self) {
        self.memory_short.store(true, Ordering::Relaxed);
    }

    pub(crate) fn take_memory_request(&self) -> bool {
        self.memory_short.load(Ordering::Relaxed)
            && self.memory_short.swap(false, Ordering::Relaxed)
    }
}
