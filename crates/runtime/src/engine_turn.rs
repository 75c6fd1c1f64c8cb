//! JavaScript that the engine starts by itself: settled WebAssembly promises, finalizers.
//!
//! It runs inside the engine's run loop and not in an entry of ours. So it has no owner, and what
//! an entry looks at when it ends is looked at here. So are the heaps: many short entries fill one
//! without any of them living to see the engine's tick.

use crate::activity::{Activity, MemoryWish};
use crate::budget::code_of;
use crate::instance::Instance;
use crate::requests::NOBODY;
use std::rc::Rc;
use std::time::{Duration, Instant};
use velodrome_engine::{EndReason, RunLoop};
use velodrome_model::code::Code;

/// The heap is looked at no more often between entries: asking for the process's memory is three
/// system calls, and no short entries fill a heap faster.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// Lets the engine's own work on this thread run, never waiting; `instances` are all of the
/// thread's. Gives how long until there is more to do, `None` when nothing is planned.
pub fn turn_engine(
    run_loop: &RunLoop,
    activity: &Activity,
    instances: &[Rc<Instance>],
) -> Option<Duration> {
    let now = Instant::now();
    activity.begin(now);
    let wait = run_loop.iterate();
    activity.end();
    for instance in instances {
        instance.look_after_turn(now);
    }
    if let Some(wish) = activity.take_wish() {
        grant(wish, activity, instances);
    }
    wait
}

/// Does what the process wants while its memory is short.
fn grant(wish: MemoryWish, activity: &Activity, instances: &[Rc<Instance>]) {
    let living = instances.iter().filter(|one| one.dead().is_none());
    let fullest = living
        .map(|one| (one.heap_bytes(), one))
        .max_by_key(|(bytes, _)| *bytes);
    let Some((bytes, instance)) = fullest else {
        return;
    };
    match wish {
        MemoryWish::Look => activity.show_heap(bytes as u64),
        MemoryWish::EndFullest => {
            activity.show_heap(0);
            instance.end_for_memory();
        }
    }
}

impl Instance {
    /// A VM that was ended in the run loop, or that wants to end, ends for its requests too.
    fn look_after_turn(&self, now: Instant) {
        if self.dead().is_some() {
            return;
        }
        if let Some(ended) = self.vm.is_dead() {
            self.died(NOBODY, code_of(ended.reason));
        } else if self.state.has_exited() {
            self.vm.kill(EndReason::Stopped);
            self.died(NOBODY, Code::ProcessExit);
        } else if self.has_worked(now) && !self.budget.heap_fits(|| self.heap_bytes()) {
            self.end_for_memory();
        }
    }

    /// Whether there were entries since the heap was last looked at, and that is a while ago.
    fn has_worked(&self, now: Instant) -> bool {
        let (looked_at, entries) = self.looked.get();
        if now.saturating_duration_since(looked_at) < LOOK_EVERY || entries == self.entries() {
            return false;
        }
        self.looked.set((now, self.entries()));
        true
    }
}
