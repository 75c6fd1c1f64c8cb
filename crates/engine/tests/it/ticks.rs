//! What a tick must leave as it was: it comes while the engine is in the middle of its own work.

use std::cell::Cell;
use std::rc::Rc;

use crate::support::eval;
use velodrome_engine::*;

/// A built-in getter throws; the next thing the engine does is to look whether there is something to
/// do, such as a tick, and then whether there is an exception.
const THROWS: &str = "
  const { get } = Object.getOwnPropertyDescriptor(Set.prototype, 'size');
  let [made, caught] = [0, 0];
  while (!isOver()) {
    for (let i = 0; i < 100; i++) {
      made++;
      try { get.call({}); } catch (error) { if (error instanceof TypeError) caught++; }
    }
  }
  made === caught ? 'all caught' : `${caught} of ${made} caught`";

/// Runs [`THROWS`] for `ticks` ticks.
fn throw_while_ticking(ticks: u32, on_tick: impl Fn(&Tick<'_>) + 'static) -> String {
    let left = Rc::new(Cell::new(ticks));
    let counted = left.clone();
    let options = VmOptions {
        tick_ms: 1,
        on_tick: Box::new(move |tick| {
            counted.set(counted.get().saturating_sub(1));
            on_tick(tick);
            Verdict::Continue
        }),
        ..VmOptions::default()
    };
    let vm = Vm::new(&RunLoop::for_this_thread(), options);
    vm.enter(|scope| {
        let is_over = scope.function("isOver", move |inner, _| Ok(inner.bool(left.get() == 0)));
        let global = eval(scope, "globalThis").as_object().expect("an object");
        global.set("isOver", is_over).ok().expect("it can be set");
        eval(scope, THROWS).to_string().unwrap_or_default()
    })
    .expect("it goes on")
}

#[test]
fn a_tick_leaves_an_exception_in_its_place() {
    assert_eq!(throw_while_ticking(100, |_| ()), "all caught");
}

#[test]
fn a_tick_that_asks_for_the_heap_leaves_an_exception_in_its_place() {
    let asked = throw_while_ticking(100, |tick| assert!(tick.heap_bytes() > 0));
    assert_eq!(asked, "all caught");
}
