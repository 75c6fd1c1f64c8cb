//! What happens in a VM between requests: timers, and the end of work in the background.

use crate::instance::Instance;
use crate::ops::OpState;
use crate::outcome::Outcome;
use crate::requests::{NOBODY, Serial};
use crate::timers::TimerId;
use std::rc::{Rc, Weak};
use std::time::{Duration, Instant};
use velodrome_engine::ErrorReport;
use velodrome_model::code::Code;
use velodrome_model::log::Severity;

/// Thousands of timers that are due at once leave room for requests after this long.
const SLICE: Duration = Duration::from_millis(10);

/// Runs an instance's timers until it is dropped or its VM has ended.
pub(crate) async fn drive(instance: Weak<Instance>) {
    let Some(state) = instance
        .upgrade()
        .map(|instance| Rc::clone(&instance.state))
    else {
        return;
    };
    loop {
        let wait = {
            let Some(instance) = instance.upgrade() else {
                return;
            };
            if instance.dead().is_some() {
                return;
            }
            instance.forget_overdue();
            let slice_ends = Instant::now() + SLICE;
            state.timers.borrow_mut().line_up(Instant::now());
            while let Some((id, owner)) = state.next_timer() {
                instance.fire(id, owner);
                if Instant::now() >= slice_ends {
                    break;
                }
            }
            instance.next_wait()
        };
        match wait {
            // Others on this thread come first, even when an immediate starts the next one.
            Some(Duration::ZERO) => tokio::task::yield_now().await,
            Some(wait) => {
                tokio::select! {
                    () = tokio::time::sleep(wait) => {}
                    () = state.wake.notified() => {}
                }
            }
            None => state.wake.notified().await,
        }
    }
}

impl Instance {
    /// How long until something is to be done.
    fn next_wait(&self) -> Option<Duration> {
        let now = Instant::now();
        let timers = self.state.timers.borrow_mut().wait(now);
        let background = self.state.background.borrow();
        let forget = background
            .front()
            .map(|(_, until)| until.saturating_duration_since(now));
        match (timers, forget) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }

    /// Runs one timer in an entry of its own, for the request that started it.
    fn fire(&self, id: u32, owner: Serial) {
        let state = &self.state;
        let owner = if state.requests.borrow().is_active(owner) {
            Charge::Request(owner)
        } else {
            Charge::Nobody(owner)
        };
        if let Charge::Request(serial) = owner
            && !self.budget.allows(state.requests.borrow().cpu_us(serial))
        {
            self.stop_runaway(serial);
            return;
        }
        let fire = state.on_timer.borrow().clone();
        let _ended = self.enter(owner.serial(), |scope| {
            let Some(fire) = fire.and_then(|fire| fire.get(scope).as_object()) else {
                return;
            };
            if let Err(exception) = fire.call(None, &[scope.number(f64::from(id))])
                && !exception.is_termination()
            {
                let stack = state.mapped_stack(&ErrorReport::of(exception.value()));
                state.log_uncaught(
                    exception.value(),
                    &format!("Uncaught error in a timer: {stack}"),
                );
            }
        });
    }

    /// A request that used up its CPU time in pieces: it is answered and never resumed; its VM stays.
    fn stop_runaway(&self, serial: Serial) {
        let state = &self.state;
        state.owner.set(serial);
        state.log(
            Severity::Error,
            format!("{} Its pending work was dropped.", Code::CpuLimit.message()),
            None,
        );
        state.owner.set(NOBODY);
        state.timers.borrow_mut().forget(serial);
        state
            .requests
            .borrow_mut()
            .settle(serial, Outcome::Ended(Code::CpuLimit));
        state.note_end();
    }

    /// The client of this request has its answer; the function goes on for a while.
    pub(crate) fn to_background(&self, serial: Serial) {
        let state = &self.state;
        state.requests.borrow_mut().move_to_background(serial);
        let until = Instant::now() + Duration::from_millis(state.limits.background_time_ms_max);
        state.background.borrow_mut().push_back((serial, until));
        while state.background.borrow().len() as u64 > state.limits.background_requests_max {
            self.forget_oldest();
        }
        state.wake.notify_one();
    }

    fn forget_overdue(&self) {
        let now = Instant::now();
        while self
            .state
            .background
            .borrow()
            .front()
            .is_some_and(|(_, until)| *until <= now)
        {
            self.forget_oldest();
        }
    }

    fn forget_oldest(&self) {
        let state = &self.state;
        let Some((serial, _)) = state.background.borrow_mut().pop_front() else {
            return;
        };
        if state.requests.borrow().is_active(serial) {
            state.timers.borrow_mut().forget(serial);
            state.requests.borrow_mut().end(serial);
            state.note_end();
        }
    }
}

/// Whose work a timer is: a request's, or left over from one that has ended.
#[derive(Clone, Copy)]
enum Charge {
    Request(Serial),
    Nobody(Serial),
}

impl Charge {
    /// The owner for the entry. Work left over keeps its request's name in log lines.
    fn serial(self) -> Serial {
        match self {
            Charge::Request(serial) | Charge::Nobody(serial) => serial,
        }
    }
}

impl OpState {
    /// The next timer to run. The timers are free again when it runs and starts others.
    fn next_timer(&self) -> Option<(TimerId, Serial)> {
        self.timers.borrow_mut().next_due()
    }

    /// A request ended: whoever waits for quiet looks again.
    pub(crate) fn note_end(&self) {
        self.drained.notify_waiters();
    }
}
