//! What one entry into a VM may use, decided at the engine's tick.
//!
//! Asking the engine for its heap walks it: some milliseconds for 100,000 objects, which a tick does
//! not have. A heap cannot be larger than the process, so that one, which costs microseconds, is
//! asked first, and the heap itself only when it may have grown.

use crate::activity::{Activity, MemoryWish};
use crate::host::Host;
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};
use velodrome_engine::{EndReason, Tick, Verdict};
use velodrome_model::code::Code;
use velodrome_model::limits::Limits;

/// A heap that may be too large is asked again after this long, even when the process does not
/// grow: pages that were free in it before can be the heap's now..
const REST_MIN: Duration = Duration::from_millis(100);
/// ..and not before this many times what the asking took.
const REST_PARTS: u32 = 20;
/// It is asked at once when the process grew by this part of the limit.
const GROWN_PART: u64 = 16;

/// The budget of the entry that runs. Shared with the VM's tick.
pub(crate) struct Budget {
    cpu_us_max: u64,
    heap_bytes_max: u64,
    /// What the owner had used before this entry.
    spent_us: Cell<u64>,
    host: Rc<dyn Host>,
    activity: Arc<Activity>,
    /// The process's memory when the heap was last asked, in this entry or one before.
    asked_at_bytes: Cell<u64>,
    rest_until: Cell<Option<Instant>>,
}

impl Budget {
    pub(crate) fn new(limits: &Limits, host: Rc<dyn Host>, activity: Arc<Activity>) -> Budget {
        Budget {
            cpu_us_max: limits.cpu_time_ms_max * 1000,
            heap_bytes_max: limits.heap_bytes_max,
            spent_us: Cell::new(0),
            host,
            activity,
            asked_at_bytes: Cell::new(0),
            rest_until: Cell::new(None),
        }
    }

    /// An entry begins for an owner who has used this much.
    pub(crate) fn begin(&self, spent_us: u64) {
        self.spent_us.set(spent_us);
    }

    /// Whether an owner who has used this much may go on.
    pub(crate) fn allows(&self, spent_us: u64) -> bool {
        spent_us <= self.cpu_us_max
    }

    /// The tick's verdict.
    pub(crate) fn judge(&self, tick: &Tick<'_>) -> Verdict {
        let used_us = self.spent_us.get() + tick.entry_cpu.as_micros() as u64;
        if !self.allows(used_us) {
            return Verdict::End(EndReason::CpuTime);
        }
        match self.activity.take_wish() {
            Some(MemoryWish::EndFullest) => {
                self.activity.show_heap(0);
                return Verdict::End(EndReason::Memory);
            }
            Some(MemoryWish::Look) => self.activity.show_heap(tick.heap_bytes() as u64),
            None => {}
        }
        if !self.heap_fits(|| tick.heap_bytes()) {
            return Verdict::End(EndReason::Memory);
        }
        Verdict::Continue
    }

    /// Whether the heap is within its limit; `heap` is asked only when it may not be.
    pub(crate) fn heap_fits(&self, heap: impl FnOnce() -> usize) -> bool {
        if !self.is_worth_asking() {
            return true;
        }
        let began = Instant::now();
        let bytes = heap() as u64;
        let rest = (began.elapsed() * REST_PARTS).max(REST_MIN);
        self.rest_until.set(Some(Instant::now() + rest));
        bytes <= self.heap_bytes_max
    }

    fn is_worth_asking(&self) -> bool {
        let Some(resident) = self.host.resident_bytes() else {
            return true;
        };
        // Not the whole limit: what a collection gave back may not be resident any more, but counts.
        if resident <= self.heap_bytes_max / 2 {
            return false;
        }
        let asked_at = self.asked_at_bytes.get();
        let grew = resident > asked_at.saturating_add(self.heap_bytes_max / GROWN_PART);
        let rested = self
            .rest_until
            .get()
            .is_none_or(|until| Instant::now() >= until);
        if grew || rested {
            self.asked_at_bytes.set(resident);
        }
        grew || rested
    }
}

/// The code of an answer to a request that was ended so.
pub(crate) fn code_of(reason: EndReason) -> Code {
    match reason {
        EndReason::CpuTime => Code::CpuLimit,
        EndReason::Memory => Code::MemoryLimit,
        EndReason::Stopped => Code::ProcessExit,
    }
}
