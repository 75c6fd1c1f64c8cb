//! VMs know nothing of each other.

use crate::site::Site;
use std::sync::Barrier;

const COUNTER: &str = "
    let count = 0;
    return {
        get_x: () => ({ body: String(++count) }),
        get_global: () => { globalThis.mine = (globalThis.mine ?? 0) + 1; Array.prototype.mine = 1; return { body: String(globalThis.mine) }; },
        get_later: async () => { await new Promise((resolve) => setTimeout(resolve, 1)); return { body: String(++count) }; },
    };";

#[test]
fn state_lives_on_between_requests_and_belongs_to_one_vm() {
    let one = Site::new(COUNTER);
    assert_eq!(
        ["x", "x", "later"].map(|name| one.text(name)),
        ["1", "2", "3"]
    );
    assert_eq!(["global", "global"].map(|name| one.text(name)), ["1", "2"]);
    let other = Site::new(COUNTER);
    assert_eq!(["x", "global"].map(|name| other.text(name)), ["1", "1"]);
    assert_eq!(one.text("x"), "4");
}

#[test]
fn vms_work_side_by_side_on_threads() {
    const THREADS: usize = 4;
    let together = Barrier::new(THREADS);
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                let site = Site::new(COUNTER);
                together.wait();
                for count in 1..=200 {
                    assert_eq!(
                        site.text(if count % 10 == 0 { "later" } else { "x" }),
                        count.to_string()
                    );
                }
            });
        }
    });
}

#[test]
fn a_vm_is_gone_with_its_last_holder() {
    let site = Site::new("setInterval(() => {}, 1); return { get_x: () => ({ body: 'x' }) };");
    let weak = std::rc::Rc::downgrade(&site.instance);
    site.text("x");
    drop(site);
    assert!(weak.upgrade().is_none());
}
