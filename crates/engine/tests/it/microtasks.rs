//! When promise reactions run, and what happens to rejections nobody handles.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use velodrome_engine::*;

use crate::support::{eval, text, vm};

#[test]
fn they_run_when_the_outermost_entry_ends() {
    let vm = Rc::new(vm());
    vm.enter(|scope| {
        eval(
            scope,
            "globalThis.order = []; Promise.resolve().then(() => order.push('reaction'))",
        );
        vm.enter(|inner| {
            eval(inner, "order.push('inner entry')");
        })
        .expect("alive");
        eval(scope, "order.push('end of entry')");
    })
    .expect("alive");
    assert_eq!(
        text(&vm, "order.join()"),
        "inner entry,end of entry,reaction"
    );
}

#[test]
fn they_wait_while_a_host_function_uses_the_vm() {
    let vm = vm();
    let root: Rc<RefCell<Option<Root>>> = Rc::default();
    let in_function = root.clone();
    vm.enter(|scope| {
        *root.borrow_mut() = Some(scope.root(scope.object()));
        let host = scope.function("host", move |inner, _| {
            in_function.borrow_mut().take();
            eval(inner, "order.push('host')");
            Ok(inner.object().into())
        });
        scope.global().set("host", host).ok().expect("set");
    })
    .expect("alive");
    text(
        &vm,
        "globalThis.order = []; Promise.resolve().then(() => order.push('reaction')); host(); order.push('script')",
    );
    assert_eq!(text(&vm, "order.join()"), "host,script,reaction");
}

#[test]
fn dropping_a_root_outside_runs_nothing() {
    let vm = vm();
    let root = vm.enter(|scope| scope.root(scope.object())).expect("alive");
    drop(root.clone());
    vm.enter(|scope| assert!(root.get(scope).is_object()))
        .expect("alive");
    drop(root);
    assert_eq!(text(&vm, "1"), "1");
}

#[test]
fn deferred_promises_settle_once_each_way() {
    let vm = vm();
    let (good, bad) = vm
        .enter(|scope| {
            let (first, good) = scope.deferred();
            let (second, bad) = scope.deferred();
            scope.global().set("first", first).ok().expect("set");
            scope.global().set("second", second).ok().expect("set");
            eval(scope, "globalThis.seen = []; first.then(v => seen.push(v)); second.catch(e => seen.push(e.message))");
            (good, bad)
        })
        .expect("alive");
    vm.enter(|scope| {
        good.resolve(scope, scope.string("yes"));
        bad.reject(scope, scope.error(ErrorKind::RangeError, "no"));
    })
    .expect("alive");
    assert_eq!(text(&vm, "seen.join()"), "yes,no");
}

#[test]
fn unhandled_rejections_are_reported_and_handled_ones_not() {
    let reports = Rc::new(RefCell::new(Vec::new()));
    let sink = reports.clone();
    let options = VmOptions {
        on_unhandled_rejection: Some(Box::new(move |_, reason| {
            sink.borrow_mut().push(ErrorReport::of(reason).header());
        })),
        ..VmOptions::default()
    };
    let vm = Vm::new(&RunLoop::for_this_thread(), options);
    text(
        &vm,
        "Promise.reject(new TypeError('lost')); Promise.reject(1).catch(() => {}); (async () => { await null; throw 'late' })(); 0",
    );
    assert_eq!(*reports.borrow(), ["TypeError: lost", "late"]);
}

#[test]
fn a_panic_in_a_host_function_is_an_error_in_javascript() {
    let vm = vm();
    let calls = Rc::new(Cell::new(0));
    let counter = calls.clone();
    vm.enter(|scope| {
        let host = scope.function("host", move |_, _| {
            counter.set(counter.get() + 1);
            panic!("a bug of ours")
        });
        scope.global().set("host", host).ok().expect("set");
    })
    .expect("alive");
    assert_eq!(
        text(&vm, "try { host() } catch (e) { String(e) }"),
        "Error: internal error"
    );
    assert_eq!(calls.get(), 1);
}

#[test]
fn eval_can_be_switched_off() {
    let options = VmOptions {
        eval_enabled: false,
        ..VmOptions::default()
    };
    let vm = Vm::new(&RunLoop::for_this_thread(), options);
    assert_eq!(
        text(&vm, "try { eval('1') } catch (e) { e.name }"),
        "EvalError"
    );
    assert_eq!(
        text(&vm, "try { new Function('1') } catch (e) { e.name }"),
        "EvalError"
    );
    assert_eq!(text(&vm, "1 + 1"), "2");
}
