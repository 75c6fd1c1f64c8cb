//! `process.nextTick`, and telling `process` of what nobody caught.

use super::{OpState, OpTable};
use crate::mailbox;
use std::rc::Rc;
use velodrome_engine::{Args, ErrorReport, Exception, Object, Scope, Value};

pub(crate) const OPS: OpTable = &[("onTicks", on_ticks), ("onUncaught", on_uncaught)];

/// `onTicks(run)`: what is called when ticks wait and an entry's own code has ended.
fn on_ticks<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    *state.on_ticks.borrow_mut() = Some(scope.root(args.get(0)));
    Ok(scope.undefined())
}

/// `onUncaught(tell)`: what is called with the event's name and the error; whether somebody listened
/// is what it returns.
fn on_uncaught<'a>(
    state: &OpState,
    scope: Scope<'a>,
    args: Args<'a>,
) -> Result<Value<'a>, Value<'a>> {
    *state.on_uncaught.borrow_mut() = Some(scope.root(args.get(0)));
    Ok(scope.undefined())
}

/// Installs `runMicrotasks()` where that is possible: it runs the ticks and microtasks that wait, as
/// the end of an entry does. Only for code that nothing of the site's is below on the stack.
pub(crate) fn install<'s>(
    scope: Scope<'s>,
    native: Object<'s>,
    state: &Rc<OpState>,
) -> Result<(), Exception<'s>> {
    if !(scope.has_lasting_functions() && scope.can_run_microtasks()) {
        return Ok(());
    }
    let state = Rc::downgrade(state);
    let run = scope.lasting_function("runMicrotasks", move |scope, _| {
        if let Some(state) = state.upgrade() {
            state.run_ticks(scope);
            scope.run_microtasks();
        }
        Ok(scope.undefined())
    });
    native.set("runMicrotasks", run)
}

impl OpState {
    /// Runs the ticks that an entry's own code has left, and those that come of them. Afterwards, while
    /// promises react, ticks are microtasks among these.
    pub(crate) fn run_ticks(&self, scope: Scope<'_>) {
        while self.mailbox.get(mailbox::TICK_STATE) == mailbox::TICKS {
            self.mailbox.set(mailbox::TICK_STATE, mailbox::MAY_TICK);
            let run = self.on_ticks.borrow().clone();
            let Some(run) = run.and_then(|run| run.get(scope).as_object()) else {
                break;
            };
            let Err(exception) = run.call(None, &[]) else {
                continue;
            };
            if exception.is_termination() {
                break;
            }
            let error = exception.value();
            if !self.is_told(scope, "uncaughtException", error) {
                let stack = self.mapped_stack(&ErrorReport::of(error));
                self.log_uncaught(error, &format!("Uncaught error in a tick: {stack}"));
            }
        }
        self.mailbox.set(mailbox::TICK_STATE, 0.0);
    }

    /// Whether the site's code listens to such errors; then it has heard of this one.
    pub(crate) fn is_told<'a>(&self, scope: Scope<'a>, event: &str, error: Value<'a>) -> bool {
        let tell = self.on_uncaught.borrow().clone();
        let Some(tell) = tell.and_then(|tell| tell.get(scope).as_object()) else {
            return false;
        };
        // A listener that fails itself has not dealt with the error.
        let told = tell.call(None, &[scope.string(event), error]);
        told.is_ok_and(|told| told.is_truthy())
    }
}
