//! Timers (`js/web/timers.js`) and the yielding of loops that await.

use super::{OpState, OpTable};
use crate::timers::{TimerId, TooMany};
use std::time::{Duration, Instant};
use velodrome_engine::{Args, ErrorKind, Scope, Value};

pub(crate) const OPS: OpTable = &[
    ("onTimer", on_timer),
    ("timerStart", start),
    ("timerStop", stop),
    ("immediateStart", start_immediate),
];

fn id(args: &Args<'_>) -> TimerId {
    args.get(0).as_number().unwrap_or_default() as TimerId
}

fn checked<'a>(
    state: &OpState,
    scope: Scope<'a>,
    started: Result<(), TooMany>,
) -> Result<Value<'a>, Value<'a>> {
    if started.is_err() {
        let message = format!(
            "Too many timers: the limit timers_max is {}.",
            state.limits.timers_max
        );
        return Err(scope.error(ErrorKind::RangeError, &message).into());
    }
    state.wake.notify_one();
    Ok(scope.undefined())
}

/// `onTimer(fire)`: what is called with a timer's id when it is due.
fn on_timer<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    *state.on_timer.borrow_mut() = Some(scope.root(args.get(0)));
    Ok(scope.undefined())
}

/// `timerStart(id, delayMs)`: starts or restarts.
fn start<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let delay_ms = args
        .get(1)
        .as_number()
        .unwrap_or(1.0)
        .clamp(0.0, f64::from(i32::MAX));
    let due = Instant::now() + Duration::from_millis(delay_ms as u64);
    let started =
        state
            .timers
            .borrow_mut()
            .start(id(&args), due, state.owner.get(), state.limits.timers_max);
    checked(state, scope, started)
}

/// `timerStop(id)`
fn stop<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    state.timers.borrow_mut().stop(id(&args));
    Ok(scope.undefined())
}

/// `immediateStart(id)`: runs at the loop's next turn.
fn start_immediate<'a>(
    state: &OpState,
    scope: Scope<'a>,
    args: Args<'a>,
) -> Result<Value<'a>, Value<'a>> {
    let started = state.timers.borrow_mut().start_immediate(
        id(&args),
        state.owner.get(),
        state.limits.timers_max,
    );
    checked(state, scope, started)
}
