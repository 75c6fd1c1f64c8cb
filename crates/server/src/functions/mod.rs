//! The surface `/_functions`: from a request's head to the answer of the site's function.

mod answer;
mod path;
mod resolve;

pub use path::{FunctionPath, Surface, parse};

use crate::caller::Caller;
use crate::error_answer::ErrorAnswer;
use crate::http1::{BodyLength, Head, Response};
use crate::request_id::RequestId;
use crate::worker::Worker;
use answer::Called;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use velodrome_model::code::Code;
use velodrome_model::routes::{Found, HandlerIndex, Verb};
use velodrome_runtime::{Call, Instance, LoadError, Outcome, Release, RequestView};

/// What became of a call, for the access line.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) cpu_us: u64,
    pub(crate) function: Option<Rc<str>>,
    pub(crate) release: Option<Arc<Release>>,
}

/// What is known of a request on its head alone.
pub(crate) enum Screened {
    /// The function is to be called.
    Ready(Ready),
    /// Only a VM that is not there yet can tell.
    Unknown,
    /// This is the answer.
    Answer(Response),
}

/// Who is to be called, as long as nothing changes.
pub(crate) struct Ready {
    epoch: u64,
    release: Arc<Release>,
    instance: Rc<Instance>,
    handler: HandlerIndex,
}

impl Ready {
    /// Whether it still is, when the body has come.
    fn holds(&self, worker: &Worker) -> bool {
        self.instance.dead().is_none() && self.epoch == worker.lanes().epoch()
    }
}

/// Looks at what can be said on the head alone.
pub(crate) fn screen(
    worker: &Worker,
    head: &Head<'_>,
    path: &FunctionPath<'_>,
    caller: &Caller,
    report: &mut Report,
) -> Result<Screened, ErrorAnswer> {
    let signed = &worker.config().signed_functions;
    if !signed.is_empty() && signed.contains(path.name) {
        return Err(ErrorAnswer::of(Code::SignatureRequired));
    }
    let epoch = worker.lanes().epoch();
    let release = match resolve::release(worker, head, path, caller) {
        Err(_) if resolve::is_built_on_demand(worker, path) => {
            delete_without_body(worker, head)?;
            return Ok(Screened::Unknown);
        }
        other => other?,
    };
    report.release = Some(Arc::clone(&release));
    delete_without_body(worker, head)?;
    // Only a VM that is loaded knows its routes; otherwise the question waits for the body.
    let Some(instance) = worker.instance_now(&release) else {
        return Ok(Screened::Unknown);
    };
    Ok(match find(worker, head, path, &instance)? {
        Target::Handler(handler) => Screened::Ready(Ready {
            epoch,
            release,
            instance,
            handler,
        }),
        Target::Options(allow) => Screened::Answer(options(&allow)),
    })
}

/// Calls the function and makes its answer a response. `ready` is what the head told.
#[expect(
    clippy::too_many_arguments,
    reason = "everything a call needs, from the one place that has it"
)]
pub(crate) async fn call(
    worker: &Worker,
    head: &Head<'_>,
    path: &FunctionPath<'_>,
    caller: &Caller,
    ready: Option<Ready>,
    body: Vec<u8>,
    id: &RequestId,
    report: &mut Report,
) -> Result<Response, ErrorAnswer> {
    let ready = match ready.filter(|ready| ready.holds(worker)) {
        Some(ready) => ready,
        None => match Box::pin(prepare(worker, head, path, caller, report)).await? {
            Prepared::Ready(ready) => ready,
            Prepared::Answer(response) => return Ok(response),
        },
    };
    let Ready {
        release,
        instance,
        handler,
        ..
    } = ready;
    report.release = Some(Arc::clone(&release));
    report.function = instance.exports().get(handler as usize).cloned();
    if instance.running() as u64 >= worker.limits().requests_in_flight_max {
        return Err(ErrorAnswer::of(Code::Overloaded).with_field("retry-after", "1"));
    }
    let (outcome, cpu_us) = run(worker, head, path, caller, body, id, handler, &instance).await?;
    report.cpu_us = cpu_us;
    match outcome {
        Outcome::Answer(answer) => {
            let called = Called {
                function: report.function.as_deref(),
                id,
                revision: release.number,
            };
            answer::to_response(worker, answer, path, &called)
        }
        Outcome::Threw(thrown) => Err(answer::thrown(worker, thrown)),
        Outcome::Ended(code) => Err(ended(code)),
    }
}

