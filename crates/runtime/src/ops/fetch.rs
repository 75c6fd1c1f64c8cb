//! Calls to other servers (`js/web/fetch/`): begun here, made by the host, read piece by piece or whole.
//!
//! What goes wrong crosses as a text, its code first; JavaScript makes an error of it.

use super::{OpState, OpTable};
use crate::answer_streams::Piece;
use crate::exchanges::{Exchange, ExchangeId};
use crate::fetch::{DEPTH_HEADER, FetchBody, FetchCall, FetchError, FetchRedirect};
use crate::pending_operations::{Reply, Settler};
use crate::requests::ObjectPart;
use bytes::Bytes;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;
use velodrome_engine::{Args, Scope, Value};

pub(crate) const OPS: OpTable = &[
    ("fetchStart", start),
    ("fetchBody", body),
    ("fetchChunk", chunk),
    ("fetchCancel", cancel),
    ("fetchSend", send),
];

/// Chunks of a request's body that wait for the connection.
const UPLOAD_CHUNKS_MAX: usize = 4;
/// All requests of a VM together may have so many times the calls that one may have.
const REQUESTS: u64 = 10;

fn id(args: &Args<'_>) -> ExchangeId {
    args.get(0).as_number().unwrap_or_default() as ExchangeId
}

fn text_of(value: Value<'_>) -> String {
    let mut bytes = Vec::new();
    value.write_utf8(&mut bytes);
    String::from_utf8(bytes).expect("what comes out of a string is UTF-8")
}

/// `fetchStart(id, method, url, headerLines, redirect, bodyKind, body, settle, together)`: `settle` is
/// told how it went (see `Reply::tell`), with a short body where `together` is true. The numbers of
/// redirect and kind are those of `js/web/fetch/fetch.js`.
fn start<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let depth = admit(state).map_err(|error| scope.string(&error.to_text()))?;
    let (upload, body) = match args.get(5).as_number().unwrap_or_default() as u32 {
        0 => (None, FetchBody::None),
        1 => {
            let mut bytes = Vec::new();
            let given = args.get(6);
            if given.is_string() {
                given.write_utf8(&mut bytes);
            } else {
                given.copy_bytes(&mut bytes);
            }
            (None, FetchBody::Whole(bytes))
        }
        _ => {
            let (sender, receiver) = mpsc::channel(UPLOAD_CHUNKS_MAX);
            (Some(sender), FetchBody::Stream(receiver))
        }
    };
    let call = FetchCall {
        method: text_of(args.get(1)),
        url: text_of(args.get(2)),
        headers: text_of(args.get(3)),
        body,
        redirect: match args.get(4).as_number().unwrap_or_default() as u32 {
            0 => FetchRedirect::Follow,
            1 => FetchRedirect::Error,
            _ => FetchRedirect::Manual,
        },
        depth,
    };
    let owner = state.owner.get();
    let expires = Instant::now() + Duration::from_millis(state.limits.fetch_time_ms_max);
    let id = id(&args);
    let exchange = state
        .exchanges
        .borrow_mut()
        .begin(id, owner, expires, upload);
    let exchanges = Rc::clone(&state.exchanges);
    let answer = state.host.fetch(call);
    let settle = scope.root(args.get(7));
    let together = args.get(8).is_truthy();
    let reply = async move {
        match exchange.head(answer, together).await {
            Ok(head) => {
                if head.body.is_some() {
                    exchanges.borrow_mut().end(id);
                }
                Reply::Head(head)
            }
            Err(error) => {
                exchanges.borrow_mut().end(id);
                Reply::Failed(error.to_text())
            }
        }
    };
    let mut operations = state.operations.borrow_mut();
    operations.start(reply, Settler::Function(settle), owner);
    Ok(scope.undefined())
}

/// Whether the owner of this entry may make another call; gives how deep it is.
fn admit(state: &OpState) -> Result<u64, FetchError> {
    let limits = &state.limits;
    let owner = state.owner.get();
    let depth = depth_of_owner(state) + 1;
    if depth > limits.fetch_depth_max {
        let message = format!(
            "this site has called itself {} times in a row; the limit fetch_depth_max is {}",
            depth - 1,
            limits.fetch_depth_max
        );
        return Err(FetchError::new("LOOP_DETECTED", message));
    }
    let max = limits.fetch_calls_per_request_max;
    if state.requests.borrow_mut().count_fetch(owner) > max {
        let message = format!(
            "one request may make {max} calls to other servers; the limit is fetch_calls_per_request_max"
        );
        return Err(FetchError::new("TOO_MANY_CALLS", message));
    }
    if state.exchanges.borrow().len() as u64 >= max.saturating_mul(REQUESTS) {
        let message = format!(
            "{} calls to other servers wait or have bodies that nobody reads; the limit fetch_calls_per_request_max is {max} for one request",
            state.exchanges.borrow().len()
        );
        return Err(FetchError::new("TOO_MANY_CALLS", message));
    }
    Ok(depth)
}

