//! The loop of one serving thread: accept while the gate is open, serve, look after the engine.

use crate::clock::Clock;
use crate::http1::{DateCache, Drain, Http1, Http1Limits, Peer, serve_connection};
use crate::http2::{Http2, Http2Limits};
use crate::idle::Idle;
use crate::link::{Link, LinkIo};
use crate::pipeline::Connection;
use crate::shared::{Site, ThreadState};
use crate::tls::{self, Tls};
use crate::turn::Pace;
use crate::watch;
use crate::worker::Worker;
use std::io;
use std::net::TcpListener as StdListener;
use std::os::fd::OwnedFd;
use std::rc::Rc;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};
use tokio::io::unix::AsyncFd;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::LocalSet;
use velodrome_model::limits::Limits;

/// How often a thread measures its own load and gives the engine a turn.
const PULSE: Duration = Duration::from_millis(50);
/// After an accept that failed (no file descriptors are left, as a rule).
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Runs a serving thread until it is drained.
///
/// # Errors
/// The system refused the thread's event loop or the listener.
pub(crate) fn run(
    listener: StdListener,
    site: Arc<Site>,
    state: Arc<ThreadState>,
    permits: Arc<Semaphore>,
    warm: bool,
) -> io::Result<()> {
    state
        .number
        .store(watch::this_thread().unwrap_or(0), Ordering::Release);
    let idle = Arc::new(Idle::new());
    let (parks, unparks) = (Arc::clone(&idle), Arc::clone(&idle));
    let pace = Arc::new(Pace::default());
    let rests = Arc::clone(&pace);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .on_thread_park(move || {
            parks.park();
            rests.rest();
        })
        .on_thread_unpark(move || unparks.unpark())
        .build()?;
    let local = LocalSet::new();
    local.block_on(&runtime, async move {
        let listener = TcpListener::from_std(listener)?;
        let tls = site.tls.clone();
        let worker = Rc::new(Worker::new(site, Arc::clone(&state), pace));
        if warm {
            worker.warm_up().await;
        }
        state.warm.store(true, Ordering::Release);
        let serving = Serving {
            limits: Rc::new(http1_limits(worker.limits())),
            dates: Rc::new(dates(worker.clock())),
            drain: Rc::new(Drain::default()),
            tls,
            worker,
            state,
            permits,
        };
        tokio::task::spawn_local(pulse(
            Rc::clone(&serving.worker),
            Arc::clone(&serving.state),
            idle,
        ));
        tokio::task::spawn_local(follow(
            Rc::clone(&serving.worker),
            Arc::clone(&serving.state),
        ));
        tokio::task::spawn_local(turn_engine(Rc::clone(&serving.worker)));
        tokio::task::spawn_local(Rc::clone(serving.worker.turn()).end_each());
        serving.accept(listener).await;
        serving.drain().await;
        serving.worker.turn().end();
        serving.state.ended.store(true, Ordering::Release);
        Ok(())
    })
}

struct Serving {
    tls: Option<Arc<Tls>>,
    worker: Rc<Worker>,
    state: Arc<ThreadState>,
    permits: Arc<Semaphore>,
    limits: Rc<Http1Limits>,
    dates: Rc<DateCache>,
    drain: Rc<Drain>,
}

impl Serving {
    /// Accepts connections while the gate is open, until the thread is told to drain.
    async fn accept(&self, listener: TcpListener) {
        loop {
            let changed = self.state.gate.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            self.take_over();
            if self.state.draining.load(Ordering::Acquire) {
                return;
            }
            if !self.state.accepting.load(Ordering::Acquire) {
                changed.await;
                continue;
            }
            tokio::select! {
                () = &mut changed => {}
                permit = Arc::clone(&self.permits).acquire_owned() => {
                    let Ok(permit) = permit else { return };
                    tokio::select! {
                        () = &mut changed => {}
                        accepted = listener.accept() => match accepted {
                            Ok((stream, address)) => self.serve(stream, Peer::plain(address), Some(permit)),
                            Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
                        }
                    }
                }
            }
        }
    }

    /// Serves what was taken from threads that are stuck.
    fn take_over(&self) {
        let taken = std::mem::take(
            &mut *self
                .state
                .inbox
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        );
        for (stream, peer) in taken {
            // Its first thread still holds a permit for it, but may be stuck for long.
            let permit = Arc::clone(&self.permits).try_acquire_owned().ok();
            if let Ok(stream) = TcpStream::from_std(stream) {
                self.serve(stream, peer, permit);
            }
        }
    }

    fn serve(&self, stream: TcpStream, peer: Peer, permit: Option<OwnedSemaphorePermit>) {
        // A socket that cannot be told so only answers later.
        let _delayed = stream.set_nodelay(true);
        let link = Arc::new(Link::new(stream, peer));
        if let Some(tls) = &self.tls {
            return self.serve_secured(tls, link, peer, permit);
        }
        let http1 = Http1 {
            service: Connection::new(Rc::clone(&self.worker), Some(Arc::clone(&link))),
            limits: Rc::clone(&self.limits),
            dates: Rc::clone(&self.dates),
            drain: Rc::clone(&self.drain),
        };
        let counted = Counted::new(&self.state, &link);
        let io = LinkIo(Arc::clone(&link));
        let task = tokio::task::spawn_local(async move {
            serve_connection(io, peer, &http1).await;
            drop((counted, permit));
        });
        link.set_owner(task.abort_handle());
    }

