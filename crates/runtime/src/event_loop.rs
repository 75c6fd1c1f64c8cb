//! What happens in a VM between requests: timers, replies of the host, and the end of work in the
//! background.

use crate::instance::Instance;
use crate::ops::OpState;
use crate::outcome::Outcome;
use crate::requests::{NOBODY, Serial};
use std::rc::{Rc, Weak};
use std::time::{Duration, Instant};
use velodrome_engine::{ErrorReport, Scope};
use velodrome_model::code::Code;
use velodrome_model::log::Severity;

/// Thousands of timers and replies that are due at once leave room for requests after this long.
const SLICE: Duration = Duration::from_millis(10);

/// Runs an instance's timers and hands it the host's replies until it is dropped or its VM has ended.
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
            loop {
                // One of each in turn: neither holds up the other.
                let fired = instance.fire_next();
                let settled = instance.settle_next();
                if !(fired || settled) || Instant::now() >= slice_ends {
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
        if self.state.operations.borrow().any_due() {
            return Some(Duration::ZERO);
        }
        let now = Instant::now();
        let timers = self.state.timers.borrow_mut().wait(now);
        let background = self.state.background.borrow();
        let forget = background
            .front()
            .map(|(_, until)| until.saturating_duration_since(now));
        let expiry = self.state.exchanges.borrow().next_expiry();
        let expiry = expiry.map(|until| until.saturating_duration_since(now));
        [timers, forget, expiry].into_iter().flatten().min()
    }

    /// Runs the next timer that is due; false when none is.
    fn fire_next(&self) -> bool {
        let state = &self.state;
        let Some((id, owner)) = state.timers.borrow_mut().next_due() else {
            return false;
        };
        let fire = state.on_timer.borrow().clone();
        self.resume(owner, |scope| {
            let Some(fire) = fire.and_then(|fire| fire.get(scope).as_object()) else {
                return;
            };
            if let Err(exception) = fire.call(None, &[scope.number(f64::from(id))])
                && !exception.is_termination()
                && !state.is_told(scope, "uncaughtException", exception.value())
            {
                let stack = state.mapped_stack(&ErrorReport::of(exception.value()));
                state.log_uncaught(
                    exception.value(),
                    &format!("Uncaught error in a timer: {stack}"),
                );
            }
        });
        true
    }

    /// Hands over the next reply of the host that is due; false when none is.
    fn settle_next(&self) -> bool {
        let Some(due) = self.state.operations.borrow_mut().next_due() else {
            return false;
        };
        self.resume(due.owner, |scope| {
            due.reply.settle(scope, due.settler);
        });
        self.state.note_end();
        true
    }

    /// Goes on with what a request began, in an entry of its own: unless the request has used up its
    /// time. Work left over from one that has ended begins anew, but keeps its name in log lines.
    fn resume(&self, owner: Serial, f: impl for<'s> FnOnce(Scope<'s>)) {
        let spent_us = self.state.requests.borrow().spent_us(owner);
        if self.budget.allows(spent_us) {
            let _ended = self.enter(owner, f);
        } else {
            self.stop_runaway(owner);
        }
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
        state.forget_work_of(serial);
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
        self.state.exchanges.borrow_mut().expire(now);
    }

    fn forget_oldest(&self) {
        let state = &self.state;
        let Some((serial, _)) = state.background.borrow_mut().pop_front() else {
            return;
        };
        if state.requests.borrow().is_active(serial) {
            state.forget_work_of(serial);
            state.requests.borrow_mut().end(serial);
            state.note_end();
        }
    }
}

impl OpState {
    /// What a request began is never gone on with.
    fn forget_work_of(&self, serial: Serial) {
        self.timers.borrow_mut().forget(serial);
        self.operations.borrow_mut().forget(serial);
        self.exchanges.borrow_mut().forget(serial);
        self.streams.borrow_mut().forget(serial);
    }

    /// A request or an operation ended: whoever waits for quiet looks again.
    pub(crate) fn note_end(&self) {
        self.drained.notify_waiters();
    }
}
