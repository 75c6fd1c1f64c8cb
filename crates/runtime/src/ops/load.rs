//! How loading a site ended (`js/velo/load.js`).

use super::{OpState, OpTable};
use crate::instance::LoadError;
use velodrome_engine::{Args, ErrorReport, Scope, Value};
use velodrome_model::code::Code;

pub(crate) const OPS: OpTable = &[("loaded", loaded), ("loadFailed", load_failed)];

/// `loaded(names)`: names of the exported functions, each ended by a line feed.
fn loaded<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let names = args
        .get(0)
        .to_str_lossy()
        .lines()
        .map(str::to_owned)
        .collect();
    finish(state, Ok(names));
    Ok(scope.undefined())
}

/// `loadFailed(error)`
fn load_failed<'a>(
    state: &OpState,
    scope: Scope<'a>,
    args: Args<'a>,
) -> Result<Value<'a>, Value<'a>> {
    if state.has_exited() {
        return Ok(scope.undefined());
    }
    let report = ErrorReport::of(args.get(0));
    let stack = state.mapped_stack(&report);
    state.log_uncaught(
        args.get(0),
        &format!("The site's code failed while it was loaded: {stack}"),
    );
    finish(
        state,
        Err(LoadError {
            code: Code::LoadFailed,
            message: report.message,
            stack,
        }),
    );
    Ok(scope.undefined())
}

fn finish(state: &OpState, result: Result<Vec<String>, LoadError>) {
    state.loaded.borrow_mut().get_or_insert(result);
    state.load_waiter.notify_one();
}
