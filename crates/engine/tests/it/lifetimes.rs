//! Values survive collections for as long as Rust can reach them, and not longer.

use std::cell::Cell;
use std::rc::Rc;

use velodrome_engine::*;

use crate::support::{eval, text, vm};

#[test]
fn values_on_the_rust_heap_survive_within_their_scope() {
    let vm = vm();
    vm.enter(|scope| {
        // Far more than the scope's slots, and only on the Rust heap.
        let values: Vec<Value<'_>> = (0..1000)
            .map(|i| eval(scope, &format!("({{n: {i}, s: 'x'.repeat({i})}})")))
            .collect();
        eval(scope, "for (let i = 0; i < 3e6; i++) ({i})");
        vm.collect_garbage();
        for (i, value) in values.iter().enumerate() {
            let n = value
                .as_object()
                .and_then(|object| object.get("n").ok())
                .and_then(Value::as_number);
            assert_eq!(n, Some(i as f64));
        }
    })
    .expect("alive");
}

#[test]
fn roots_survive_collections_between_entries() {
    let vm = vm();
    let roots: Vec<Root> = (0..100)
        .map(|i| {
            vm.enter(|scope| scope.root(eval(scope, &format!("({{n: {i}}})"))))
                .expect("alive")
        })
        .collect();
    vm.collect_garbage();
    for (i, root) in roots.iter().enumerate() {
        let n = vm.enter(|scope| {
            root.get(scope)
                .as_object()
                .and_then(|o| o.get("n").ok())
                .and_then(Value::as_number)
        });
        assert_eq!(n, Ok(Some(i as f64)));
    }
}

#[test]
fn closures_are_dropped_when_their_functions_are_collected() {
    let vm = vm();
    let owned = Rc::new(());
    let total = 500;
    for _ in 0..total {
        let owned = owned.clone();
        vm.enter(|scope| {
            scope.function("f", move |inner, _| {
                let _kept = &owned;
                Ok(inner.undefined())
            });
        })
        .expect("alive");
    }
    vm.collect_garbage();
    text(&vm, "1");
    assert!(
        Rc::strong_count(&owned) < total / 2,
        "{}",
        Rc::strong_count(&owned)
    );
    drop(vm);
    assert_eq!(Rc::strong_count(&owned), 1);
}

#[test]
fn roots_may_outlive_the_vm() {
    let vm = vm();
    let (root, deferred) = vm
        .enter(|scope| (scope.root(scope.object()), scope.deferred().1))
        .expect("alive");
    drop(vm);
    drop((root.clone(), root, deferred));
}

#[test]
#[should_panic(expected = "another VM")]
fn a_root_is_refused_by_another_vm() {
    let (one, two) = (vm(), vm());
    let root = one
        .enter(|scope| scope.root(scope.object()))
        .expect("alive");
    let _never = two.enter(|scope| root.get(scope).kind());
}

#[test]
fn a_panic_in_an_entry_gives_the_lock_back() {
    let vm = vm();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _never = vm.enter(|_| panic!("in the entry"));
    }));
    assert!(panicked.is_err());
    assert_eq!(text(&vm, "2"), "2");
}

#[test]
fn nested_scopes_take_and_give_back() {
    let vm = vm();
    let sum = Cell::new(0.0);
    vm.enter(|scope| {
        let array = eval(scope, "Array.from({length: 5000}, (_, n) => ({n}))");
        for index in 0..5000 {
            scope.nested(|inner| {
                let array = inner.bring(array).as_object().expect("array");
                let item = array
                    .get_index(index)
                    .ok()
                    .and_then(Value::as_object)
                    .expect("item");
                sum.set(
                    sum.get()
                        + item
                            .get("n")
                            .ok()
                            .and_then(Value::as_number)
                            .unwrap_or(f64::NAN),
                );
            });
        }
    })
    .expect("alive");
    assert_eq!(sum.get(), 12_497_500.0);
}

#[test]
fn heap_bytes_follow_the_heap() {
    let vm = vm();
    let empty = vm.heap_bytes();
    text(
        &vm,
        "globalThis.kept = []; for (let i = 0; i < 50; i++) kept.push(new ArrayBuffer(1e6), new Array(1e4).fill(i)); 0",
    );
    let full = vm.heap_bytes();
    assert!(
        full > empty + 50_000_000 && full < empty + 120_000_000,
        "{empty} {full}"
    );
    text(&vm, "kept = null");
    vm.collect_garbage();
    assert!(vm.heap_bytes() < empty + 5_000_000);
    vm.enter(|scope| scope.report_extra_memory(1 << 20))
        .expect("alive");
}
