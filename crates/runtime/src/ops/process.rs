//! `process.env`, `process.exit`, clocks and randomness.

use super::{OpState, OpTable};
use velodrome_engine::{Args, ErrorKind, Exception, Scope, Value};
use velodrome_model::log::Severity;

pub(crate) const OPS: OpTable = &[
    ("env", env),
    ("exit", exit),
    ("now", now),
    ("monotonic", monotonic),
    ("randomBytes", random_bytes),
    ("residentBytes", resident_bytes),
];

/// More than this in one call is refused (the limit of `crypto.getRandomValues` is far lower).
const RANDOM_BYTES_MAX: usize = 16 * 1024 * 1024;

/// `env()`: a new object with what the site's configuration names.
fn env<'a>(state: &OpState, scope: Scope<'a>, _: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let object = scope.object();
    for (name, value) in state.host.env() {
        object
            .set(name, scope.string(value))
            .map_err(Exception::value)?;
    }
    Ok(object.into())
}

/// `exit(code)`: the VM ends after this entry; here only the running JavaScript is stopped, by an
/// exception that nobody reports.
fn exit<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let code = args.get(0).as_number().unwrap_or_default() as i32;
    if state.exit.replace(Some(code)).is_none() {
        let text = format!(
            "process.exit({code}) was called: the pending work of this site's VM ends, the server goes on."
        );
        state.log(Severity::Error, text, None);
    }
    Err(scope
        .error(ErrorKind::Error, &format!("process.exit({code})"))
        .into())
}

impl OpState {
    /// Whether `process.exit` was called. What JavaScript answers, throws or rejects after that is
    /// nobody's concern: all requests end with the VM.
    pub(crate) fn has_exited(&self) -> bool {
        self.exit.get().is_some()
    }
}

/// `now()`: milliseconds since 1970.
fn now<'a>(state: &OpState, scope: Scope<'a>, _: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    Ok(scope.number(state.host.now_ms()))
}

/// `monotonic()`: milliseconds that never go back.
fn monotonic<'a>(state: &OpState, scope: Scope<'a>, _: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    Ok(scope.number(state.host.monotonic_ms()))
}

/// `residentBytes()`: memory of the whole process, 0 when nobody can tell.
fn resident_bytes<'a>(
    state: &OpState,
    scope: Scope<'a>,
    _: Args<'a>,
) -> Result<Value<'a>, Value<'a>> {
    Ok(scope.number(state.host.resident_bytes().unwrap_or_default() as f64))
}

/// `randomBytes(length)`: a new ArrayBuffer.
fn random_bytes<'a>(
    state: &OpState,
    scope: Scope<'a>,
    args: Args<'a>,
) -> Result<Value<'a>, Value<'a>> {
    let length = args.get(0).as_number().unwrap_or_default() as usize;
    if length > RANDOM_BYTES_MAX {
        return Err(scope
            .error(ErrorKind::RangeError, "Too many random bytes at once.")
            .into());
    }
    let mut bytes = vec![0; length];
    state.host.random(&mut bytes);
    Ok(scope.array_buffer(bytes).into())
}
