//! Whether a thread is inside JavaScript, for others to see.
//!
//! One store when an entry begins and two when it ends; the thread that watches decides what a
//! long entry means.

use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::Instant;

/// What one thread shows of its work in JavaScript.
#[derive(Debug)]
pub struct Activity {
    epoch: Instant,
    /// Microseconds after `epoch` at which the entry that runs began; 0 when none runs.
    entered_us: AtomicU64,
    /// What the process wants because its memory is short, as [`MemoryWish`].
    memory_wish: AtomicU8,
    /// Bytes of the fullest heap of this thread when it was last asked; 0 before and after its end.
    heap_bytes: AtomicU64,
}

const NO_WISH: u8 = 0;

/// What a thread is asked to do while the process's memory is short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum MemoryWish {
    /// Say how full its fullest VM is ([`Activity::heap_bytes`]).
    Look = 1,
    /// End its fullest VM.
    EndFullest = 2,
}

impl Default for Activity {
    fn default() -> Activity {
        Activity {
            epoch: Instant::now(),
            entered_us: AtomicU64::new(0),
            memory_wish: AtomicU8::new(NO_WISH),
            heap_bytes: AtomicU64::new(0),
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

    /// Asks something of the thread, which does it soon, also while JavaScript runs.
    pub fn wish(&self, wish: MemoryWish) {
        self.memory_wish.store(wish as u8, Ordering::Relaxed);
    }

    pub(crate) fn take_wish(&self) -> Option<MemoryWish> {
        if self.memory_wish.load(Ordering::Relaxed) == NO_WISH {
            return None;
        }
        match self.memory_wish.swap(NO_WISH, Ordering::Relaxed) {
            NO_WISH => None,
            wish if wish == MemoryWish::EndFullest as u8 => Some(MemoryWish::EndFullest),
            _ => Some(MemoryWish::Look),
        }
    }

    /// Bytes of the fullest heap of this thread when it was last asked; 0 when it was not, or when
    /// that VM was ended.
    pub fn heap_bytes(&self) -> u64 {
        self.heap_bytes.load(Ordering::Relaxed)
    }

    pub(crate) fn show_heap(&self, bytes: u64) {
        self.heap_bytes.store(bytes, Ordering::Relaxed);
    }
}