    /// The same on a port that speaks TLS.
    fn serve_secured(
        &self,
        tls: &Arc<Tls>,
        link: Arc<Link>,
        peer: Peer,
        permit: Option<OwnedSemaphorePermit>,
    ) {
        let worker = Rc::clone(&self.worker);
        let http = Http2 {
            make_service: move || Connection::new(Rc::clone(&worker), None),
            limits: Rc::clone(&self.limits),
            own_limits: http2_limits(self.worker.limits()),
            dates: Rc::clone(&self.dates),
            drain: Rc::clone(&self.drain),
        };
        let held = (Counted::new(&self.state, &link), permit);
        link.set_owner(tls::spawn(tls, Arc::clone(&link), peer, http, held));
    }

    /// Lets the connections end; whoever told the thread to drain decides when it is enough.
    async fn drain(&self) {
        self.drain.start();
        while self.state.connections.load(Ordering::Acquire) > 0 {
            self.state.gate.notified().await;
        }
    }
}

/// A connection, counted and to be found while it lives.
struct Counted {
    state: Arc<ThreadState>,
    link: u64,
}

impl Counted {
    fn new(state: &Arc<ThreadState>, link: &Arc<Link>) -> Counted {
        state.connections.fetch_add(1, Ordering::AcqRel);
        Counted {
            state: Arc::clone(state),
            link: state.links.insert(link),
        }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let state = &self.state;
        state.links.remove(self.link);
        if state.connections.fetch_sub(1, Ordering::AcqRel) == 1
            && state.draining.load(Ordering::Acquire)
        {
            state.gate.notify_one();
        }
    }
}

/// Measures the thread's load.
async fn pulse(worker: Rc<Worker>, state: Arc<ThreadState>, idle: Arc<Idle>) {
    let mut interval = tokio::time::interval(PULSE);
    interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let (mut began, mut idle_before) = (Instant::now(), idle.total());
    loop {
        interval.tick().await;
        let (now, idle_now) = (Instant::now(), idle.total());
        let wall_us = (now - began).as_micros().max(1) as u64;
        let idle_us = (idle_now - idle_before).as_micros() as u64;
        (began, idle_before) = (now, idle_now);
        let busy_us = wall_us.saturating_sub(idle_us);
        state
            .load_permille
            .store(busy_us * 1000 / wall_us, Ordering::Relaxed);
        state
            .running
            .store(worker.instances().running(), Ordering::Relaxed);
    }
}

/// Follows what the addresses run: old VMs go, and where connections are accepted new ones are
/// made, without waiting for a request.
async fn follow(worker: Rc<Worker>, state: Arc<ThreadState>) {
    loop {
        let changed = worker.lanes().changed();
        worker.look();
        if state.accepting.load(Ordering::Acquire) {
            worker.warm_up().await;
        }
        changed.await;
    }
}

/// Lets the engine's own timers and messages run: WebAssembly, finalizers, the collector.
async fn turn_engine(worker: Rc<Worker>) {
    let run_loop = worker.instances().run_loop();
    let wake = run_loop
        .fd()
        .and_then(|fd| fd.try_clone_to_owned().ok())
        .and_then(readable);
    loop {
        let wait = worker
            .instances()
            .turn_engine()
            .map_or(PULSE, |wait| wait.clamp(Duration::from_millis(1), PULSE));
        match &wake {
            Some(wake) => {
                tokio::select! {
                    ready = wake.readable() => { if let Ok(mut ready) = ready { ready.clear_ready(); } }
                    () = tokio::time::sleep(wait) => {}
                }
            }
            None => tokio::time::sleep(wait).await,
        }
    }
}

#[expect(
    deprecated,
    reason = "the successor is an unsafe fn; an OwnedFd keeps its promise by its type"
)]
fn readable(fd: OwnedFd) -> Option<AsyncFd<OwnedFd>> {
    AsyncFd::new(fd).ok()
}

/// The `Date` field by this clock.
pub(crate) fn dates(clock: &Clock) -> DateCache {
    let clock = clock.clone();
    DateCache::new(move || clock.now())
}

/// What the site's limits are for HTTP/2 alone.
pub(crate) fn http2_limits(limits: &Limits) -> Http2Limits {
    Http2Limits {
        streams_max: limits.http2_streams_max as u32,
        resets_max: limits.http2_resets_max as u32,
    }
}

/// What the site's limits are for the codec.
pub(crate) fn http1_limits(limits: &Limits) -> Http1Limits {
    Http1Limits {
        header_block_bytes_max: limits.header_block_bytes_max as usize,
        header_count_max: limits.header_count_max as usize,
        target_bytes_max: limits.target_bytes_max as usize,
        header_time_ms_max: limits.header_time_ms_max,
        keep_alive_idle_ms_max: limits.keep_alive_idle_ms_max,
        // Each surface says how much of that it takes.
        body_bytes_max: limits
            .request_body_bytes_max
            .max(crate::media::upload_bytes_max(limits)),
        body_idle_ms_max: limits.body_idle_ms_max,
        body_time_ms_max: limits.body_time_ms_max,
        chunk_extension_bytes_max: limits.chunk_extension_bytes_max as usize,
        trailer_bytes_max: limits.trailer_bytes_max as usize,
        write_idle_ms_max: limits.write_idle_ms_max,
        stream_time_ms_max: limits.stream_time_ms_max,
        linger_bytes_max: limits.linger_bytes_max,
        linger_time_ms_max: limits.linger_time_ms_max,
        ..Http1Limits::default()
    }
}
