//! The tick's clocks.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::mpsc;
use std::time::Duration;

use velodrome_engine::*;

use crate::support::eval;

const BLOCKED: Duration = Duration::from_millis(150);

/// A VM, how many ticks it had, and the CPU time at the last of them.
fn counting() -> (Vm, Rc<Cell<u32>>, Rc<Cell<Duration>>) {
    let (count, cpu) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(Duration::ZERO)));
    let (count_in, cpu_in) = (count.clone(), cpu.clone());
    let options = VmOptions {
        on_tick: Box::new(move |tick| {
            count_in.set(count_in.get() + 1);
            cpu_in.set(tick.entry_cpu);
            assert!(tick.entry_wall >= tick.entry_cpu / 2);
            Verdict::Continue
        }),
        ..VmOptions::default()
    };
    let vm = Vm::new(&RunLoop::for_this_thread(), options);
    vm.enter(|scope| {
        let block = scope.function("block", |inner, _| {
            let (_silent, never) = mpsc::channel::<()>();
            let _timeout = never.recv_timeout(BLOCKED);
            Ok(inner.undefined())
        });
        scope.global().set("block", block).ok().expect("set");
    })
    .expect("alive");
    (vm, count, cpu)
}

#[test]
fn ticks_repeat_while_code_runs() {
    let (vm, count, cpu) = counting();
    vm.enter(|scope| {
        eval(
            scope,
            "{ const end = Date.now() + 2000; let n = 0; while (Date.now() < end) n++ }",
        );
    })
    .expect("alive");
    assert!(count.get() > 3, "{} ticks", count.get());
    assert!(cpu.get() > Duration::from_millis(20));
}

/// Where the engine's CPU clock is answered from the monotonic one, time blocked in a host call
/// brings the tick, and the tick's own CPU time does not count it.
#[test]
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn the_engine_reads_our_clock_and_the_tick_the_true_one() {
    let (vm, count, cpu) = counting();
    vm.enter(|scope| {
        eval(scope, "block(); for (let i = 0; i < 1e5; i++);");
    })
    .expect("alive");
    assert!(
        count.get() > 0,
        "the library is not bound to our clock_gettime"
    );
    assert!(cpu.get() < BLOCKED, "{:?}", cpu.get());
}
