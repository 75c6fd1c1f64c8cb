//! A request's way through the server, station by station.
//!
//! 1. `http1` reads the head and refuses what is not one request with one meaning.
//! 2. `begin`: an id; who calls; which surface the path names; the site's rate; what can be
//!    refused on the head alone (release, function, method; credentials) is, before its body is read.
//! 3. `http1` reads the body, up to its limit.
//! 4. `call`: the surface answers (`functions/`, `api/`, `media/`, `realtime/`), within the wall time.
//! 5. `finish`: every answer gets the id, the release and, when it is ours, the code.
//! 6. `done`: one access line.

use crate::api::{self, ApiError};
use crate::caller::Caller;
use crate::error_answer::ErrorAnswer;
use crate::functions::{self, FunctionPath, Ready, Report, Screened};
use crate::http1::{Begin, Done, Fault, Head, Peer, Response, Service};
use crate::link::Link;
use crate::media;
use crate::realtime;
use crate::request_id::RequestId;
use crate::worker::Worker;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use velodrome_model::code::Code;
use velodrome_model::log::AccessLine;
use velodrome_site::realtime::Channel;

/// What is kept of a request from its answer to its access line.
struct Record {
    id: RequestId,
    code: Option<&'static str>,
    report: Report,
}

/// What is kept of a request while its body comes.
struct Begun {
    id: RequestId,
    caller: Caller,
    course: Course,
}

/// Where a request goes on when its body has come.
enum Course {
    Function(Option<Ready>),
    Api(api::Screened),
    Media(media::Screened),
    Realtime(Channel),
}

/// An answer, and its code when it is ours.
struct Answered {
    response: Response,
    code: Option<&'static str>,
}

impl Answered {
    fn of_function(result: Result<Response, ErrorAnswer>, id: &RequestId) -> Answered {
        match result {
            Ok(response) => Answered {
                response,
                code: None,
            },
            Err(answer) => Answered {
                response: answer.to_response(id.as_str()),
                code: Some(answer.code),
            },
        }
    }

    fn of_api(worker: &Worker, result: Result<Response, ApiError>, id: &RequestId) -> Answered {
        match result {
            Ok(response) => Answered {
                response,
                code: None,
            },
            Err(error) => {
                if let Some(reason) = error.reason() {
                    worker.log_refusal(id, reason);
                }
                Answered {
                    response: error.to_response(id.as_str()),
                    code: Some(error.code.row().text),
                }
            }
        }
    }
}

/// The requests of one connection.
pub(crate) struct Connection {
    worker: Rc<Worker>,
    /// The socket, if there is one that another thread could take over.
    link: Option<Arc<Link>>,
    /// Made by `begin` for the request that `call` then answers.
    begun: RefCell<Option<Begun>>,
    /// Answered, not yet written. Pipelined answers are written together; the codec bounds them.
    answered: RefCell<VecDeque<Record>>,
}

impl Connection {
    pub(crate) fn new(worker: Rc<Worker>, link: Option<Arc<Link>>) -> Connection {
        Connection {
            worker,
            link,
            begun: RefCell::default(),
            answered: RefCell::default(),
        }
    }

    /// The last station before the wire.
    fn finish(&self, id: RequestId, answered: Answered, report: Report) -> Response {
        let Answered { mut response, code } = answered;
        let worker = &self.worker;
        worker.with_release_name(report.release.as_ref(), |release| {
            response
                .headers
                .push_known("x-velodrome-request-id", id.as_str());
            response.headers.push_known("x-velodrome-release", release);
        });
        response.close |= worker.sheds_connection();
        self.answered
            .borrow_mut()
            .push_back(Record { id, code, report });
        response
    }

    fn read_body(&self, id: RequestId, caller: Caller, course: Course) -> Begin {
        let bytes_max = match &course {
            Course::Media(screened) => screened.body_bytes_max(&self.worker),
            Course::Function(_) | Course::Api(_) | Course::Realtime(_) => {
                self.worker.limits().request_body_bytes_max
            }
        };
        self.begun.replace(Some(Begun { id, caller, course }));
        Begin::ReadBody { bytes_max }
    }

    fn screen(
        &self,
        head: &Head<'_>,
        path: &FunctionPath<'_>,
        caller: &Caller,
        report: &mut Report,
    ) -> Result<Screened, ErrorAnswer> {
        let worker = &self.worker;
        worker.count_request()?;
        functions::screen(worker, head, path, caller, report)
    }

    /// A path that is no function's: the API's, the media's, a channel's, or nobody's.
    fn begin_elsewhere(&self, head: &Head<'_>, id: RequestId, caller: Caller) -> Begin {
        let worker = &self.worker;
        let answered = if is_api(worker, head) {
            match api::screen(worker, head, &caller) {
                Ok(api::Screening::Read(screened)) => {
                    return self.read_body(id, caller, Course::Api(screened));
                }
                Ok(api::Screening::Answer(response)) => Answered {
                    response,
                    code: None,
                },
                Err(error) => Answered::of_api(worker, Err(error), &id),
            }
        } else if media::within(head.path(), worker.prefix()).is_some() {
            let result = match media::preflight(head) {
                Some(response) => Ok(response),
                None => match media::screen(worker, head) {
                    Ok(screened) => return self.read_body(id, caller, Course::Media(screened)),
                    Err(answer) => Err(answer),
                },
            };
            Answered::of_function(result, &id)
        } else if realtime::within(head.path(), worker.prefix()).is_some() {
            match realtime::screen(worker, head) {
                Ok(channel) => return self.read_body(id, caller, Course::Realtime(channel)),
                Err(answer) => Answered::of_function(Err(answer), &id),
            }
        } else {
            Answered::of_function(Err(ErrorAnswer::of(Code::NotFound)), &id)
        };
        Begin::Answer(self.finish(id, answered, Report::default()))
    }
}

