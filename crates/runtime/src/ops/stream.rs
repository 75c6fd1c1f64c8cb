//! Answers whose body comes bit by bit (`js/velo/stream.js`).

use super::{OpState, OpTable};
use crate::answer_streams::Piece;
use crate::pending_operations::Reply;
use crate::requests::Serial;
use bytes::Bytes;
use tokio::sync::mpsc::error::TrySendError;
use velodrome_engine::{Args, ErrorReport, Scope, Value};
use velodrome_model::log::Severity;

pub(crate) const OPS: OpTable = &[
    ("streamSend", send),
    ("streamEnd", end),
    ("streamFail", fail),
    ("streamClosed", closed),
];

fn serial(args: &Args<'_>) -> Serial {
    args.get(0).as_number().unwrap_or_default() as Serial
}

/// `streamSend(serial, bytes)`: true when the next bytes may come, or a promise of it; undefined when
/// the client is gone or has had all it may have.
fn send<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let mut bytes = Vec::new();
    args.get(1).copy_bytes(&mut bytes);
    let max = state.limits.response_body_bytes_max;
    let mut streams = state.streams.borrow_mut();
    let Some(sending) = streams.get(serial(&args)) else {
        return Ok(scope.undefined());
    };
    sending.sent_bytes += bytes.len() as u64;
    if sending.sent_bytes > max {
        streams.forget(serial(&args));
        let message = format!(
            "The response's stream is longer than {max} bytes, the limit response_body_bytes_max. The connection was closed."
        );
        drop(streams);
        state.log(Severity::Error, message, None);
        return Ok(scope.undefined());
    }
    let sender = sending.sender.clone();
    drop(streams);
    match sender.try_send(Piece::Bytes(Bytes::from(bytes))) {
        Ok(()) => Ok(scope.bool(true)),
        Err(TrySendError::Closed(_)) => Ok(scope.undefined()),
        Err(TrySendError::Full(piece)) => {
            let (promise, deferred) = scope.deferred();
            let reply = async move {
                match sender.send(piece).await {
                    Ok(()) => Reply::Yes,
                    Err(_) => Reply::Nothing,
                }
            };
            let owner = state.owner.get();
            state.operations.borrow_mut().start(reply, deferred, owner);
            Ok(promise.into())
        }
    }
}

/// `streamEnd(serial)`: the body is complete. A promise when the end has to wait for room.
fn end<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let mut streams = state.streams.borrow_mut();
    let sender = streams
        .get(serial(&args))
        .map(|sending| sending.sender.clone());
    streams.forget(serial(&args));
    drop(streams);
    if let Some(sender) = sender
        && let Err(TrySendError::Full(piece)) = sender.try_send(Piece::End)
    {
        let (promise, deferred) = scope.deferred();
        let reply = async move {
            let _gone = sender.send(piece).await;
            Reply::Nothing
        };
        let owner = state.owner.get();
        state.operations.borrow_mut().start(reply, deferred, owner);
        return Ok(promise.into());
    }
    state.note_end();
    Ok(scope.undefined())
}

/// `streamFail(serial, error)`: the body will not be complete; the client sees the connection close.
fn fail<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    state.streams.borrow_mut().forget(serial(&args));
    let error = args.get(1);
    let stack = state.mapped_stack(&ErrorReport::of(error));
    state.log_uncaught(
        error,
        &format!("The stream of the response failed, the connection was closed: {stack}"),
    );
    state.note_end();
    Ok(scope.undefined())
}

/// `streamClosed(serial)`: a promise, fulfilled when the client is gone or has it all.
fn closed<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let mut streams = state.streams.borrow_mut();
    let held = streams
        .get(serial(&args))
        .and_then(|sending| sending.held.take());
    drop(streams);
    let (promise, deferred) = scope.deferred();
    let reply = async move {
        if let Some(held) = held {
            let _released = held.await;
        }
        Reply::Nothing
    };
    let owner = state.owner.get();
    state.operations.borrow_mut().start(reply, deferred, owner);
    Ok(promise.into())
}
