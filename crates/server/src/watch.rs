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
    /// The CPU time it used since it was noticed, or more where the system does not tell.
    used: Duration,
    /// What its thread had used before.
    thread_before: Option<Duration>,
    noticed: Instant,
    cpu_limit: Duration,
}

/// A thread to look at.
pub(crate) struct Subject<'a> {
    pub(crate) activity: &'a Activity,
    /// Its number for the system ([`this_thread`]).
    pub(crate) thread: Option<u32>,
    /// CPU time after which what it runs should have ended; `None` for that of a request.
    pub(crate) cpu_time_ms_max: Option<u64>,
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

    /// Looks once. Threads come in a stable order, new ones last.
    pub(crate) fn look<'a>(
        &mut self,
        threads: impl Iterator<Item = Subject<'a>>,
    ) -> Option<Finding> {
        self.looks += 1;
        let entries: Vec<_> = threads
            .map(|subject| {
                let entry = subject.activity.entry();
                let long = entry.filter(|(for_us, _)| *for_us >= LONG_US);
                let limit = subject.cpu_time_ms_max.map(Duration::from_millis);
                (long, subject.thread, limit.unwrap_or(self.cpu_limit))
            })
            .collect();
        let long = entries.iter().filter(|(entry, ..)| entry.is_some()).count();
        let long = long.max(1) as u32;
        let cpu = process_cpu();
        // Those inside long entries share what the process used; none gets less than its part.
        let share = cpu.saturating_sub(self.cpu_before) / long;
        self.cpu_before = cpu;
        self.long.resize_with(entries.len(), || None);
        for (known, (entry, thread, cpu_limit)) in self.long.iter_mut().zip(entries) {
            *known = match (entry, known.take()) {
                (Some((_, began)), Some(long)) if long.began == began => Some(Long {
                    used: match (thread.and_then(thread_cpu), long.thread_before) {
                        (Some(now), Some(before)) => now.saturating_sub(before),
                        _ => long.used + share,
                    },
                    ..long
                }),
                (Some((_, began)), _) => Some(Long {
                    began,
                    used: Duration::ZERO,
                    thread_before: thread.and_then(thread_cpu),
                    noticed: Instant::now(),
                    cpu_limit,
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
        long.is_some_and(|long| long.used.min(long.noticed.elapsed()) > long.cpu_limit + GRACE)
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

/// CPU time of another thread of this process, from `stat` (proc_pid_stat(5), fields 14 and 15).
fn thread_cpu(thread: u32) -> Option<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/self/task/{thread}/stat")).ok()?;
    // The second field is a name in parentheses that may hold anything.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_ascii_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<u64>().ok();
    let all = ticks()? + ticks()?;
    let per_second = rustix::param::clock_ticks_per_second().max(1);
    Some(Duration::from_millis(all * 1000 / per_second))
}

/// The number of the calling thread for the system, where the watch can tell its CPU time.
pub fn this_thread() -> Option<u32> {
    #[cfg(target_os = "linux")]
    return u32::try_from(rustix::thread::gettid().as_raw_nonzero().get()).ok();
    #[cfg(not(target_os = "linux"))]
    None
}

fn process_cpu() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_cpu_time_of_a_thread_is_its_own() {
        let (number, told) = std::sync::mpsc::channel();
        let idle = std::thread::spawn(move || {
            number.send(this_thread()).expect("somebody listens");
            std::thread::park();
        });
        let idle_number = told.recv().expect("told").expect("Linux tells");
        let own = this_thread().expect("Linux tells");
        let before = thread_cpu(own).expect("it lives");
        while thread_cpu(own).expect("it lives") < before + Duration::from_millis(50) {}
        assert!(thread_cpu(idle_number).expect("it lives") < Duration::from_millis(50));
        idle.thread().unpark();
        idle.join().expect("it ends");
        assert_eq!(thread_cpu(u32::MAX), None);
    }
}