/// What waiting for a VM gave.
enum Prepared {
    Ready(Ready),
    Answer(Response),
}

/// Finds who is to be called, making the VM where it is not there.
async fn prepare(
    worker: &Worker,
    head: &Head<'_>,
    path: &FunctionPath<'_>,
    caller: &Caller,
    report: &mut Report,
) -> Result<Prepared, ErrorAnswer> {
    if resolve::is_built_on_demand(worker, path)
        && resolve::allowed_to_test(worker, head, caller).is_ok()
    {
        worker.lanes().demand_development().await;
    }
    let epoch = worker.lanes().epoch();
    let release = resolve::release(worker, head, path, caller)?;
    report.release = Some(Arc::clone(&release));
    let instance = match worker.instance_now(&release) {
        Some(instance) => instance,
        None => worker
            .instance(&release)
            .await
            .map_err(|error| load_failed(worker, &error))?,
    };
    Ok(match find(worker, head, path, &instance)? {
        Target::Handler(handler) => Prepared::Ready(Ready {
            epoch,
            release,
            instance,
            handler,
        }),
        Target::Options(allow) => Prepared::Answer(options(&allow)),
    })
}

/// DELETE carries neither a body nor a JSON content type (reference of wix-http-functions).
fn delete_without_body(worker: &Worker, head: &Head<'_>) -> Result<(), ErrorAnswer> {
    if head.method().as_str() != "DELETE" || worker.config().compat.delete_body == "allow" {
        return Ok(());
    }
    let is_json = head.field("content-type").is_some_and(|value| {
        value
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .eq_ignore_ascii_case("application/json")
    });
    let has_body = match head.body_length() {
        BodyLength::None => false,
        BodyLength::Exact(bytes) => bytes > 0,
        BodyLength::Chunked => true,
    };
    if is_json || has_body {
        Err(ErrorAnswer::of(Code::DeleteWithBody))
    } else {
        Ok(())
    }
}

/// Who answers.
enum Target {
    Handler(HandlerIndex),
    /// We do, with this list of methods (the flag `options`).
    Options(String),
}

/// The answer to OPTIONS that no function gives.
fn options(allow: &str) -> Response {
    let mut response = Response::new(204);
    let _valid = response.headers.push("allow", allow);
    response
}

/// Who answers this method and name.
fn find(
    worker: &Worker,
    head: &Head<'_>,
    path: &FunctionPath<'_>,
    instance: &Instance,
) -> Result<Target, ErrorAnswer> {
    let compat = &worker.config().compat;
    let method = head.method();
    let verb =
        Verb::of_method(method.as_str()).filter(|verb| *verb != Verb::Head || compat.head == "get");
    let routes = instance.routes();
    match routes.find(path.name, verb) {
        Found::Handler(index) => Ok(Target::Handler(index)),
        Found::Unknown => {
            Err(ErrorAnswer::of(Code::FunctionNotFound).with_message(unknown_function(path)))
        }
        Found::WrongMethod if compat.options == "auto" && verb == Some(Verb::Options) => {
            let allow = routes.allow(path.name, compat.head == "get");
            Ok(Target::Options(format!("{allow}, OPTIONS")))
        }
        Found::WrongMethod if compat.unhandled_method == "404" => {
            Err(ErrorAnswer::of(Code::FunctionNotFound).with_message(unknown_function(path)))
        }
        Found::WrongMethod => {
            let message = format!(
                "The function \"{}\" does not handle {}.",
                path.name,
                method.as_str()
            );
            let allow = routes.allow(path.name, compat.head == "get");
            Err(ErrorAnswer::of(Code::MethodNotAllowed)
                .with_message(message)
                .with_field("allow", allow))
        }
    }
}

