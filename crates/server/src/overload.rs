//! When every thread is stuck in JavaScript, somebody still answers: 503, at once.

use crate::api::{self, ApiError};
use crate::error_answer::ErrorAnswer;
use crate::http1::{
    Begin, Drain, Fault, Head, Http1Limits, Peer, Response, Service, serve_connection,
};
use crate::http2::Http2;
use crate::link::Link;
use crate::request_id::RequestIds;
use crate::shared::Site;
use crate::thread::{dates, http1_limits, http2_limits};
use crate::tls;
use std::cell::RefCell;
use std::io;
use std::net::TcpListener;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Notify;
use velodrome_model::code::Code;

/// Connections that are answered so at once; more wait in the listening socket's queue.
const CONNECTIONS_MAX: usize = 1000;
/// After an accept that failed.
const ACCEPT_PAUSE: std::time::Duration = std::time::Duration::from_millis(50);

struct Gate {
    open: AtomicBool,
    changed: Notify,
}

/// The thread that answers when nobody else can.
pub(crate) struct Overload {
    gate: Arc<Gate>,
}

impl Overload {
    pub(crate) fn start(listener: TcpListener, site: Arc<Site>) -> io::Result<Overload> {
        let gate = Arc::new(Gate {
            open: AtomicBool::new(false),
            changed: Notify::new(),
        });
        let of_thread = Arc::clone(&gate);
        std::thread::Builder::new()
            .name("overload".to_owned())
            .stack_size(512 << 10)
            .spawn(move || {
                // Without this thread an overloaded server is only slower to say so.
                let _failed = run(listener, &site, &of_thread);
            })?;
        Ok(Overload { gate })
    }

    /// Opens or closes the gate.
    pub(crate) fn open(&self, open: bool) {
        if self.gate.open.swap(open, Ordering::AcqRel) != open {
            self.gate.changed.notify_one();
        }
    }
}

fn run(listener: TcpListener, site: &Site, gate: &Gate) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    tokio::task::LocalSet::new().block_on(&runtime, async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let mut seed = [0; 16];
        getrandom::fill(&mut seed).map_err(|error| io::Error::other(error.to_string()))?;
        let ids = Rc::new(RefCell::new(RequestIds::new(seed)));
        let base_url = site.config.base_url.as_ref();
        let prefix: Rc<str> = base_url.map_or("", |base| base.path()).into();
        let limits = Rc::new(Http1Limits {
            header_time_ms_max: site.limits.header_time_ms_max.min(2000),
            ..http1_limits(&site.limits)
        });
        let permits = Arc::new(tokio::sync::Semaphore::new(CONNECTIONS_MAX));
        let (dates, drain) = (Rc::new(dates(&site.clock)), Rc::new(Drain::default()));
        loop {
            let changed = gate.changed.notified();
            if !gate.open.load(Ordering::Acquire) {
                changed.await;
                continue;
            }
            let Ok(permit) = Arc::clone(&permits).acquire_owned().await else {
                return Ok(());
            };
            tokio::select! {
                () = changed => {}
                accepted = listener.accept() => {
                    let Ok((stream, address)) = accepted else {
                        // No file descriptors are left, as a rule.
                        tokio::time::sleep(ACCEPT_PAUSE).await;
                        continue;
                    };
                    let (ids, prefix) = (Rc::clone(&ids), Rc::clone(&prefix));
                    let http = Http2 {
                        make_service: move || Refuser {
                            ids: Rc::clone(&ids),
                            prefix: Rc::clone(&prefix),
                        },
                        limits: Rc::clone(&limits),
                        own_limits: http2_limits(&site.limits),
                        dates: Rc::clone(&dates),
                        drain: Rc::clone(&drain),
                    };
                    let peer = Peer::plain(address);
                    if let Some(tls) = &site.tls {
                        let link = Arc::new(Link::new(stream, peer));
                        tls::spawn(tls, link, peer, http, permit);
                        continue;
                    }
                    let http1 = http.to_http1();
                    tokio::task::spawn_local(async move {
                        serve_connection(stream, peer, &http1).await;
                        drop(permit);
                    });
                }
            }
        }
    })
}

/// Answers everything with 503.
struct Refuser {
    ids: Rc<RefCell<RequestIds>>,
    /// The path of the site's `base_url`.
    prefix: Rc<str>,
}

impl Refuser {
    fn answer(&self, answer: &ErrorAnswer) -> Response {
        self.respond(|id| answer.to_response(id))
    }

    fn respond(&self, to_response: impl FnOnce(&str) -> Response) -> Response {
        let id = self.ids.borrow_mut().make();
        let mut response = to_response(id.as_str());
        let _valid = response.headers.push("x-velodrome-request-id", id.as_str());
        let _valid = response.headers.push("x-velodrome-release", "none");
        response.close = true;
        response
    }
}

impl Service for Refuser {
    fn begin(&self, head: &Head<'_>, _: &Peer) -> Begin {
        if api::within(head.path(), &self.prefix).is_some() {
            return Begin::Answer(self.respond(|id| ApiError::overloaded().to_response(id)));
        }
        Begin::Answer(
            self.answer(&ErrorAnswer::of(Code::Overloaded).with_field("retry-after", "1")),
        )
    }

    async fn call(&self, _: &Head<'_>, _: Vec<u8>, _: &Peer) -> Response {
        self.answer(&ErrorAnswer::of(Code::Overloaded))
    }

    fn refuse(&self, fault: Fault, _: &Peer) -> Response {
        self.answer(&ErrorAnswer {
            status: fault.status(),
            code: fault.code(),
            message: fault.message().to_owned(),
            stack: None,
            fields: Vec::new(),
        })
    }
}
