//! What one entry into a VM may use, decided at the engine's tick.

use std::cell::Cell;
use velodrome_engine::{EndReason, Tick, Verdict};
use velodrome_model::code::Code;
use velodrome_model::limits::Limits;

/// The budget of the entry that runs. Shared with the VM's tick.
pub(crate) struct Budget {
    cpu_us_max: u64,
    heap_bytes_max: u64,
    /// What the owner had used before this entry.
    spent_us: Cell<u64>,
}

impl Budget {
    pub(crate) fn new(limits: &Limits) -> Budget {
        Budget {
            cpu_us_max: limits.cpu_time_ms_max * 1000,
            heap_bytes_max: limits.heap_bytes_max,
            spent_us: Cell::new(0),
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
        if !self.allows_heap(tick.heap_bytes()) {
            return Verdict::End(EndReason::Memory);
        }
        Verdict::Continue
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
