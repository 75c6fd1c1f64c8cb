//! Work that takes too long for the event loop: it runs on a thread of the loop's blocking pool, a
//! few at once per VM, and is told to stop when nobody waits for it any more.

use super::error;
use crate::ops::OpState;
use crate::pending_operations::Reply;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use velodrome_crypto::Failure;
use velodrome_engine::{ErrorKind, Scope, Value};

/// Threads that one VM may keep busy; more wait their turn.
const THREADS: usize = 2;

/// The turns of one VM.
pub(crate) struct SlowWork(Rc<Semaphore>);

impl Default for SlowWork {
    fn default() -> SlowWork {
        SlowWork(Rc::new(Semaphore::new(THREADS)))
    }
}

/// Raises the flag when dropped: by then nobody waits for the work.
struct StopWhenDropped(Arc<AtomicBool>);

impl Drop for StopWhenDropped {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Does `job` now or later: what it gives, or a promise of that. `made` makes a value of the result.
/// The job is asked to give up when it may not go on.
pub(super) fn run<'a, T: Send + 'static>(
    state: &OpState,
    scope: Scope<'a>,
    later: Value<'a>,
    job: impl FnOnce(&dyn Fn() -> bool) -> Result<T, Failure> + Send + 'static,
    made: impl for<'s> FnOnce(Scope<'s>, T) -> Value<'s> + 'static,
) -> Result<Value<'a>, Value<'a>> {
    run_slowly(
        state,
        scope,
        later.is_truthy(),
        job,
        made,
        |scope, failure| error(scope, &failure),
    )
}

/// As [`run`], for any kind of failure, of which `failed` makes an error.
pub(crate) fn run_slowly<'a, T: Send + 'static, E: Send + 'static>(
    state: &OpState,
    scope: Scope<'a>,
    later: bool,
    job: impl FnOnce(&dyn Fn() -> bool) -> Result<T, E> + Send + 'static,
    made: impl for<'s> FnOnce(Scope<'s>, T) -> Value<'s> + 'static,
    failed: impl for<'s> FnOnce(Scope<'s>, E) -> Value<'s> + 'static,
) -> Result<Value<'a>, Value<'a>> {
    if !later {
        let until = Instant::now() + Duration::from_millis(state.limits.cpu_time_ms_max);
        return match job(&move || Instant::now() >= until) {
            Ok(result) => Ok(made(scope, result)),
            Err(reason) => Err(failed(scope, reason)),
        };
    }
    let max = state.limits.data_operations_max;
    let owner = state.owner.get();
    if !state.operations.borrow().has_room(owner, max) {
        let message = format!(
            "Too many operations wait at once: the limit data_operations_max is {max}. Await some before you begin others."
        );
        return Err(scope.error(ErrorKind::Error, &message).into());
    }
    let turns = Rc::clone(&state.slow_work.0);
    let work = async move {
        let flag = Arc::new(AtomicBool::new(false));
        let _stop = StopWhenDropped(Arc::clone(&flag));
        let _turn = turns.acquire().await;
        let done = tokio::task::spawn_blocking(move || job(&|| flag.load(Ordering::Relaxed))).await;
        Reply::Made(Box::new(move |scope| match done {
            Ok(Ok(result)) => Ok(made(scope, result)),
            Ok(Err(reason)) => Err(failed(scope, reason)),
            Err(_) => Err(scope.error(ErrorKind::Error, "internal error").into()),
        }))
    };
    let (promise, deferred) = scope.deferred();
    state.operations.borrow_mut().start(work, deferred, owner);
    Ok(promise.into())
}
