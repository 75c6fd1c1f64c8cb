//! A request's way through the server, station by station.
//!
//! 1. `http1` reads the head and refuses what is not one request with one meaning.
//! 2. `begin`: an id; who calls; which surface the path names; the site's rate; what can be
//!    refused on the head alone (release, function, method) is, before its body is read.
//! 3. `http1` reads the body, up to its limit.
//! 4. `call`: the surface answers (`functions/`), within the wall time.
//! 5. `finish`: every answer gets the id, the release and, when it is ours, the code.
//! 6. `done`: one access line.

use crate::caller::Caller;
use crate::error_answer::ErrorAnswer;
use crate::functions::{self, Ready, Report, Screened};
use crate::http1::{Begin, Done, Fault, Head, Peer, Response, Service};
use crate::link::Link;
use crate::request_id::RequestId;
use crate::worker::Worker;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use velodrome_model::code::Code;
use velodrome_model::log::AccessLine;

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
    ready: Option<Ready>,
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
    fn finish(
        &self,
        id: RequestId,
        result: Result<Response, ErrorAnswer>,
        report: Report,
    ) -> Response {
        let (mut response, code) = match result {
            Ok(response) => (response, None),
            Err(answer) => (answer.to_response(id.as_str()), Some(answer.code)),
        };
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

    fn read_body(&self, id: RequestId, caller: Caller, ready: Option<Ready>) -> Begin {
        self.begun.replace(Some(Begun { id, caller, ready }));
        Begin::ReadBody {
            bytes_max: self.worker.limits().request_body_bytes_max,
        }
    }

    fn screen(
        &self,
        head: &Head<'_>,
        caller: &Caller,
        report: &mut Report,
    ) -> Result<Screened, ErrorAnswer> {
        let worker = &self.worker;
        let path = worker
            .function_path(head)
            .ok_or_else(|| ErrorAnswer::of(Code::NotFound))?;
        worker.count_request()?;
        functions::screen(worker, head, &path, caller, report)
    }
}

impl Service for Connection {
    fn begin(&self, head: &Head<'_>, peer: &Peer) -> Begin {
        let id = self.worker.make_id();
        let caller = Caller::of(head, peer.address, self.worker.config());
        let mut report = Report::default();
        match self.screen(head, &caller, &mut report) {
            Ok(Screened::Ready(ready)) => self.read_body(id, caller, Some(ready)),
            Ok(Screened::Unknown) => self.read_body(id, caller, None),
            Ok(Screened::Answer(response)) => Begin::Answer(self.finish(id, Ok(response), report)),
            Err(answer) => Begin::Answer(self.finish(id, Err(answer), report)),
        }
    }

    async fn call(&self, head: &Head<'_>, body: Vec<u8>, peer: &Peer) -> Response {
        let begun = self.begun.take();
        let Begun { id, caller, ready } = begun.unwrap_or_else(|| Begun {
            id: self.worker.make_id(),
            caller: Caller::of(head, peer.address, self.worker.config()),
            ready: None,
        });
        let mut report = Report::default();
        let worker = &self.worker;
        let result = match self.worker.function_path(head) {
            Some(path) => {
                functions::call(worker, head, &path, &caller, ready, body, &id, &mut report).await
            }
            None => Err(ErrorAnswer::of(Code::NotFound)),
        };
        self.finish(id, result, report)
    }

    fn refuse(&self, fault: Fault, _: &Peer) -> Response {
        let begun = self.begun.take();
        let id = begun.map_or_else(|| self.worker.make_id(), |begun| begun.id);
        let answer = ErrorAnswer {
            status: fault.status(),
            code: fault.code(),
            message: fault.message().to_owned(),
            stack: None,
            fields: Vec::new(),
        };
        self.finish(id, Err(answer), Report::default())
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
        self.worker.logs().access(&AccessLine {
            time_ms: self.worker.wall_ms(done.answered.into_std()),
            method,
            target: done.head.map_or("-", |head| head.target()),
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
