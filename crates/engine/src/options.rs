//! How a VM is made, and what its owner hears from it while it runs.

use std::time::Duration;

use crate::sys::HeapProbe;
use crate::{EndReason, Scope, Value};

/// Asked at every tick.
pub type OnTick = Box<dyn Fn(&Tick<'_>) -> Verdict>;

/// Told of every promise rejection that nobody handled when the microtasks had run.
pub type OnRejection = Box<dyn for<'s> Fn(Scope<'s>, Value<'s>)>;

/// What a new VM is like.
pub struct VmOptions {
    /// Milliseconds of running JavaScript between two ticks; at least 1. Neither a long native call
    /// (a regular expression) nor a loop inside WebAssembly is interrupted.
    pub tick_ms: u32,
    /// Decides at each tick whether the VM goes on. Runs inside JavaScript: it must not enter a
    /// VM (that panics), and a panic in it ends the VM as `Stopped`. Must not own the VM.
    pub on_tick: OnTick,
    /// Receives the reasons of unhandled rejections. Must not own the VM.
    pub on_unhandled_rejection: Option<OnRejection>,
    /// Whether `eval` and `new Function` work.
    pub eval_enabled: bool,
}

impl Default for VmOptions {
    /// A tick of 20 ms that always goes on; `eval` works; rejections are not reported.
    fn default() -> VmOptions {
        VmOptions {
            tick_ms: 20,
            on_tick: Box::new(|_| Verdict::Continue),
            on_unhandled_rejection: None,
            eval_enabled: true,
        }
    }
}

/// An interruption of running JavaScript.
pub struct Tick<'t> {
    /// CPU time of this thread since the current outermost entry began. Exact from the entry's
    /// second tick on; at its first, at most the wall time since it began.
    pub entry_cpu: Duration,
    /// Wall time since the current outermost entry began.
    pub entry_wall: Duration,
    /// CPU time of this thread since it started.
    pub thread_cpu: Duration,
    pub(crate) heap: HeapProbe<'t>,
}

impl Tick<'_> {
    /// Bytes of this VM's heap, as [`Vm::heap_bytes`](crate::Vm::heap_bytes). Walks the heap: about
    /// 2 ms per 100,000 objects, so ask when the process as a whole has grown.
    pub fn heap_bytes(&self) -> usize {
        self.heap.bytes()
    }
}

/// What a tick decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Go on until the next tick.
    Continue,
    /// Stop the running JavaScript and end the VM.
    End(EndReason),
}
