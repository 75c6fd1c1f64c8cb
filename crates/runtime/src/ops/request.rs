//! The request a handler reads and the answer it gives (`js/velo/`).

use super::{OpState, OpTable};
use crate::outcome::{Answer, BodyKind, OVERSIZE, Outcome, Thrown};
use crate::received;
use crate::requests::{ObjectPart, Part, Serial};
use std::borrow::Cow;
use velodrome_engine::{Args, ErrorKind, ErrorReport, Scope, Value};
use velodrome_model::code::Code;
use velodrome_model::log::Severity;

pub(crate) const OPS: OpTable = &[
    ("requestPart", request_part),
    ("requestObject", request_object),
    ("bodyText", body_text),
    ("bodyJson", body_json),
    ("bodyBytes", body_bytes),
    ("respond", respond),
    ("fail", fail),
    ("percentDecode", percent_decode),
];

const GONE: &str = "The request ended long ago and can no longer be read. Keep what you need of it in variables of your own.";

fn serial(args: &Args<'_>) -> Serial {
    args.get(0).as_number().unwrap_or_default() as Serial
}

fn gone<'a>(scope: Scope<'a>) -> Value<'a> {
    scope.error(ErrorKind::Error, GONE).into()
}

/// `requestPart(serial, part)`: one text of the request.
fn request_part<'a>(
    state: &OpState,
    scope: Scope<'a>,
    args: Args<'a>,
) -> Result<Value<'a>, Value<'a>> {
    let part = args
        .get(1)
        .as_number()
        .and_then(Part::from_number)
        .ok_or_else(|| gone(scope))?;
    let mut text = state.scratch.borrow_mut();
    text.clear();
    state
        .requests
        .borrow()
        .part(serial(&args), part, &mut text)
        .ok_or_else(|| gone(scope))?;
    Ok(scope.string(&text))
}

/// `requestObject(serial, part)`: path, query or headers as the plain object that handlers see.
fn request_object<'a>(
    state: &OpState,
    scope: Scope<'a>,
    args: Args<'a>,
) -> Result<Value<'a>, Value<'a>> {
    let part = args
        .get(1)
        .as_number()
        .and_then(ObjectPart::from_number)
        .ok_or_else(|| gone(scope))?;
    let requests = state.requests.borrow();
    let raw = requests
        .raw(serial(&args), part)
        .ok_or_else(|| gone(scope))?;
    let mut json = state.scratch.borrow_mut();
    json.clear();
    match part {
        ObjectPart::Path => received::path(raw, &state.compat, &mut json),
        ObjectPart::Query => received::query(raw, &state.compat, &mut json),
        ObjectPart::Headers => received::headers(raw, &state.compat, &mut json),
    }
    Ok(scope.json(&json).expect("what was written is JSON"))
}

/// The bytes as UTF-8, ill-formed ones as U+FFFD. Looks first: nearly always all is well, and that is
/// told much faster than repaired.
fn decoded(body: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(body) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(body),
    }
}

/// `bodyText(serial)`: the body decoded as UTF-8; a byte order mark stays, ill-formed bytes become U+FFFD.
fn body_text<'a>(
    state: &OpState,
    scope: Scope<'a>,
    args: Args<'a>,
) -> Result<Value<'a>, Value<'a>> {
    let requests = state.requests.borrow();
    let body = requests.body(serial(&args)).ok_or_else(|| gone(scope))?;
    Ok(scope.string(&decoded(body)))
}

/// `bodyJson(serial)`: the body's value; undefined when the body is not JSON.
fn body_json<'a>(
    state: &OpState,
    scope: Scope<'a>,
    args: Args<'a>,
) -> Result<Value<'a>, Value<'a>> {
    let requests = state.requests.borrow();
    let body = requests.body(serial(&args)).ok_or_else(|| gone(scope))?;
    let value = scope.json(&decoded(body));
    Ok(value.unwrap_or_else(|| scope.undefined()))
}

/// `bodyBytes(serial)`: the body as a new ArrayBuffer.
fn body_bytes<'a>(
    state: &OpState,
    scope: Scope<'a>,
    args: Args<'a>,
) -> Result<Value<'a>, Value<'a>> {
    let requests = state.requests.borrow();
    let body = requests.body(serial(&args)).ok_or_else(|| gone(scope))?;
    Ok(scope.array_buffer(body.to_vec()).into())
}

/// `respond(serial, status, kind, body, headerLines)`: the answer of a request.
fn respond<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    if state.has_exited() {
        return Ok(scope.undefined());
    }
    let mut headers = String::new();
    let lines = args.get(4);
    if lines.is_string() {
        let mut bytes = Vec::new();
        lines.write_utf8(&mut bytes);
        headers = String::from_utf8(bytes).unwrap_or_default();
    }
    let status = args.get(1).as_number().unwrap_or(200.0);
    let kind = args.get(2).as_number().unwrap_or_default();
    let outcome = answer(state, status, kind, args.get(3), headers);
    state.requests.borrow_mut().settle(serial(&args), outcome);
    Ok(scope.undefined())
}

