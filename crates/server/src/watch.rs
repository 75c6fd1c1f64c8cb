//! Signs that a VM, or the whole process, cannot be saved from inside.
//!
//! The engine's tick ends nearly everything. It cannot end an endless chain of microtasks, each of
//! which is an entry of its own for the engine, and it comes late in some loops over strings. So
//! this thread, which runs no JavaScript, measures what the others use.

use std::time::{Duration, Instant};
use velodrome_model::limits::Limits;
use velodrome_runtime::Activity;
use velodrome_site::host::resident_bytes;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    /// An entry outlived the CPU limit and the engine's tick did not end it.
    Runaway,
    /// The process uses more than `process_memory_bytes_max`.
    MemoryShort,
    /// It uses half as much again.
    OutOfMemory,
}

/// Added to the CPU limit before an entry is taken for a runaway: the tick must have its chance.
const GRACE: Duration = Duration::from_millis(1500);
/// An entry is long from here on.
const LONG_US: u64 = 100_000;
/// Looks between two readings of the process's memory.
const MEMORY_EVERY: u64 = 10;

/// An entry that has been running for long.
struct Long {
    /// Which entry: the time at which it began.
    began: u64,
    /// At most the CPU time it used since it was noticed.
    used: Duration,
    noticed: Instant,
}

pub(crate) struct Findings {
    cpu_limit: Duration,
    memory_bytes_max: u64,
    long: Vec<Option<Long>>,
    cpu_before: Duration,
    looks: u64,
}

impl Findings {
    pub(crate) fn new(limits: &Limits) -> Findings {
        Findings {
            cpu_limit: Duration::from_millis(limits.cpu_time_ms_max),
            memory_bytes_max: limits.process_memory_bytes_max,
            long: Vec::new(),
            cpu_before: process_cpu(),
            looks: 0,
        }
    }

    /// Looks once. `activities` come in a stable order, new ones last.
    pub(crate) fn look<'a>(
        &mut self,
        activities: impl Iterator<Item = &'a Activity>,
    ) -> Option<Finding> {
        self.looks += 1;
        let entries: Vec<_> = activities
            .map(|activity| activity.entry().filter(|(for_us, _)| *for_us >= LONG_US))
            .collect();
        let long = entries.iter().flatten().count().max(1) as u32;
        let cpu = process_cpu();
        // Those inside long entries share what the process used; none gets less than its part.
        let share = cpu.saturating_sub(self.cpu_before) / long;
        self.cpu_before = cpu;
        self.long.resize_with(entries.len(), || None);
        for (known, entry) in self.long.iter_mut().zip(entries) {
            *known = match (entry, known.take()) {
                (Some((_, began)), Some(long)) if long.began == began => Some(Long {
                    used: long.used + share,
                    ..long
                }),
                (Some((_, began)), _) => Some(Long {
                    began,
                    used: Duration::ZERO,
                    noticed: Instant::now(),
                }),
                (None, _) => None,
            };
        }
        if (0..self.long.len()).any(|place| self.is_runaway(place)) {
            return Some(Finding::Runaway);
        }
        self.look_at_memory()
    }

    /// Whether the thread at this place is inside an entry that only the process's end can stop.
    pub(crate) fn is_runaway(&self, place: usize) -> bool {
        let long = self.long.get(place).and_then(Option::as_ref);
        long.is_some_and(|long| long.used.min(long.noticed.elapsed()) > self.cpu_limit + GRACE)
    }

    fn look_at_memory(&self) -> Option<Finding> {
        if !self.looks.is_multiple_of(MEMORY_EVERY) {
            return None;
        }
        let resident = resident_bytes()?;
        if resident > self.memory_bytes_max + self.memory_bytes_max / 2 {
            return Some(Finding::OutOfMemory);
        }
        (resident > self.memory_bytes_max).then_some(Finding::MemoryShort)
    }
}

fn process_cpu() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}
