//! Short ways to what every test needs.

use std::time::Duration;

use velodrome_engine::*;

/// CPU time after which `limited` ends a VM.
pub const CPU_MAX: Duration = Duration::from_millis(200);
/// Heap size over which `limited` ends a VM.
pub const HEAP_BYTES_MAX: usize = 200 << 20;

pub fn vm() -> Vm {
    Vm::new(&RunLoop::for_this_thread(), VmOptions::default())
}

/// A VM that the tick ends when it uses too much CPU or memory.
pub fn limited() -> Vm {
    let on_tick = |tick: &Tick<'_>| {
        if tick.heap_bytes() > HEAP_BYTES_MAX {
            Verdict::End(EndReason::Memory)
        } else if tick.entry_cpu > CPU_MAX {
            Verdict::End(EndReason::CpuTime)
        } else {
            Verdict::Continue
        }
    };
    let options = VmOptions {
        on_tick: Box::new(on_tick),
        ..VmOptions::default()
    };
    Vm::new(&RunLoop::for_this_thread(), options)
}

/// The value of `code`, which must not throw.
#[track_caller]
pub fn eval<'s>(scope: Scope<'s>, code: &str) -> Value<'s> {
    scope
        .eval(code, "test.js", 1)
        .unwrap_or_else(|thrown| panic!("{code}: {}", thrown.report().header()))
}

/// The value of `code` as text, in an entry of its own.
#[track_caller]
pub fn text(vm: &Vm, code: &str) -> String {
    vm.enter(|scope| eval(scope, code).to_string().unwrap_or_default())
        .expect("the VM lives")
}

/// What `code` throws.
#[track_caller]
pub fn thrown(vm: &Vm, code: &str) -> ErrorReport {
    vm.enter(|scope| {
        let outcome = scope.eval(code, "test.js", 1);
        outcome.err().expect("it throws").report()
    })
    .expect("the VM lives")
}

/// Proves that this thread can go on with a new VM.
#[track_caller]
pub fn assert_thread_works() {
    assert_eq!(text(&vm(), "[1, 2, 3].map(x => x * 2).join()"), "2,4,6");
    assert_eq!(
        text(&vm(), "new ArrayBuffer(1 << 20).byteLength"),
        "1048576"
    );
}
