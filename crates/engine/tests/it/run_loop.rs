//! Work that JavaScriptCore gives to the thread's run loop.

use std::os::fd::AsRawFd;
use std::time::{Duration, Instant};

use velodrome_engine::*;

use crate::support::{text, vm};

const PATIENCE: Duration = Duration::from_secs(20);

/// Iterates until `code` is true, or patience ends.
fn wait_for(run_loop: &RunLoop, vm: &Vm, code: &str) -> bool {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        run_loop.iterate();
        if text(vm, code) == "true" {
            return true;
        }
        std::thread::yield_now();
    }
    false
}

#[test]
fn webassembly_instantiates() {
    let run_loop = RunLoop::for_this_thread();
    let vm = vm();
    text(
        &vm,
        "globalThis.sum = 0;
         const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 7, 1, 96, 2, 127, 127, 1, 127, 3, 2, 1, 0, 7, 7, 1, 3, 97, 100, 100, 0, 0, 10, 9, 1, 7, 0, 32, 0, 32, 1, 106, 11]);
         WebAssembly.instantiate(bytes).then(({instance}) => { sum = instance.exports.add(2, 3) }, e => { sum = e }); 0",
    );
    assert!(
        wait_for(&run_loop, &vm, "sum === 5"),
        "{}",
        text(&vm, "String(sum)")
    );
}

#[test]
fn finalization_callbacks_fire() {
    let run_loop = RunLoop::for_this_thread();
    let vm = vm();
    text(
        &vm,
        "globalThis.gone = 0; globalThis.registry = new FinalizationRegistry(() => { gone++ });
         (() => { for (let i = 0; i < 100; i++) registry.register({}, i) })(); 0",
    );
    vm.collect_garbage();
    assert!(
        wait_for(&run_loop, &vm, "gone > 50"),
        "{}",
        text(&vm, "String(gone)")
    );
}

#[test]
fn it_has_a_descriptor_and_never_waits() {
    let run_loop = RunLoop::for_this_thread();
    let again = RunLoop::for_this_thread();
    let fds = [&run_loop, &again].map(|each| each.fd().map(|fd| fd.as_raw_fd()));
    assert_eq!(fds[0], fds[1]);
    assert!(cfg!(target_os = "macos") || fds[0].is_some());
    let vm = vm();
    text(&vm, "1");
    run_loop.iterate();
}

/// The engine's timer for full collections needs more of the process than a VM does.
#[test]
fn garbage_is_collected_while_nothing_runs() {
    let run_loop = RunLoop::for_this_thread();
    let vm = vm();
    // The engine expects of the next full collection what the last one gave: all.
    let fill = "globalThis.kept = 'x'.repeat(30e6) + kept;";
    text(&vm, "globalThis.kept = ''; 0");
    text(&vm, &format!("{fill} kept.charCodeAt(5); kept = ''; 0"));
    vm.collect_garbage();
    text(&vm, &format!("{fill} kept.charCodeAt(5); 0"));
    let full = vm.heap_bytes();
    text(&vm, "kept = ''; 0");
    let start = Instant::now();
    while vm.heap_bytes() > full / 2 {
        assert!(start.elapsed() < PATIENCE, "{} of {full}", vm.heap_bytes());
        for _ in 0..10 {
            run_loop.iterate();
            std::thread::park_timeout(Duration::from_millis(5));
        }
    }
}
