//! Time spent inside an entry. Reading the thread's CPU clock is a system call and far too dear
//! for every entry, so an entry notes the monotonic clock only, and the CPU clock is read in ticks.

use std::cell::Cell;
use std::time::{Duration, Instant};

use super::thread_clock::thread_cpu;

/// What a tick knows about time.
pub(super) struct TickTimes {
    pub(super) entry_cpu: Duration,
    pub(super) entry_wall: Duration,
    pub(super) thread_cpu: Duration,
}

/// The clock of one VM's outermost entry.
#[derive(Default)]
pub(super) struct EntryClock {
    started: Cell<Option<Instant>>,
    /// CPU counted by the earlier ticks of this entry; `None` before the first.
    counted: Cell<Option<Duration>>,
    /// The thread's CPU clock at the last tick.
    thread_cpu: Cell<Duration>,
}

impl EntryClock {
    #[inline]
    pub(super) fn start(&self, now: Instant) {
        self.started.set(Some(now));
        self.counted.set(None);
    }

    #[inline]
    pub(super) fn stop(&self) {
        self.started.set(None);
        self.counted.set(None);
    }

    /// Begin of the current entry.
    pub(super) fn started(&self) -> Option<Instant> {
        self.started.get()
    }

    /// Reads the clocks in a tick. The run loop enters VMs without us: such an entry begins, for
    /// us, with its first tick.
    pub(super) fn tick(&self) -> TickTimes {
        let now = Instant::now();
        let thread_cpu = thread_cpu();
        let started = self.started.get().unwrap_or(now);
        let entry_wall = now.duration_since(started);
        let since_last_tick = thread_cpu.saturating_sub(self.thread_cpu.replace(thread_cpu));
        let entry_cpu = match self.counted.get() {
            Some(counted) => counted + since_last_tick,
            None => entry_wall.min(since_last_tick),
        };
        self.counted.set(Some(entry_cpu));
        TickTimes {
            entry_cpu,
            entry_wall,
            thread_cpu,
        }
    }
}