fn is_api(worker: &Worker, head: &Head<'_>) -> bool {
    api::within(head.path(), worker.prefix()).is_some()
}

impl Service for Connection {
    fn begin(&self, head: &Head<'_>, peer: &Peer) -> Begin {
        let id = self.worker.make_id();
        let caller = Caller::of(head, peer, self.worker.config());
        let Some(path) = self.worker.function_path(head) else {
            return self.begin_elsewhere(head, id, caller);
        };
        let mut report = Report::default();
        let result = match self.screen(head, &path, &caller, &mut report) {
            Ok(Screened::Ready(ready)) => {
                return self.read_body(id, caller, Course::Function(Some(ready)));
            }
            Ok(Screened::Unknown) => return self.read_body(id, caller, Course::Function(None)),
            Ok(Screened::Answer(response)) => Ok(response),
            Err(answer) => Err(answer),
        };
        Begin::Answer(self.finish(id, Answered::of_function(result, &id), report))
    }

    async fn call(&self, head: &Head<'_>, body: Vec<u8>, peer: &Peer) -> Response {
        let begun = self.begun.take();
        let Begun { id, caller, course } = begun.unwrap_or_else(|| Begun {
            id: self.worker.make_id(),
            caller: Caller::of(head, peer, self.worker.config()),
            course: Course::Function(None),
        });
        let mut report = Report::default();
        let worker = &self.worker;
        // Only a function's call is part of the connection's future: each connection has the room for
        // what is in there, and thousands of them wait.
        let ready = match course {
            Course::Function(ready) => ready,
            Course::Media(screened) => {
                let result = Box::pin(media::call(worker, head, screened, body)).await;
                return self.finish(id, Answered::of_function(result, &id), report);
            }
            Course::Realtime(channel) => {
                let call = realtime::call(worker, head, channel, &id, &mut report);
                let result = Box::pin(call).await;
                return self.finish(id, Answered::of_function(result, &id), report);
            }
            Course::Api(screened) => {
                let call = api::call(worker, head, &caller, screened, body, &id, &mut report);
                let result = Box::pin(call).await;
                return self.finish(id, Answered::of_api(worker, result, &id), report);
            }
        };
        let result = match self.worker.function_path(head) {
            Some(path) => {
                functions::call(worker, head, &path, &caller, ready, body, &id, &mut report).await
            }
            None => Err(ErrorAnswer::of(Code::NotFound)),
        };
        self.finish(id, Answered::of_function(result, &id), report)
    }

    fn refuse(&self, fault: Fault, _: &Peer) -> Response {
        let begun = self.begun.take();
        let of_api = matches!(&begun, Some(begun) if matches!(begun.course, Course::Api(_)));
        let id = begun.map_or_else(|| self.worker.make_id(), |begun| begun.id);
        if of_api {
            let answered = Answered::of_api(&self.worker, Err(fault.into()), &id);
            return self.finish(id, answered, Report::default());
        }
        let answer = ErrorAnswer {
            status: fault.status(),
            code: fault.code(),
            message: fault.message().to_owned(),
            stack: None,
            fields: Vec::new(),
        };
        let answered = Answered::of_function(Err(answer), &id);
        self.finish(id, answered, Report::default())
    }

    fn hold(&self, answer: &[u8], now: Instant, took: Duration) -> bool {
        let Some(link) = &self.link else { return false };
        self.worker.turn().hold(link, answer, now, took)
    }

    fn waiting(&self) {
        if let Some(link) = &self.link {
            link.wait();
        }
    }

    fn done(&self, done: Done<'_>) {
        let Some(record) = self.answered.borrow_mut().pop_front() else {
            return;
        };
        let method = done.head.map_or("-", |head| head.method().as_str());
        let target = match done.head {
            None => Cow::Borrowed("-"),
            // What must not be shown is in queries, and never in those of functions.
            Some(head) if head.query().is_none() || record.report.function.is_some() => {
                Cow::Borrowed(head.target())
            }
            Some(head) if is_api(&self.worker, head) => api::redacted(head.target()),
            Some(head) if media::within(head.path(), self.worker.prefix()).is_some() => {
                media::redacted(head.target())
            }
            Some(head) => Cow::Borrowed(head.target()),
        };
        self.worker.logs().access(&AccessLine {
            time_ms: self.worker.wall_ms(done.answered.into_std()),
            method,
            target: &target,
            status: done.status,
            wall_us: done.answered.duration_since(done.started).as_micros() as u64,
            cpu_us: record.report.cpu_us,
            request_id: record.id.as_str(),
            code: record.code,
            function: record.report.function.as_deref(),
            revision: record
                .report
                .release
                .as_ref()
                .map_or(0, |release| release.number),
        });
    }
}
