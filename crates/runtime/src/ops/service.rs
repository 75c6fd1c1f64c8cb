//! Services of the site other than its documents (`js/velo/service.js`): asked of the host, answered
//! at once or with a promise.

use super::{OpState, OpTable};
use crate::host::{HostReply, ServiceCall};
use velodrome_engine::{Args, Scope, Value};

pub(crate) const OPS: OpTable = &[("service", service)];

/// `service(name, operation, argument, elevated)`: the reply as text, or a promise of it. A text that
/// begins with `!` is an error.
fn service<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let max = state.limits.data_operations_max;
    // Before the host is asked, which may do what it cannot undo.
    if !state.operations.borrow().has_room(state.owner.get(), max) {
        let message = format!(
            "Too many operations wait at once: the limit data_operations_max is {max}. Await some before you begin others."
        );
        return Ok(scope.string(&HostReply::error("TOO_MANY_OPERATIONS", &message)));
    }
    let call = ServiceCall {
        service: &args.get(0).to_str_lossy(),
        operation: &args.get(1).to_str_lossy(),
        argument: &args.get(2).to_str_lossy(),
        elevated: args.get(3).as_bool().unwrap_or_default(),
    };
    match state.host.service(call) {
        HostReply::Now(reply) => Ok(scope.string(&reply)),
        HostReply::Later(future) => {
            let (promise, deferred) = scope.deferred();
            let owner = state.owner.get();
            state.operations.borrow_mut().start(future, deferred, owner);
            Ok(promise.into())
        }
    }
}
