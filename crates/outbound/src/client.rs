//! The client: a request in, redirects followed, the head of the last answer out.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use http::header::{
    ACCEPT, ACCEPT_ENCODING, CONNECTION, CONTENT_LENGTH, HeaderName, HeaderValue, TE, TRAILER,
    TRANSFER_ENCODING, UPGRADE, USER_AGENT,
};
use http::{HeaderMap, Method};
use tokio::time::Instant;

use crate::decode::ACCEPTED;
use crate::error::{Error, ErrorKind};
use crate::exchange::{Answer, Arriving, Call, Payload, exchange};
use crate::options::Options;
use crate::pool::Pool;
use crate::redirect;
use crate::request::{Header, RedirectMode, Request, RequestBody};
use crate::response::Response;
use crate::target::Target;

/// Calls other servers. One belongs to one thread's event loop, as its connections do: every thread
/// has its own, and they share their [`Options`].
pub struct Client {
    options: Arc<Options>,
    pool: Pool,
    /// Sent as `user-agent` where a request says nothing.
    agent: Option<HeaderValue>,
    targets: Mutex<Targets>,
}

/// URLs that were called: most sites call a few again and again.
#[derive(Default)]
struct Targets(HashMap<String, Arc<Target>>);

impl Targets {
    const COUNT_MAX: usize = 64;
    const URL_BYTES_MAX: usize = 1024;

    fn find(&mut self, url: String) -> Result<Arc<Target>, Error> {
        if let Some(known) = self.0.get(&url) {
            return Ok(Arc::clone(known));
        }
        let target = Arc::new(Target::parse(&url, None)?);
        if url.len() <= Targets::URL_BYTES_MAX {
            if self.0.len() == Targets::COUNT_MAX {
                self.0.clear();
            }
            self.0.insert(url, Arc::clone(&target));
        }
        Ok(target)
    }
}

/// Fields that belong to a connection, or that the body decides.
const OURS: [HeaderName; 6] = [
    CONNECTION,
    CONTENT_LENGTH,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

/// The same, without a constant of the library.
const OURS_BY_NAME: [&str; 4] = ["expect", "http2-settings", "keep-alive", "proxy-connection"];

impl Client {
    /// A client without connections.
    pub fn new(options: Arc<Options>) -> Client {
        let limits = &options.limits;
        let pool = Pool::new(limits.connections_max, limits.idle_time_max);
        let agent = HeaderValue::from_str(&options.user_agent).ok();
        Client {
            options,
            pool,
            agent,
            targets: Mutex::default(),
        }
    }

    /// Sends a request. Gives the head of the answer; its body follows. Dropping what this gives
    /// ends the call at once, and so does dropping the answer.
    ///
    /// Belongs into a tokio runtime with time and I/O.
    ///
    /// # Errors
    /// See [`ErrorKind`].
    pub async fn send(&self, request: Request) -> Result<Response, Error> {
        let limit = Instant::now() + self.options.limits.total_time_max;
        let deadline = request.deadline.map_or(limit, |wanted| wanted.min(limit));
        let (redirect, decompress) = (request.redirect, request.decompress);
        let call = self.prepare(request)?;
        let first = Arc::clone(&call.target);
        match tokio::time::timeout_at(deadline, self.follow(call, redirect)).await {
            Ok(done) => {
                let (answer, call, redirected) = done?;
                let limits = &self.options.limits;
                Response::new(
                    answer,
                    call.target,
                    redirected,
                    decompress,
                    limits,
                    deadline,
                )
            }
            Err(_) => {
                let message = format!("{} did not answer in time", first.host_and_port());
                Err(Error::new(ErrorKind::TimedOut, message))
            }
        }
    }

    /// Sends the call, and those that redirects make of it.
    async fn follow(
        &self,
        mut call: Call,
        mode: RedirectMode,
    ) -> Result<(Answer, Call, bool), Error> {
        let mut redirects = 0;
        loop {
            let answer = exchange(&self.pool, &self.options, &mut call).await?;
            let status = answer.status;
            let next = match redirect::location(&call.target, status, &answer.headers) {
                Some(next) if mode != RedirectMode::Manual => next,
                _ => return Ok((answer, call, redirects > 0)),
            };
            let name = call.target.host_and_port();
            if mode == RedirectMode::Error {
                let message = format!("{name} answers with a redirect, which the request forbids");
                return Err(Error::new(ErrorKind::RedirectRefused, message));
            }
            if redirects == self.options.limits.redirects_max {
                let message = format!("more than {redirects} redirects, the last by {name}");
                return Err(Error::new(ErrorKind::TooManyRedirects, message));
            }
            redirects += 1;
            redirect::follow(&mut call, status, next?)?;
            discard(answer).await;
        }
    }

    fn prepare(&self, request: Request) -> Result<Call, Error> {
        // Nothing in there leaves it half changed.
        let mut targets = self.targets.lock().unwrap_or_else(PoisonError::into_inner);
        let target = targets.find(request.url)?;
        drop(targets);
        let method = Method::from_bytes(request.method.as_bytes())
            .ok()
            .filter(|method| *method != Method::CONNECT);
        let Some(method) = method else {
            let message = format!("\"{}\" is no method that can be sent", request.method);
            return Err(Error::new(ErrorKind::InvalidRequest, message));
        };
        let mut headers = headers(request.headers)?;
        let defaults = [
            (ACCEPT, Some(HeaderValue::from_static("*/*"))),
            (
                ACCEPT_ENCODING,
                request
                    .decompress
                    .then(|| HeaderValue::from_static(ACCEPTED)),
            ),
            (USER_AGENT, self.agent.clone()),
        ];
        for (name, value) in defaults {
            if let Some(value) = value {
                headers.entry(name).or_insert(value);
            }
        }
        // A body is expected where the method has one: an empty one is said to be empty.
        let has_body = method == Method::POST || method == Method::PUT || method == Method::PATCH;
        let payload = match request.body {
            RequestBody::Empty if has_body => {
                headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
                Payload::None
            }
            body => Payload::from(body),
        };
        Ok(Call {
            method,
            target,
            headers,
            payload,
        })
    }
}

fn headers(fields: Vec<Header>) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::with_capacity(fields.len() + 4);
    for Header { name, value } in fields {
        let invalid = || {
            let message = format!("the header field \"{name}\" cannot be sent");
            Error::new(ErrorKind::InvalidRequest, message)
        };
        let field = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid())?;
        if OURS.contains(&field) || OURS_BY_NAME.contains(&field.as_str()) {
            continue;
        }
        let value = HeaderValue::from_maybe_shared(value).map_err(|_| invalid())?;
        let added = headers.try_append(field, value);
        added.map_err(|_| Error::new(ErrorKind::InvalidRequest, "too many header fields"))?;
    }
    Ok(headers)
}

/// Longest body of a redirect that is read to keep its connection, in bytes.
const DISCARDED_BYTES_MAX: u64 = 16 * 1024;

/// Reads a short body away, so that the connection can be used again.
async fn discard(answer: Answer) {
    let Arriving::Http1(Some(mut lease)) = answer.body else {
        return;
    };
    let length_bytes = lease.connection.length_bytes();
    if length_bytes.is_none_or(|length_bytes| length_bytes > DISCARDED_BYTES_MAX) {
        return;
    }
    loop {
        match std::future::poll_fn(|cx| lease.connection.poll_piece(cx)).await {
            Ok(Some(_)) => {}
            Ok(None) => return lease.release(),
            Err(_) => return,
        }
    }
}
