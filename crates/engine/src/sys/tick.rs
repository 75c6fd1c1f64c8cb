//! The tick: JavaScriptCore's execution time limit, used as a regular interruption that asks the
//! owner whether to go on. The limit fires once, so each tick sets it again itself.

use std::cell::Cell;
use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::entry::Shared;
use super::heap_size;
use super::jsc::*;
use crate::{EndReason, OnTick, Tick, Verdict};

/// When to interrupt, and whom to ask.
pub(super) struct TickRule {
    interval_s: f64,
    on_tick: OnTick,
    ticking: Cell<bool>,
}

impl TickRule {
    pub(super) fn new(tick_ms: u32, on_tick: OnTick) -> TickRule {
        TickRule {
            interval_s: f64::from(tick_ms.max(1)) / 1000.0,
            on_tick,
            ticking: Cell::new(false),
        }
    }

    pub(super) fn is_ticking(&self) -> bool {
        self.ticking.get()
    }
}

/// Sets the next tick (`JSContextGroupSetExecutionTimeLimit`).
pub(super) fn arm(shared: &Shared) {
    let data = (&raw const *shared).cast_mut().cast::<c_void>();
    // SAFETY: a live group; `shared` outlives it (`Vm::drop` releases the group first).
    unsafe {
        JSContextGroupSetExecutionTimeLimit(
            shared.group(),
            shared.rule.interval_s,
            Some(should_terminate),
            data,
        );
    }
}

unsafe extern "C" fn should_terminate(_context: ContextRef, data: *mut c_void) -> bool {
    // SAFETY: `arm` passed a `Shared` that outlives the group.
    let shared = unsafe { &*data.cast::<Shared>() };
    if shared.ended().is_none() && !shared.rule.ticking.replace(true) {
        // A panic must not unwind into C. It is a bug of ours; the VM cannot be trusted after it.
        let verdict = catch_unwind(AssertUnwindSafe(|| ask(shared)))
            .unwrap_or(Verdict::End(EndReason::Stopped));
        shared.rule.ticking.set(false);
        if let Verdict::End(reason) = verdict {
            shared.end(reason);
        }
    }
    arm(shared);
    shared.ended().is_some()
}

fn ask(shared: &Shared) -> Verdict {
    let times = shared.clock.tick();
    let tick = Tick {
        entry_cpu: times.entry_cpu,
        entry_wall: times.entry_wall,
        thread_cpu: times.thread_cpu,
        heap: HeapProbe(shared),
    };
    (shared.rule.on_tick)(&tick)
}

/// Lets a tick ask for the size of the heap without knowing the VM.
pub(crate) struct HeapProbe<'t>(&'t Shared);

impl HeapProbe<'_> {
    pub(crate) fn bytes(&self) -> usize {
        heap_size::heap_bytes(self.0)
    }
}
