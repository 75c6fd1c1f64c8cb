//! The operator's questions, on an address of their own: is the process alive, is it ready.
//!
//! Only loopback addresses are taken (the configuration refuses others), and nothing here reaches
//! a site's code.

use super::parent::Ending;
use std::cell::Cell;
use std::io;
use std::rc::Rc;
use std::sync::Arc;
use std::time::SystemTime;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use velodrome_server::Site;
use velodrome_server::http1::{
    Begin, Body, DateCache, Drain, Fault, Head, Http1, Http1Limits, Peer, Response, Service,
    serve_connection,
};
use velodrome_site::config::Mode;
use velodrome_site::lanes::{Lane, Standing};

/// Connections at once; more wait.
const CONNECTIONS_MAX: usize = 64;

/// The admin surface of a process.
pub(super) struct Admin {
    state: Rc<State>,
    accepting: Option<JoinHandle<()>>,
}

struct State {
    site: Arc<Site>,
    draining: Cell<bool>,
}

impl Admin {
    /// From now on the process is alive, but not ready; when another is, only that one is asked.
    pub(super) fn ending(&self, ending: Ending) {
        self.state.draining.set(true);
        if let (Ending::Replaced, Some(accepting)) = (ending, &self.accepting) {
            accepting.abort();
        }
    }
}

/// Listens on `serve.admin_listen` in production; says on stderr where.
pub(super) async fn start(site: &Arc<Site>) -> Admin {
    let state = Rc::new(State {
        site: Arc::clone(site),
        draining: Cell::new(false),
    });
    let address = site
        .config
        .serve
        .admin_listen
        .filter(|_| site.mode == Mode::Serve);
    let mut accepting = None;
    if let Some(address) = address {
        match listen(address).await {
            Ok(listener) => {
                if let Ok(address) = listener.local_addr() {
                    crate::report::note(format!(
                        "admin http://{address}/_velodrome/live and /_velodrome/ready"
                    ));
                }
                accepting = Some(tokio::task::spawn_local(accept(
                    listener,
                    Rc::clone(&state),
                )));
            }
            // The site is worth more than the questions about it.
            Err(error) => crate::report::error(format!(
                "admin_listen {address}: {error}; the site is served all the same"
            )),
        }
    }
    Admin { state, accepting }
}

/// While a process is replaced, it and its successor share the address.
async fn listen(address: std::net::SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() {
        tokio::net::TcpSocket::new_v4()?
    } else {
        tokio::net::TcpSocket::new_v6()?
    };
    socket.set_reuseaddr(true)?;
    socket.set_reuseport(true)?;
    socket.bind(address)?;
    socket.listen(CONNECTIONS_MAX as u32)
}

async fn accept(listener: TcpListener, state: Rc<State>) {
    let permits = Arc::new(tokio::sync::Semaphore::new(CONNECTIONS_MAX));
    let (limits, drain) = (Rc::new(Http1Limits::default()), Rc::new(Drain::default()));
    let dates = Rc::new(DateCache::new(SystemTime::now));
    while let Ok(permit) = Arc::clone(&permits).acquire_owned().await {
        let Ok((stream, address)) = listener.accept().await else {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            continue;
        };
        let http1 = Http1 {
            service: Surface(Rc::clone(&state)),
            limits: Rc::clone(&limits),
            dates: Rc::clone(&dates),
            drain: Rc::clone(&drain),
        };
        tokio::task::spawn_local(async move {
            serve_connection(stream, Peer::plain(address), &http1).await;
            drop(permit);
        });
    }
}

struct Surface(Rc<State>);

impl Surface {
    fn answer(&self, path: &str) -> Response {
        let (status, text): (u16, &'static [u8]) = match path {
            "/_velodrome/live" => (200, b"live\n"),
            "/_velodrome/ready" if self.0.draining.get() => (503, b"draining\n"),
            "/_velodrome/ready" => match self.0.site.lanes.get(Lane::Production) {
                Standing::Ready(_) => (200, b"ready\n"),
                _ => (503, b"nothing published\n"),
            },
            _ => (404, b"not found\n"),
        };
        plain(status, text)
    }
}

fn plain(status: u16, text: &'static [u8]) -> Response {
    let mut response = Response::new(status);
    let _valid = response
        .headers
        .push("content-type", "text/plain; charset=utf-8");
    response.body = Body::Static(text);
    response
}

impl Service for Surface {
    fn begin(&self, head: &Head<'_>, _: &Peer) -> Begin {
        Begin::Answer(match head.method().as_str() {
            "GET" | "HEAD" => self.answer(head.path()),
            _ => plain(405, b"method not allowed\n"),
        })
    }

    async fn call(&self, head: &Head<'_>, _: Vec<u8>, _: &Peer) -> Response {
        self.answer(head.path())
    }

    fn refuse(&self, fault: Fault, _: &Peer) -> Response {
        plain(fault.status(), b"refused\n")
    }
}
