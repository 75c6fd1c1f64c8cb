//! What one entry into a VM may use, decided at the engine's tick.
//!
//! Asking the engine for its heap walks it: some milliseconds for 100,000 objects, which a tick does
//! not have. A heap cannot be larger than the process, so that one, which costs microseconds, is
//! asked first, and the heap itself only when it may have grown.

use crate::host::Host;
use std::cell::Cell;
use std::rc::Rc;
use velodrome_engine::{EndReason, Tick, Verdict};
use velodrome_model::code::Code;
use velodrome_model::limits::Limits;

/// A heap that may be too large is asked at every so many ticks even when the process does not
/// grow: pages that were free in it before can be the heap's now.
const ASK_EVERY: u32 = 5;
/// ..and at once when the process grew by this part of the limit.
const GROWN_PART: u64 = 16;

/// The budget of the entry that runs. Shared with the VM's tick.
pub(crate) struct Budget {
    cpu_us_max: u64,
    heap_bytes_max: u64,
    /// What the owner had used before this entry.
    spent_us: Cell<u64>,
    host: Rc<dyn Host>,
    /// The process's memory when the heap was last asked, in this entry or one before.
    asked_at_bytes: Cell<u64>,
    ticks_since_asked: Cell<u32>,
}

impl Budget {
    pub(crate) fn new(limits: &Limits, host: Rc<dyn Host>) -> Budget {
        Budget {
            cpu_us_max: limits.cpu_time_ms_max * 1000,
            heap_bytes_max: limits.heap_bytes_max,
            spent_us: Cell::new(0),
            host,
            asked_at_bytes: Cell::new(0),
            ticks_since_asked: Cell::new(0),
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

    /// Whether a heap of this size may stay.
    pub(crate) fn allows_heap(&self, heap_bytes: usize) -> bool {
        heap_bytes as u64 <= self.heap_bytes_max
    }

    /// The tick's verdict.
    pub(crate) fn judge(&self, tick: &Tick<'_>) -> Verdict {
        let used_us = self.spent_us.get() + tick.entry_cpu.as_micros() as u64;
        if !self.allows(used_us) {
            return Verdict::End(EndReason::CpuTime);
        }
        if self.heap_may_be_too_large() && !self.allows_heap(tick.heap_bytes()) {
            return Verdict::End(EndReason::Memory);
        }
        Verdict::Continue
    }

    /// Whether the heap is worth asking.
    fn heap_may_be_too_large(&self) -> bool {
        let Some(resident) = self.host.resident_bytes() else {
            return true;
        };
        // Not the whole limit: what a collection gave back may not be resident any more, but counts.
        if resident <= self.heap_bytes_max / 2 {
            return false;
        }
        let ticks = self.ticks_since_asked.get() + 1;
        let asked_at = self.asked_at_bytes.get();
        let grew = resident > asked_at.saturating_add(self.heap_bytes_max / GROWN_PART);
        let ask = asked_at == 0 || grew || ticks >= ASK_EVERY;
        self.ticks_since_asked.set(if ask { 0 } else { ticks });
        if ask {
            self.asked_at_bytes.set(resident);
        }
        ask
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