fn unknown_function(path: &FunctionPath<'_>) -> String {
    if path.name.is_empty() {
        return "The address names no function: /_functions/<name>.".to_owned();
    }
    format!("The site has no function called \"{}\".", path.name)
}

/// Calls the handler and waits for it as long as a request may take.
#[expect(
    clippy::too_many_arguments,
    reason = "everything a call needs, from the one place that has it"
)]
async fn run(
    worker: &Worker,
    head: &Head<'_>,
    path: &FunctionPath<'_>,
    caller: &Caller,
    body: Vec<u8>,
    id: &RequestId,
    handler: HandlerIndex,
    instance: &Rc<Instance>,
) -> Result<(Outcome, u64), ErrorAnswer> {
    let called = worker.with_scratch(|origin| {
        caller.write_origin(head, worker.config(), origin);
        let prefix = worker
            .config()
            .base_url
            .as_ref()
            .map_or("", |base| base.path());
        let missing = if path.base_path.len() > prefix.len() && path.base_path.starts_with(prefix) {
            ""
        } else {
            prefix
        };
        origin.push_str(missing);
        let view = RequestView {
            id: id.as_str(),
            method: head.method().as_str(),
            origin,
            base_path: path.base_path,
            function_name: path.name,
            sub_path: path.sub_path,
            path: head.path(),
            query: head.query(),
            ip: caller.ip,
            header_lines: head.field_lines(),
        };
        instance.call(handler, &view, body)
    });
    ended_call(worker, called).await
}

async fn ended_call(worker: &Worker, called: Call) -> Result<(Outcome, u64), ErrorAnswer> {
    match called {
        Call::Ready(outcome, cpu_us) => Ok((outcome, cpu_us)),
        Call::Pending(pending) => {
            let wall = Duration::from_millis(worker.limits().wall_time_ms_max);
            tokio::time::timeout(wall, pending)
                .await
                .map_err(|_| wall_time(worker))
        }
    }
}

/// How a call that is no function's ended.
pub(crate) async fn settled(worker: &Worker, called: Call) -> Result<Outcome, ErrorAnswer> {
    ended_call(worker, called).await.map(|(outcome, _)| outcome)
}

/// What `run` of a shipped file gave, as JSON.
pub(crate) async fn invoked(worker: &Worker, called: Call) -> Result<Vec<u8>, ErrorAnswer> {
    match settled(worker, called).await? {
        Outcome::Answer(answer) => Ok(answer.body),
        Outcome::Threw(thrown) => Err(answer::thrown(worker, thrown)),
        Outcome::Ended(code) => Err(ended(code)),
    }
}

/// The release that addresses without a revision run.
pub(crate) fn release_in_force(worker: &Worker) -> Result<Arc<Release>, ErrorAnswer> {
    resolve::in_force(worker)
}

/// The VM of a release, for what is no function.
pub(crate) async fn instance(
    worker: &Worker,
    release: &Arc<Release>,
) -> Result<Rc<Instance>, ErrorAnswer> {
    let instance = match worker.instance_now(release) {
        Some(instance) => instance,
        None => worker
            .instance(release)
            .await
            .map_err(|error| load_failed(worker, &error))?,
    };
    if instance.running() as u64 >= worker.limits().requests_in_flight_max {
        return Err(ErrorAnswer::of(Code::Overloaded).with_field("retry-after", "1"));
    }
    Ok(instance)
}

fn wall_time(worker: &Worker) -> ErrorAnswer {
    let message = format!(
        "The function did not answer within {} ms. It goes on in the background; its result is discarded.",
        worker.limits().wall_time_ms_max
    );
    ErrorAnswer::of(Code::WallTime).with_message(message)
}

fn load_failed(worker: &Worker, error: &LoadError) -> ErrorAnswer {
    let answer = ErrorAnswer::of(error.code);
    if worker.is_dev() {
        let mut answer = answer.with_message(error.message.clone());
        answer.stack = Some(error.stack.clone());
        return worker.redacted(answer);
    }
    answer
}

fn ended(code: Code) -> ErrorAnswer {
    let answer = ErrorAnswer::of(code);
    if code.status() == 503 {
        answer.with_field("retry-after", "1")
    } else {
        answer
    }
}
