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
/// Looks between two readings of the process's memory.
const MEMORY_EVERY: u64 = 5;

/// An entry that has been running for long.
struct Long {
    /// Which entry: the time at which it began.
    began: u64,
    process_cpu: Duration,
    noticed: Instant,
}

pub(crate) struct Findings {
    cpu_limit: Duration,
    memory_bytes_max: u64,
    long: Vec<Option<Long>>,
    looks: u64,
}

impl Findings {
    pub(crate) fn new(limits: &Limits) -> Findings {
        Findings {
            cpu_limit: Duration::from_millis(limits.cpu_time_ms_max),
            memory_bytes_max: limits.process_memory_bytes_max,
            long: Vec::new(),
            looks: 0,
        }
    }

    /// Looks once. `activities` come in a stable order, new ones last.
    pub(crate) fn look<'a>(
        &mut self,
        activities: impl Iterator<Item = &'a Activity>,
    ) -> Option<Finding> {
        self.looks += 1;
        let mut runaway = false;
        let mut stuck = 0;
        let mut entries = Vec::new();
        for activity in activities {
            let entry = activity.entry().filter(|(for_us, _)| *for_us >= 100_000);
            stuck += usize::from(entry.is_some());
            entries.push(entry);
        }
        self.long.resize_with(entries.len(), || None);
        for (known, entry) in self.long.iter_mut().zip(entries) {
            match (entry, &known) {
                (None, _) => *known = None,
                (Some((_, began)), Some(long)) if long.began == began => {
                    // Those who are stuck share the process's CPU time; none gets less than its part.
                    let used = process_cpu().saturating_sub(long.process_cpu) / stuck.max(1) as u32;
                    let waited = long.noticed.elapsed();
                    runaway |= used.min(waited) > self.cpu_limit + GRACE;
                }
                (Some((_, began)), _) => {
                    *known = Some(Long {
                        began,
                        process_cpu: process_cpu(),
                        noticed: Instant::now(),
                    });
                }
            }
        }
        if runaway {
            return Some(Finding::Runaway);
        }
        self.look_at_memory()
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
