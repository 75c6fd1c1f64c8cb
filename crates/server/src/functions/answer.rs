//! A function's outcome as an HTTP response.

use super::FunctionPath;
use crate::error_answer::ErrorAnswer;
use crate::http1::{Body, HeaderError, Response};
use crate::worker::Worker;
use velodrome_model::code::Code;
use velodrome_runtime::{Answer, Thrown};

/// The function's own answer.
pub(super) fn to_response(
    worker: &Worker,
    answer: Answer,
    path: &FunctionPath<'_>,
) -> Result<Response, ErrorAnswer> {
    let mut response = Response::new(answer.status);
    let mut has_type = false;
    for line in answer.headers.lines() {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        match response.headers.push(name, value) {
            Ok(()) => {
                has_type |= name.eq_ignore_ascii_case("content-type");
                if name.eq_ignore_ascii_case("set-cookie") {
                    worker.warn_of_cookies(path.name);
                }
            }
            // Lengths, connections and dates are the server's business, whatever the function says.
            Err(HeaderError::Reserved) => {}
            Err(error) => {
                return Err(bad_header(worker, name, &error.to_string()));
            }
        }
    }
    if !has_type
        && worker.config().compat.content_type == "infer"
        && let Some(content_type) = answer.kind.content_type()
    {
        let _valid = response.headers.push("content-type", content_type);
    }
    response.body = if answer.body.is_empty() {
        Body::Empty
    } else {
        Body::Owned(answer.body)
    };
    Ok(response)
}

fn bad_header(worker: &Worker, name: &str, why: &str) -> ErrorAnswer {
    let answer = ErrorAnswer::of(Code::BadResponse);
    if worker.is_dev() {
        return answer.with_message(format!(
            "The response header \"{name}\" cannot be sent: {why}."
        ));
    }
    answer
}

/// What the function threw: in development with message and stack, elsewhere only that it failed.
pub(super) fn thrown(worker: &Worker, thrown: Thrown) -> ErrorAnswer {
    let answer = ErrorAnswer::of(thrown.code);
    if !worker.is_dev() {
        return answer;
    }
    let mut answer = answer.with_message(thrown.message);
    answer.stack = Some(thrown.stack);
    answer
}