/// The outcome of a handler that answered, held against the limits. `kind` is a number of `BODY` in
/// `js/velo/response.js`.
pub(crate) fn answer(
    state: &OpState,
    status: f64,
    kind: f64,
    value: Value<'_>,
    headers: String,
) -> Outcome {
    let limits = &state.limits;
    if kind == OVERSIZE {
        let length = value.as_number().unwrap_or(f64::MAX) as u64;
        return too_large(
            state,
            "body takes",
            length,
            "response_body_bytes_max",
            limits.response_body_bytes_max,
        );
    }
    let kind = BodyKind::from_number(kind);
    let mut body = Vec::new();
    let is_whole = match kind {
        BodyKind::None => true,
        BodyKind::Text | BodyKind::Json => value.write_utf8(&mut body),
        BodyKind::Bytes => value.copy_bytes(&mut body),
    };
    if !is_whole {
        let message = "The response's body only looks like an ArrayBuffer.".to_owned();
        state.log(Severity::Error, message.clone(), None);
        return Outcome::Threw(Thrown {
            code: Code::BadResponse,
            stack: message.clone(),
            message,
        });
    }
    let (body_bytes, header_bytes) = (body.len() as u64, headers.len() as u64);
    if body_bytes > limits.response_body_bytes_max {
        return too_large(
            state,
            "body takes",
            body_bytes,
            "response_body_bytes_max",
            limits.response_body_bytes_max,
        );
    }
    if header_bytes > limits.response_header_bytes_max {
        let max = limits.response_header_bytes_max;
        return too_large(
            state,
            "header lines take",
            header_bytes,
            "response_header_bytes_max",
            max,
        );
    }
    Outcome::Answer(Answer {
        status: status as u16,
        headers,
        kind,
        body,
    })
}

fn too_large(state: &OpState, what: &str, length: u64, name: &str, max: u64) -> Outcome {
    let message = format!("The response's {what} {length} bytes; the limit {name} is {max}.");
    state.log(Severity::Error, message.clone(), None);
    Outcome::Threw(Thrown {
        code: Code::ResponseTooLarge,
        stack: message.clone(),
        message,
    })
}

/// `fail(serial, error, isBadResponse)`: the handler threw, or its promise was rejected.
fn fail<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    if state.has_exited() {
        return Ok(scope.undefined());
    }
    let code = if args.get(2).as_bool() == Some(true) {
        Code::BadResponse
    } else {
        Code::FunctionFailed
    };
    let thrown = thrown(state, args.get(1), code);
    let text = if code == Code::BadResponse {
        &thrown.message
    } else {
        &thrown.stack
    };
    state.log_uncaught(args.get(1), &with_hint(text));
    state
        .requests
        .borrow_mut()
        .settle(serial(&args), Outcome::Threw(thrown));
    Ok(scope.undefined())
}

/// A thrown value with message and mapped stack.
pub(crate) fn thrown(state: &OpState, error: Value<'_>, code: Code) -> Thrown {
    let report = ErrorReport::of(error);
    let stack = state.mapped_stack(&report);
    Thrown {
        code,
        message: report.message,
        stack,
    }
}

/// Mistakes that people coming from other runtimes make, explained.
fn with_hint(text: &str) -> String {
    const HINTS: [(&str, &str); 3] = [
        (
            "request.text is not a function",
            "The body is read by request.body.text().",
        ),
        (
            "request.json is not a function",
            "The body is read by request.body.json().",
        ),
        (
            "request.headers.get is not a function",
            "request.headers is a plain object: request.headers['name'].",
        ),
    ];
    match HINTS.iter().find(|(wrong, _)| text.contains(wrong)) {
        Some((_, hint)) => format!("{text}\n    hint: {hint}"),
        None => text.to_owned(),
    }
}

/// `percentDecode(text)`: decodes the escapes that are well formed and leaves the others.
fn percent_decode<'a>(
    _: &OpState,
    scope: Scope<'a>,
    args: Args<'a>,
) -> Result<Value<'a>, Value<'a>> {
    let mut text = Vec::new();
    args.get(0).write_utf8(&mut text);
    let text = String::from_utf8(text).expect("what comes out of a string is UTF-8");
    Ok(scope.string(&received::decode_lossy(&text)))
}

impl OpState {
    /// Logs an error that nobody caught, at the place in the site's code where it was thrown.
    pub(crate) fn log_uncaught(&self, error: Value<'_>, text: &str) {
        if self.has_exited() {
            return;
        }
        let report = ErrorReport::of(error);
        let position = self.site_position(&report.stack_raw);
        self.log(Severity::Error, text.to_owned(), position);
    }

    /// Logs a rejection that nobody handled; it ends nothing.
    pub(crate) fn log_rejection<'a>(&self, scope: Scope<'a>, reason: Value<'a>) {
        if self.has_exited() || self.is_told(scope, "unhandledRejection", reason) {
            return;
        }
        let report = ErrorReport::of(reason);
        let position = self.site_position(&report.stack_raw);
        let text = format!(
            "Unhandled promise rejection: {}",
            self.mapped_stack(&report)
        );
        self.log(Severity::Error, text, position);
    }
}
