//! Many VMs: on several threads at once, and one after another.

use std::collections::HashMap;

use crate::support::{eval, text, vm};

#[test]
fn threads_have_vms_of_their_own() {
    std::thread::scope(|threads| {
        for number in 0..4_u32 {
            threads.spawn(move || {
                for round in 0..20 {
                    let vm = vm();
                    let code = format!("let sum = {number}; for (let i = 0; i < 10000; i++) sum += [i].length; sum + {round}");
                    assert_eq!(text(&vm, &code), (number + 10_000 + round).to_string());
                }
            });
        }
    });
}

#[test]
#[cfg(target_os = "linux")]
fn a_thousand_vms_leave_memory_flat() {
    let make = || {
        vm().enter(|scope| {
            let host = scope.function("host", |inner, _| Ok(inner.object().into()));
            scope.global().set("host", host).ok().expect("set");
            eval(
                scope,
                "globalThis.kept = []; for (let i = 0; i < 20000; i++) kept.push({i}); host(); 0",
            )
            .kind();
        })
        .expect("alive");
    };
    (0..100).for_each(|_| make());
    let before = resident_kb();
    (0..900).for_each(|_| make());
    let grown = resident_kb().saturating_sub(before);
    // Other tests run beside this one in the same process: a leak of these VMs would be 2 GB.
    assert!(grown < 600_000, "{grown} kB more");
}

#[cfg(target_os = "linux")]
fn resident_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("procfs");
    let fields: HashMap<_, _> = status
        .lines()
        .filter_map(|line| line.split_once(':'))
        .collect();
    let digits = fields["VmRSS"].trim().trim_end_matches(" kB");
    digits.parse().expect("a number")
}
