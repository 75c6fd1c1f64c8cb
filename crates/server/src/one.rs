//! Requests answered without a socket: for the command line and for tests.

use crate::http1::{DateCache, Drain, Http1, Peer, serve_connection};
use crate::pipeline::Connection;
use crate::shared::{Site, ThreadState};
use crate::thread::http1_limits;
use crate::worker::Worker;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use velodrome_runtime::{Activity, Host, Instance, LoadError, Release};

/// Bytes of the pipe between both sides.
const PIPE_BYTES: usize = 64 * 1024;

/// How often the engine's own work runs.
const PULSE: Duration = Duration::from_millis(50);

/// Answers the bytes of one request; the request should ask to close the connection.
///
/// # Errors
/// The system refused an event loop.
pub fn answer_one(site: Arc<Site>, request: &[u8]) -> io::Result<Vec<u8>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    tokio::task::LocalSet::new().block_on(&runtime, async {
        let worker = Rc::new(Worker::new(
            site,
            Arc::new(ThreadState::default()),
            Arc::default(),
        ));
        answer(&worker, request).await
    })
}

async fn answer(worker: &Rc<Worker>, request: &[u8]) -> io::Result<Vec<u8>> {
    let limits = http1_limits(worker.limits());
    let http1 = Http1 {
        service: Connection::new(Rc::clone(worker), None),
        limits: Rc::new(limits),
        dates: Rc::new(DateCache::new(SystemTime::now)),
        drain: Rc::new(Drain::default()),
    };
    let peer = Peer {
        address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
    };
    let (ours, theirs) = tokio::io::duplex(PIPE_BYTES);
    let (mut answers, mut asks) = tokio::io::split(ours);
    let mut answer = Vec::new();
    let ask = async move {
        // A server that refuses early stops reading; its answer is there all the same.
        let _refused = asks.write_all(request).await;
        let _closed = asks.shutdown().await;
    };
    let (_, (), read) = tokio::join!(
        serve_connection(theirs, peer, &http1),
        ask,
        answers.read_to_end(&mut answer)
    );
    read?;
    Ok(answer)
}

/// A site on this thread, called without a socket as often as one wants, in a world of the caller's.
/// Everything must run inside a `LocalSet`.
#[derive(Clone)]
pub struct InProcess {
    worker: Rc<Worker>,
    activity: Arc<Activity>,
}

impl InProcess {
    /// A site whose VMs see `host`.
    pub fn new(site: Arc<Site>, host: Rc<dyn Host>) -> InProcess {
        let state = Arc::new(ThreadState::default());
        let activity = Arc::clone(&state.activity);
        InProcess {
            worker: Rc::new(Worker::in_world(site, state, Arc::default(), host)),
            activity,
        }
    }

    /// Where this thread shows when it is inside JavaScript.
    pub fn activity(&self) -> &Arc<Activity> {
        &self.activity
    }

    /// The VM of a release, made when it is not there.
    ///
    /// # Errors
    /// Its code does not load.
    pub async fn instance(&self, release: &Arc<Release>) -> Result<Rc<Instance>, LoadError> {
        self.worker.look();
        self.worker.instance(release).await
    }

    /// Answers the bytes of one request; the request should ask to close the connection.
    ///
    /// # Errors
    /// None of a site's making.
    pub async fn answer(&self, request: &[u8]) -> io::Result<Vec<u8>> {
        answer(&self.worker, request).await
    }

    /// Lets the engine's own work run (WebAssembly, finalizers), until it is dropped.
    pub async fn turn_engine(&self) {
        loop {
            let wait = self.worker.instances().turn_engine().unwrap_or(PULSE);
            tokio::time::sleep(wait.clamp(Duration::from_millis(1), PULSE)).await;
        }
    }
}
