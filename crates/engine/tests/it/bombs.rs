//! Code that would take the process down or never end. After each, a new VM on the same thread
//! works, and meanwhile VMs on other threads do. Huge array buffers use up an address range that
//! all VMs of a process share, so these run in a process of their own.

use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use velodrome_engine::{EndReason, Termination};

use crate::support::{assert_thread_works, eval, limited, text, thrown, vm};

const CPU: [EndReason; 1] = [EndReason::CpuTime];
const EITHER: [EndReason; 2] = [EndReason::CpuTime, EndReason::Memory];

/// Bombs that only the tick stops, and the reasons it may give.
const ENDED_BY_TICK: [(&str, &[EndReason]); 11] = [
    ("for (;;) {}", &CPU),
    (
        "for (;;) { try { for (;;) {} } catch {} finally { continue } }",
        &CPU,
    ),
    ("const a = []; for (;;) a.push({})", &EITHER),
    (
        "const a = []; for (;;) a.push(new ArrayBuffer(1 << 20))",
        &EITHER,
    ),
    (
        "const m = new Map(); for (let i = 0; ; i++) m.set(i, [i])",
        &EITHER,
    ),
    (
        "const a = []; for (let i = 0; ; i++) a.push(('x'.repeat(1000) + i).toUpperCase())",
        &EITHER,
    ),
    (
        "const a = Array.from({length: 1e6}, (_, i) => -i); for (;;) a.sort((x, y) => y - x).reverse()",
        &EITHER,
    ),
    (
        "const a = []; for (;;) a.push(new Array(1e5).fill(1))",
        &EITHER,
    ),
    ("Promise.resolve().then(() => { for (;;) {} })", &CPU),
    (
        "(async () => { await null; for (;;) { try { for (;;) {} } catch {} } })()",
        &CPU,
    ),
    (
        "let x = 3n; for (;;) x = (x * x) % (1n << 100000n) + 1n",
        &EITHER,
    ),
];

/// Bombs that end in an ordinary exception.
const THROWING: [(&str, &str); 5] = [
    ("(function f() { return f() + 1 })()", "RangeError"),
    ("const o = {get x() { return this.x }}; o.x", "RangeError"),
    ("let x = 2n ** (2n ** 40n)", "RangeError"),
    ("'x'.repeat(2 ** 31)", "RangeError"),
    ("new ArrayBuffer(8e15)", "RangeError"),
];

#[test]
fn in_a_process_of_their_own() {
    let this = std::env::current_exe().expect("a test binary");
    let output = Command::new(this)
        .args(["bombs::", "--ignored", "--test-threads=1"])
        .output()
        .expect("it starts");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("2 passed"),
        "{text}"
    );
}

#[test]
#[ignore = "run by in_a_process_of_their_own"]
fn the_tick_ends_them_and_a_new_vm_answers() {
    let stop = AtomicBool::new(false);
    let answers = AtomicU32::new(0);
    std::thread::scope(|threads| {
        let other = threads.spawn(|| {
            let other = vm();
            while !stop.load(Ordering::Relaxed) {
                assert_eq!(text(&other, "1 + 1"), "2");
                answers.fetch_add(1, Ordering::Relaxed);
            }
        });
        let _stop_at_the_end = SetOnDrop(&stop);
        for (code, reasons) in ENDED_BY_TICK {
            let before = answers.load(Ordering::Relaxed);
            let vm = limited();
            match vm.enter(|scope| scope.eval(code, "bomb.js", 1).is_ok()) {
                // A late tick lets array buffers use up their address range (64 GB) first.
                Ok(finished) => assert!(!finished && code.contains("ArrayBuffer"), "{code}"),
                Err(Termination { reason }) => {
                    assert!(reasons.contains(&reason), "{code}: {reason:?}");
                    assert_eq!(vm.is_dead(), Some(Termination { reason }));
                    assert_eq!(vm.enter(|_| ()), Err(Termination { reason }));
                }
            }
            drop(vm);
            assert_thread_works();
            while answers.load(Ordering::Relaxed) == before && !other.is_finished() {
                std::thread::yield_now();
            }
            assert!(!other.is_finished(), "{code}");
        }
    });
}

/// Lets the other thread end, also when an assertion fails.
struct SetOnDrop<'a>(&'a AtomicBool);

impl Drop for SetOnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn some_throw_and_the_same_vm_goes_on() {
    let vm = limited();
    for (code, name) in THROWING {
        assert_eq!(thrown(&vm, code).name, name, "{code}");
        assert_eq!(text(&vm, "'still ' + 'here'"), "still here");
    }
}

#[test]
#[ignore = "run by in_a_process_of_their_own"]
fn large_but_legal_values_do_no_harm() {
    let vm = vm();
    for code in ["'x'.repeat(2 ** 30)", "new ArrayBuffer(8e9)"] {
        vm.enter(|scope| {
            if let Err(thrown) = scope.eval(code, "big.js", 1) {
                assert_eq!(thrown.report().name, "RangeError", "{code}");
            }
        })
        .expect("alive");
    }
    assert_eq!(text(&vm, "'on'"), "on");
}

#[test]
fn a_catastrophic_regex_ends() {
    let vm = limited();
    let code = "/^(a+)+$/.test('a'.repeat(40) + 'b')";
    let outcome = vm.enter(|scope| scope.eval(code, "regex.js", 1).is_ok());
    let limit = Termination {
        reason: EndReason::CpuTime,
    };
    assert!(outcome == Ok(true) || outcome == Ok(false) || outcome == Err(limit));
    assert_thread_works();
}

#[test]
fn after_the_end_nothing_runs_in_the_same_entry() {
    let vm = limited();
    let ended = vm.enter(|scope| {
        let f = eval(scope, "(() => 1)").as_object().expect("function");
        assert!(scope.eval("for (;;) {}", "bomb.js", 1).is_err());
        assert!(scope.is_ended());
        assert!(
            scope
                .eval("1", "after.js", 1)
                .is_err_and(|thrown| thrown.is_termination())
        );
        assert!(
            f.call(None, &[])
                .is_err_and(|thrown| thrown.is_termination())
        );
        assert!(f.construct(&[]).is_err());
        assert!(f.get("x").is_err() && f.set("x", f).is_err());
        let report = scope
            .eval("1", "after.js", 1)
            .err()
            .map(|thrown| thrown.report());
        assert!(report.is_some(), "a report is made of anything");
    });
    assert_eq!(
        ended,
        Err(Termination {
            reason: EndReason::CpuTime
        })
    );
}

#[test]
fn a_killed_vm_is_not_entered() {
    let vm = vm();
    assert_eq!(vm.is_dead(), None);
    vm.kill(EndReason::Memory);
    vm.kill(EndReason::Stopped);
    assert_eq!(
        vm.enter(|_| ()),
        Err(Termination {
            reason: EndReason::Memory
        })
    );
    assert_eq!(vm.heap_bytes(), 0);
    vm.collect_garbage();
}
