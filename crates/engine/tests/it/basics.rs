//! Entering, values, calls, host functions, promises.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use velodrome_engine::*;

use crate::support::vm;

#[test]
fn evaluates_and_converts() {
    vm().enter(|s| {
        let value = s.eval("6 * 7", "test.js", 1).unwrap_or_else(|_| panic!());
        assert_eq!(value.as_number(), Some(42.0));
        assert_eq!(s.string("a\0ü").to_str_lossy(), "a\0ü");
        let json = s.json(r#"{"a":[1,"x"]}"#).expect("valid");
        let object = json.as_object().expect("object");
        assert_eq!(object.keys().ok(), Some(vec!["a".to_owned()]));
        assert_eq!(
            json.to_json(0).ok().flatten().as_deref(),
            Some(r#"{"a":[1,"x"]}"#)
        );
        assert!(s.json("{").is_none());
        let error = s
            .eval("\nnull.x", "test.js", 1)
            .err()
            .expect("throws")
            .report();
        assert_eq!(error.name, "TypeError");
        assert_eq!(error.position.expect("position").line, 2);
    })
    .expect("alive");
}

#[test]
fn calls_host_functions_both_ways() {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let vm = vm();
    let sink = seen.clone();
    vm.enter(|s| {
        let f = s.function("add", move |inner, args| {
            sink.borrow_mut().push(args.len());
            match (args.get(0).as_number(), args.get(1).as_number()) {
                (Some(a), Some(b)) => Ok(inner.number(a + b)),
                _ => Err(inner.error(ErrorKind::TypeError, "numbers please").into()),
            }
        });
        s.global().set("add", f).ok().expect("set");
        assert_eq!(
            s.eval("add(1, 2) + add.call(null, 3, 4)", "t", 1).ok().and_then(|v| v.as_number()),
            Some(10.0)
        );
        let text = s
            .eval("try { add() } catch (e) { e instanceof TypeError && e.message + typeof add + add.name + (add instanceof Function) }", "t", 1)
            .ok()
            .expect("caught")
            .to_str_lossy();
        assert_eq!(text, "numbers pleasefunctionaddtrue");
    })
    .expect("alive");
    assert_eq!(*seen.borrow(), [2, 2, 0]);
    drop(vm);
    assert_eq!(
        Rc::strong_count(&seen),
        1,
        "the closure is dropped with its VM"
    );
}

#[test]
fn settles_promises_at_the_end_of_an_entry() {
    let vm = vm();
    let result = Rc::new(Cell::new(0.0));
    let sink = result.clone();
    let deferred = vm
        .enter(|s| {
            let done = s.function("done", move |inner, args| {
                sink.set(args.get(0).as_number().unwrap_or(-1.0));
                Ok(inner.undefined())
            });
            let (promise, deferred) = s.deferred();
            let then = promise
                .get("then")
                .ok()
                .and_then(Value::as_object)
                .expect("then");
            then.call(Some(promise.value()), &[done.value()])
                .ok()
                .expect("then");
            deferred
        })
        .expect("alive");
    vm.enter(|s| {
        deferred.resolve(s, s.number(5.0));
        assert_eq!(result.get(), 0.0, "reactions wait for the end of the entry");
    })
    .expect("alive");
    assert_eq!(result.get(), 5.0);
}

#[test]
fn ends_a_loop_and_never_enters_again() {
    let options = VmOptions {
        on_tick: Box::new(|tick| {
            assert!(tick.heap_bytes() > 0);
            if tick.entry_cpu.as_millis() > 60 {
                Verdict::End(EndReason::CpuTime)
            } else {
                Verdict::Continue
            }
        }),
        ..VmOptions::default()
    };
    let vm = Vm::new(&RunLoop::for_this_thread(), options);
    let ended = vm.enter(|s| {
        let error = s.eval("for(;;){}", "t", 1).err().expect("ended");
        assert!(error.is_termination());
        assert!(s.eval("1", "t", 1).is_err());
    });
    assert_eq!(
        ended,
        Err(Termination {
            reason: EndReason::CpuTime
        })
    );
    assert!(vm.enter(|_| ()).is_err());
}
