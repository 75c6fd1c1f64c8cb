//! A function's outcome as an HTTP response.

use super::FunctionPath;
use crate::error_answer::ErrorAnswer;
use crate::http1::{Body, BodyPiece, BodyStream, HeaderError, Response};
use crate::request_id::RequestId;
use crate::worker::Worker;
use std::task::{Context, Poll};
use velodrome_model::code::Code;
use velodrome_runtime::{Answer, AnswerStream, Piece, Thrown};

/// What these say is the server's word. A function that hands on the answer of another Velodrome
/// must not contradict it.
const OUR_HEADERS: [&str; 3] = [
    "x-velodrome-error",
    "x-velodrome-release",
    "x-velodrome-request-id",
];

/// Whose answer it is, for log lines.
pub(super) struct Called<'c> {
    pub(super) function: Option<&'c str>,
    pub(super) id: &'c RequestId,
    pub(super) revision: u64,
}

/// The function's own answer.
pub(super) fn to_response(
    worker: &Worker,
    answer: Answer,
    path: &FunctionPath<'_>,
    called: &Called<'_>,
) -> Result<Response, ErrorAnswer> {
    let mut response = Response::new(answer.status);
    let mut has_type = false;
    for line in answer.headers.lines() {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        if OUR_HEADERS.iter().any(|own| name.eq_ignore_ascii_case(own)) {
            continue;
        }
        match response.headers.push_latin1(name, value) {
            Ok(()) => {
                if name.eq_ignore_ascii_case("content-type") {
                    has_type = true;
                    refuse_html(worker, value).map_err(|why| bad_response(worker, called, why))?;
                }
                if name.eq_ignore_ascii_case("set-cookie") {
                    worker.warn_of_cookies(path.name);
                }
            }
            // Lengths, connections and dates are the server's business, whatever the function says.
            Err(HeaderError::Reserved) => {}
            Err(error) => {
                let why = format!("The response header \"{name}\" cannot be sent: {error}.");
                return Err(bad_response(worker, called, why));
            }
        }
    }
    if !has_type
        && worker.config().compat.content_type == "infer"
        && let Some(content_type) = answer.kind.content_type()
    {
        response.headers.push_known("content-type", content_type);
    }
    response.body = match answer.stream {
        Some(stream) => Body::Stream(Box::new(Streamed(stream))),
        None if answer.body.is_empty() => Body::Empty,
        None => Body::Owned(answer.body),
    };
    Ok(response)
}

/// A function's stream as a response's body.
struct Streamed(AnswerStream);

impl BodyStream for Streamed {
    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<BodyPiece>> {
        self.0.poll_piece(cx).map(|piece| {
            Some(match piece? {
                Piece::Bytes(bytes) => BodyPiece::Bytes(bytes),
                Piece::End => BodyPiece::End,
            })
        })
    }
}

/// Free sites of Wix do not answer with HTML; the flag does the same here.
fn refuse_html(worker: &Worker, content_type: &str) -> Result<(), String> {
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if worker.config().compat.html_on_free == "refuse"
        && media_type.eq_ignore_ascii_case("text/html")
    {
        return Err("The response is text/html, which the flag html_on_free = \"refuse\" in velodrome.toml forbids.".to_owned());
    }
    Ok(())
}

/// The function's response cannot be sent: the log says why, in development the answer too.
fn bad_response(worker: &Worker, called: &Called<'_>, why: String) -> ErrorAnswer {
    worker.log_of_request(called.function, called.id, called.revision, &why);
    let answer = ErrorAnswer::of(Code::BadResponse);
    if worker.is_dev() {
        worker.redacted(answer.with_message(why))
    } else {
        answer
    }
}

/// What the function threw: in development with message and stack, elsewhere only that it failed.
pub(super) fn thrown(worker: &Worker, thrown: Thrown) -> ErrorAnswer {
    let answer = ErrorAnswer::of(thrown.code);
    if !worker.is_dev() {
        return answer;
    }
    let mut answer = answer.with_message(thrown.message);
    answer.stack = Some(thrown.stack);
    worker.redacted(answer)
}
