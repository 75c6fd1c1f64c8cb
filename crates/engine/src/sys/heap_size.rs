//! How large a VM's heap is, also in a tick. That comes while the engine is in the middle of its own
//! work: possibly between throwing an exception and looking whether there is one. Any function of the
//! C API that can throw takes such an exception away, and the engine goes on with the null that came
//! with it. So in a tick the engine's statistics are read where they lie.
//!
//! Where a plain object keeps its first properties is no public interface, so that is compared once
//! with what the C API says. Where it is different, the C API is used, and a VM that lost an
//! exception by that is ended.

use std::ptr::{null, null_mut};
use std::sync::OnceLock;

use super::entry::Shared;
use super::immediate::{self, Immediate};
use super::jsc::*;
use super::string::JsString;
use crate::EndReason;

/// The heap's blocks and the memory that hangs on objects. (`heapSize` counts only what survived the
/// last collection.)
const CAPACITY: &str = "heapCapacity";

/// Words before an object's first property: the cell's header and the place of further properties.
const HEADER_WORDS: usize = 2;
/// The second property that the statistics get.
const CAPACITY_INDEX: usize = 1;

/// Compared once; a constant of the process from then on.
static AS_EXPECTED: OnceLock<bool> = OnceLock::new();

/// Compares the layout with what the C API says; the first VM decides for all.
pub(super) fn learn(context: ContextRef) {
    AS_EXPECTED.get_or_init(|| {
        // SAFETY: a new context; the object stays on this stack frame.
        unsafe {
            let statistics = JSGetMemoryUsageStatistics(context);
            let mut thrown = null();
            let told = ask(context, statistics, &mut thrown);
            thrown.is_null() && told > 0.0 && look(statistics) == Some(told)
        }
    });
}

/// Bytes, by `JSGetMemoryUsageStatistics`, which runs no code and cannot throw. Walks the heap.
pub(super) fn heap_bytes(shared: &Shared) -> usize {
    let context = shared.context();
    // SAFETY: a live context, its lock held by this thread (inside an entry, or in a tick, which
    // runs at a point where allocation is allowed). The object stays on this stack frame.
    let bytes = unsafe {
        let statistics = JSGetMemoryUsageStatistics(context);
        let seen = matches!(AS_EXPECTED.get(), Some(true)).then(|| look(statistics));
        seen.flatten().unwrap_or_else(|| {
            let mut thrown = null();
            let told = ask(context, statistics, &mut thrown);
            if !thrown.is_null() && shared.rule.is_ticking() {
                shared.end(EndReason::Stopped);
            }
            told
        })
    };
    bytes.max(0.0) as usize
}

/// # Safety
/// Statistics that the engine has just made, and a layout as above.
unsafe fn look(statistics: ObjectRef) -> Option<f64> {
    // SAFETY: any plain object has room for some properties within itself.
    let raw = unsafe {
        statistics
            .cast::<ValueRef>()
            .add(HEADER_WORDS + CAPACITY_INDEX)
            .read()
    };
    match immediate::read(raw) {
        Some(Immediate::Number(bytes)) => Some(bytes),
        _ => None,
    }
}

/// # Safety
/// A live context and object, the lock held.
unsafe fn ask(context: ContextRef, statistics: ObjectRef, thrown: &mut ValueRef) -> f64 {
    let name = JsString::new(CAPACITY);
    // SAFETY: see above; the property is a number.
    unsafe {
        let value = JSObjectGetProperty(context, statistics, name.raw(), thrown);
        if !thrown.is_null() || value.is_null() {
            return 0.0;
        }
        JSValueToNumber(context, value, null_mut())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{RunLoop, Vm, VmOptions};

    #[test]
    fn what_lies_there_is_what_the_engine_says() {
        let vm = Vm::new(&RunLoop::for_this_thread(), VmOptions::default());
        vm.enter(|scope| {
            scope
                .eval("globalThis.kept = new ArrayBuffer(50_000_000)", "test", 1)
                .ok()
                .expect("there is memory");
            // SAFETY: a live context, its lock held.
            let (seen, told) = unsafe {
                let statistics = JSGetMemoryUsageStatistics(scope.context());
                let told = ask(scope.context(), statistics, &mut null());
                (look(statistics), told)
            };
            assert!(told > 50_000_000.0, "{told}");
            if AS_EXPECTED.get() == Some(&true) {
                assert_eq!(seen, Some(told));
            }
        })
        .expect("alive");
    }
}
