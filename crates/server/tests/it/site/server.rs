//! A server in this process, and clients for it.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use velodrome_runtime::Release;
use velodrome_server::{Clock, Crew, Notice, Site};
use velodrome_site::config::{Config, Mode, Surroundings};
use velodrome_site::lanes::{Lane, Lanes, NoRevisions, Standing};
use velodrome_site::tls::CertificateStore;
use velodrome_testkit::http::{Connection, Response, render};

use super::witness::Witness;

/// What has not happened by then never will.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Tests that need the machine's memory or all of a core take turns.
static HEAVY: Mutex<()> = Mutex::new(());

/// Waits for the other heavy tests.
pub fn alone() -> MutexGuard<'static, ()> {
    HEAVY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A server with one site.
pub struct Server {
    pub addr: SocketAddr,
    pub site: Arc<Site>,
    pub logs: Arc<Witness>,
    pub notices: Arc<Mutex<Vec<Notice>>>,
    crew: Option<Crew>,
    draining: Option<std::thread::JoinHandle<()>>,
    releases: AtomicU64,
}

impl Server {
    /// Serves `body` in development under the `velodrome.toml` text `config`.
    pub fn dev(config: &str, body: &str) -> Server {
        Server::start(Mode::Dev, config, body)
    }

    /// Serves `body` in development with its data in this directory.
    pub fn with_data(config: &str, body: &str, data_dir: &Path) -> Server {
        Server::start_with(Mode::Dev, config, body, |site| site.with_data(data_dir))
    }

    /// The same under this clock.
    pub fn with_data_at(config: &str, body: &str, data_dir: &Path, clock: Clock) -> Server {
        Server::start_with(Mode::Dev, config, body, |site| {
            site.with_data(data_dir).with_clock(clock)
        })
    }

    /// Serves `body` as release 1 in production.
    pub fn serve(config: &str, body: &str) -> Server {
        Server::start(Mode::Serve, config, body)
    }

    /// The same on a port that speaks TLS with these certificates.
    pub fn with_tls(config: &str, body: &str, certificates: Arc<CertificateStore>) -> Server {
        Server::start_with(Mode::Serve, config, body, |site| {
            site.with_tls(certificates)
        })
    }

    /// The same with its data in this directory.
    pub fn with_tls_and_data(
        config: &str,
        body: &str,
        certificates: Arc<CertificateStore>,
        data_dir: &Path,
    ) -> Server {
        Server::start_with(Mode::Serve, config, body, |site| {
            site.with_data(data_dir).with_tls(certificates)
        })
    }

    fn start(mode: Mode, config: &str, body: &str) -> Server {
        Server::start_with(mode, config, body, |site| site)
    }

    fn start_with(
        mode: Mode,
        config: &str,
        body: &str,
        finish: impl FnOnce(Site) -> Site,
    ) -> Server {
        let config =
            Config::parse(config, &Surroundings::default()).expect("a valid configuration");
        let logs = Arc::new(Witness::default());
        let lanes = Lanes::new(Box::new(NoRevisions));
        let sink = Arc::clone(&logs) as _;
        let site = Site::new(config, mode, lanes, sink, Arc::from([]));
        let site = Arc::new(finish(site));
        let (lane, number) = match mode {
            Mode::Dev => (Lane::Development, 0),
            Mode::Serve => (Lane::Production, 1),
        };
        site.lanes
            .set(lane, Standing::Ready(release(number, 1, body)));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let addr = listener.local_addr().unwrap();
        let notices = Arc::new(Mutex::new(Vec::new()));
        let noticed = Arc::clone(&notices);
        let notify = move |notice| noticed.lock().unwrap().push(notice);
        let crew = Crew::start(listener, Arc::clone(&site), notify).unwrap();
        Server {
            addr,
            site,
            logs,
            notices,
            crew: Some(crew),
            draining: None,
            releases: AtomicU64::new(1),
        }
    }

    /// Gives the lane other code.
    pub fn switch(&self, lane: Lane, number: u64, body: &str) {
        let count = self.releases.fetch_add(1, Ordering::Relaxed) + 1;
        self.site
            .lanes
            .set(lane, Standing::Ready(release(number, count, body)));
    }

    /// A new connection.
    pub fn connect(&self) -> Connection {
        Connection::open(self.addr, PATIENCE).unwrap()
    }

    /// The answer to a GET on a new connection.
    pub fn get(&self, path: &str) -> Response {
        self.send("GET", path, &[], b"")
    }

    /// The answer to a request on a new connection. `Host` and the body's length are added.
    pub fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Response {
        request(&mut self.connect(), method, path, headers, body)
    }

    /// Sends a GET on a new connection and does not wait.
    pub fn begin(&self, path: &str) -> Connection {
        let mut connection = self.connect();
        connection.send(&bytes("GET", path, &[], b"")).unwrap();
        connection
    }

    /// Begins to stop as after SIGTERM; [`drain`](Self::drain) waits for the end.
    pub fn begin_drain(&mut self) {
        if let Some(crew) = self.crew.take() {
            self.draining = Some(std::thread::spawn(move || crew.drain(PATIENCE)));
        }
    }

    /// Stops as after SIGTERM.
    pub fn drain(&mut self, deadline: Duration) {
        if let Some(crew) = self.crew.take() {
            crew.drain(deadline);
        }
        if let Some(draining) = self.draining.take() {
            draining.join().unwrap();
        }
    }

    /// Waits for a notice of the crew.
    pub fn wait_for_notice(&self, notice: Notice) {
        wait_until(&format!("{notice:?}"), || {
            self.notices.lock().unwrap().contains(&notice)
        });
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.drain(Duration::from_secs(5));
    }
}

/// The bytes of a request with `Host` and, where there is a body, its length.
pub fn bytes(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let length = body.len().to_string();
    let mut all = Vec::from(headers);
    if !all
        .iter()
        .any(|(name, _)| name.eq_ignore_ascii_case("host"))
    {
        all.insert(0, ("Host", "site.test"));
    }
    if !body.is_empty() {
        all.push(("Content-Length", &length));
    }
    render(method, &format!("/_functions{path}"), &all, body)
}

/// Sends a request on an open connection and reads its answer.
pub fn request(
    connection: &mut Connection,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Response {
    connection
        .request(method, &bytes(method, path, headers, body))
        .unwrap_or_else(|error| panic!("{method} {path}: {error}"))
}

/// The answer to what [`Server::begin`] sent.
pub fn finish(mut connection: Connection) -> Response {
    connection.read_response(false).unwrap()
}

/// The code of an answer that is not the function's own; empty for one that is.
pub fn code(response: &Response) -> &str {
    response.header("x-velodrome-error").unwrap_or_default()
}

/// Asserts status and code.
#[track_caller]
pub fn expect(response: &Response, status: u16, expected: &str) {
    let found = (response.status, code(response));
    assert_eq!(found, (status, expected), "{}", response.text());
}

/// Waits until something is so.
#[track_caller]
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let until = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < until, "waited in vain: {what}");
        std::thread::park_timeout(Duration::from_millis(2));
    }
}

/// A release whose functions are what `body` returns.
fn release(number: u64, count: u64, body: &str) -> Arc<Release> {
    let script = format!(
        "(async ($vd) => {{ const {{ ok, response }} = $vd.module(\"wix-http-functions\");\n{body}\n}})"
    );
    Arc::new(Release {
        number,
        id: format!("release-{count:04}").into(),
        script: script.into(),
        source_map: r#"{"version":3,"sources":[],"names":[],"mappings":""}"#.into(),
    })
}