/// What the request that runs says about how deep it is.
fn depth_of_owner(state: &OpState) -> u64 {
    let requests = state.requests.borrow();
    let lines = requests.raw(state.owner.get(), ObjectPart::Headers);
    let field = lines.and_then(|lines| {
        lines.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case(DEPTH_HEADER).then_some(value)
        })
    });
    // Who writes something else there is no call of ours.
    field.map_or(0, |value| value.trim().parse().unwrap_or_default())
}

fn gone<'a>(scope: Scope<'a>) -> Value<'a> {
    let error = FetchError::new(
        "TIMED_OUT",
        "the body was not read in time, or its request ended long ago",
    );
    scope.string(&error.to_text())
}

/// `fetchBody(id, as)`: the whole body as text (0; UTF-8 without its byte order mark, ill-formed bytes
/// as U+FFFD) or as an ArrayBuffer (1): at once when it has come, else a promise.
fn body<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let id = id(&args);
    let as_text = args.get(1).as_number() == Some(0.0);
    let exchange = state.exchanges.borrow().get(id);
    let exchange = exchange.ok_or_else(|| gone(scope))?;
    match exchange.poll_all(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(bytes)) => {
            state.exchanges.borrow_mut().end(id);
            Ok(if as_text {
                scope.string(&decode(bytes))
            } else {
                scope.array_buffer(bytes).into()
            })
        }
        Poll::Ready(Err(error)) => {
            state.exchanges.borrow_mut().end(id);
            Err(scope.string(&error.to_text()))
        }
        Poll::Pending => {
            let exchanges = Rc::clone(&state.exchanges);
            let reply = async move {
                let read = poll_fn(|cx| exchange.poll_all(cx)).await;
                exchanges.borrow_mut().end(id);
                match read {
                    Ok(bytes) if as_text => Reply::Text(decode(bytes)),
                    Ok(bytes) => Reply::Bytes(bytes),
                    Err(error) => Reply::Failed(error.to_text()),
                }
            };
            Ok(wait(state, scope, reply))
        }
    }
}

/// Looks first: nearly always all is well, and that is told much faster than repaired.
fn decode(bytes: Vec<u8>) -> String {
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|wrong| String::from_utf8_lossy(wrong.as_bytes()).into_owned());
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

fn wait<'a>(
    state: &OpState,
    scope: Scope<'a>,
    reply: impl Future<Output = Reply> + 'static,
) -> Value<'a> {
    let (promise, deferred) = scope.deferred();
    let owner = state.owner.get();
    state.operations.borrow_mut().start(reply, deferred, owner);
    promise.into()
}

/// `fetchChunk(id)`: the next bytes as an ArrayBuffer, undefined after the last: at once when they have
/// come, else a promise.
fn chunk<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let id = id(&args);
    let exchange = state.exchanges.borrow().get(id);
    let exchange = exchange.ok_or_else(|| gone(scope))?;
    match exchange.poll_chunk(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(Some(bytes))) => Ok(scope.array_buffer(Vec::from(bytes)).into()),
        Poll::Ready(Ok(None)) => {
            state.exchanges.borrow_mut().end(id);
            Ok(scope.undefined())
        }
        Poll::Ready(Err(error)) => {
            state.exchanges.borrow_mut().end(id);
            Err(scope.string(&error.to_text()))
        }
        Poll::Pending => {
            let exchanges = Rc::clone(&state.exchanges);
            let reply =
                async move { next_chunk(&exchange, || exchanges.borrow_mut().end(id)).await };
            Ok(wait(state, scope, reply))
        }
    }
}

async fn next_chunk(exchange: &Exchange, end: impl FnOnce()) -> Reply {
    match poll_fn(|cx| exchange.poll_chunk(cx)).await {
        Ok(Some(bytes)) => Reply::Bytes(bytes.into()),
        Ok(None) => {
            end();
            Reply::Nothing
        }
        Err(error) => {
            end();
            Reply::Failed(error.to_text())
        }
    }
}

/// `fetchCancel(id)`: gives the call up; who waits for something of it is refused.
fn cancel<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    state.exchanges.borrow_mut().end(id(&args));
    Ok(scope.undefined())
}

/// `fetchSend(id, bytes)`: the next bytes of the request's body, or with undefined its end. True when
/// more may come, or a promise of it; undefined when nobody wants more.
fn send<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let exchange = state.exchanges.borrow().get(id(&args));
    let Some(sender) = exchange.and_then(|exchange| exchange.upload()) else {
        return Ok(scope.undefined());
    };
    let mut bytes = Vec::new();
    let piece = if args.get(1).copy_bytes(&mut bytes) {
        Piece::Bytes(Bytes::from(bytes))
    } else {
        Piece::End
    };
    match sender.try_send(piece) {
        Ok(()) => Ok(scope.bool(true)),
        Err(TrySendError::Closed(_)) => Ok(scope.undefined()),
        Err(TrySendError::Full(piece)) => {
            let reply = async move {
                match sender.send(piece).await {
                    Ok(()) => Reply::Yes,
                    Err(_) => Reply::Nothing,
                }
            };
            Ok(wait(state, scope, reply))
        }
    }
}
