//! Prints what the border between Rust and JavaScript costs, in nanoseconds per operation.

use std::time::Instant;

use velodrome_engine::{Name, Object, RunLoop, Value, Vm, VmOptions};

const ROUNDS: u32 = 300_000;

fn main() {
    let run_loop = RunLoop::for_this_thread();
    let vm = Vm::new(&run_loop, VmOptions::default());
    let (call, loops) = set_up(&vm);
    measure("enter alone", || {
        vm.enter(|_| ()).expect("alive");
    });
    measure("enter + call(number)", || {
        vm.enter(|s| {
            let f: Object<'_> = call.get(s).as_object().expect("function");
            f.call(None, &[s.number(7.0)]).ok().map(|_| ())
        })
        .expect("alive");
    });
    for (name, root) in &loops {
        let start = Instant::now();
        vm.enter(|s| {
            let f = root.get(s).as_object().expect("function");
            f.call(None, &[s.number(f64::from(ROUNDS))])
                .ok()
                .map(|_| ())
        })
        .expect("alive");
        print(name, start);
    }
    vm.enter(|s| {
        let object = s.object();
        let key = Name::new("status");
        let inside = |label: &str, f: &dyn Fn(Object<'_>)| {
            measure(label, || {
                s.nested(|inner| f(inner.bring(object.value()).as_object().expect("object")))
            });
        };
        inside("nested scope alone", &|_| ());
        inside("set_key(number)", &|o| {
            o.set_key(&key, o.scope().number(1.0)).ok();
        });
        inside("get_key(number)", &|o| {
            o.get_key(&key).ok();
        });
        inside("string of 40 ASCII bytes in", &|o| {
            o.scope().string("0123456789012345678901234567890123456789");
        });
        for n in [4usize, 13, 24, 32, 40, 200, 1000, 10_000, 100_000] {
            let long = "x".repeat(n);
            let label = format!("string of {n} in");
            inside(&label, &|o| {
                let _made = o.scope().string(&long);
            });
            let value = s.string(&long);
            let mut out = Vec::new();
            measure(&format!("string of {n} out"), || {
                out.clear();
                value.write_utf8(&mut out);
            });
        }
        let text = s.string("{\"message\":\"0123456789\",\"ok\":true,\"count\":12345}");
        let mut out = Vec::new();
        measure("string of 50 ASCII bytes out", || {
            out.clear();
            text.write_utf8(&mut out);
        });
        measure("scope.root + drop", || drop(s.root(text)));
        inside("deferred + resolve", &|o| {
            let (_promise, deferred) = o.scope().deferred();
            deferred.resolve(o.scope(), o.scope().undefined());
        });
    })
    .expect("alive");
    let start = Instant::now();
    for _ in 0..100 {
        drop(Vm::new(&run_loop, VmOptions::default()));
    }
    println!(
        "{:>10.0} ns  Vm::new + drop",
        start.elapsed().as_nanos() as f64 / 100.0
    );
}

fn set_up(
    vm: &Vm,
) -> (
    velodrome_engine::Root,
    Vec<(&'static str, velodrome_engine::Root)>,
) {
    vm.enter(|s| {
        let host = s.function("host", |inner, _| Ok(inner.undefined()));
        s.global().set("host", host).ok().expect("set");
        let busy = s.function("busy", |inner, args| {
            let object = inner.object();
            for key in ["a", "b", "c", "d"] {
                object
                    .set(key, args.get(0))
                    .map_err(|thrown| thrown.value())?;
            }
            Ok(object.into())
        });
        s.global().set("busy", busy).ok().expect("set");
        let root = |code: &str| {
            let value: Value<'_> = s.eval(code, "cost.js", 1).ok().expect("code");
            s.root(value)
        };
        let empty = "(n => { for (let i = 0; i < n; i++); })";
        let objects = "(n => { for (let i = 0; i < n; i++) busy(i); })";
        let calls = "(n => { for (let i = 0; i < n; i++) host(i); })";
        (
            root("(n => n + 1)"),
            vec![
                ("JS loop alone", root(empty)),
                ("JS loop calling Rust that makes an object", root(objects)),
                ("JS loop calling Rust(number)", root(calls)),
            ],
        )
    })
    .expect("alive")
}

fn measure(label: &str, mut f: impl FnMut()) {
    let start = Instant::now();
    let rounds = if label.contains("0000") {
        ROUNDS / 30
    } else {
        ROUNDS
    };
    for _ in 0..rounds {
        f();
    }
    println!(
        "{:>10.1} ns  {label}",
        start.elapsed().as_nanos() as f64 / f64::from(rounds)
    );
}

fn print(label: &str, start: Instant) {
    println!(
        "{:>10.1} ns  {label}",
        start.elapsed().as_nanos() as f64 / f64::from(ROUNDS)
    );
}
