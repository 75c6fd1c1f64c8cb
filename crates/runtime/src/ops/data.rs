//! The site's data (`js/velo/data/`): asked of the host, answered at once or with a promise.

use super::{OpState, OpTable};
use crate::host::{DataCall, HostReply};
use velodrome_engine::{Args, Scope, Value};
use velodrome_model::data::{DataError, DataOp, Wde, sent};

pub(crate) const OPS: OpTable = &[
    ("data", data),
    ("dataText", data_text),
    ("dataSent", sent),
    ("dataDeclarations", declarations),
];

/// `data(op, collection, argument, options)`: the reply as text, or a promise of it. A text that
/// begins with `!` is an error. A page that is there at once comes parsed: as a text it would be the
/// largest thing that a request leaves to the garbage collector.
fn data<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    ask(state, scope, args, true)
}

/// The same, but a page comes as a text: nobody may ever look at it.
fn data_text<'a>(
    state: &OpState,
    scope: Scope<'a>,
    args: Args<'a>,
) -> Result<Value<'a>, Value<'a>> {
    ask(state, scope, args, false)
}

fn ask<'a>(
    state: &OpState,
    scope: Scope<'a>,
    args: Args<'a>,
    parse_page: bool,
) -> Result<Value<'a>, Value<'a>> {
    let max = state.limits.data_operations_max;
    // Before the host is asked, which may do what it cannot undo.
    if !state.operations.borrow().has_room(state.owner.get(), max) {
        return Ok(scope.string(&too_many(max)));
    }
    let call = DataCall {
        op: args.get(0).as_number().unwrap_or(255.0) as u8,
        collection: &args.get(1).to_str_lossy(),
        argument: &args.get(2).to_str_lossy(),
        options: args.get(3).as_number().unwrap_or_default() as u32,
    };
    match state.host.data(call) {
        HostReply::Now(reply) => {
            let page = parse_page && call.op == DataOp::Query as u8 && reply.starts_with('{');
            let parsed = page.then(|| scope.json(&reply)).flatten();
            Ok(parsed.unwrap_or_else(|| scope.string(&reply)))
        }
        HostReply::Later(future) => {
            let (promise, deferred) = scope.deferred();
            let owner = state.owner.get();
            state.operations.borrow_mut().start(future, deferred, owner);
            Ok(promise.into())
        }
    }
}

/// `dataSent(text, isPage)`: a stored document, or the items of a page, as `JSON.stringify` would give
/// what is made of them.
fn sent<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let text = args.get(0).to_str_lossy();
    // Dates grow by about a half of what holds them.
    let mut json = String::with_capacity(text.len() + text.len() / 4);
    if args.get(1).as_bool() == Some(true) {
        sent::items(&text, &mut json);
    } else {
        sent::document(&text, &mut json);
    }
    Ok(scope.string(&json))
}

fn too_many(max: u64) -> String {
    let message = format!(
        "Too many operations on data wait at once: the limit data_operations_max is {max}. Await some before you begin others."
    );
    format!("!{}", DataError::new(Wde::RATE_EXCEEDED, message).to_json())
}

/// `dataDeclarations()`: what is declared about the site's data, as JSON.
fn declarations<'a>(
    state: &OpState,
    scope: Scope<'a>,
    _: Args<'a>,
) -> Result<Value<'a>, Value<'a>> {
    Ok(scope.string(&state.host.data_declarations()))
}
