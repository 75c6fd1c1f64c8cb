//! The parent process: holds the listening socket, keeps one site process alive.
//!
//! It runs no user code and reads no traffic, so nothing a request does can end it. The socket
//! stays open while a site process is replaced: clients wait a moment, none is refused. A process
//! that asks to be replaced goes on serving until its successor is ready.

mod backoff;
mod child;
mod lines;

use backoff::Backoff;
use child::{Child, End, Event};
use std::ffi::OsString;
use std::future::pending;
use std::io;
use std::net::TcpListener;
use std::process::ExitCode;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

/// Beyond the time a site process gives its requests, so that it can end by itself.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// How a site process is started.
pub(crate) struct Launch {
    /// Its arguments after the hidden command and `--parent`.
    pub(crate) args: Vec<OsString>,
    /// What its parent must know of the configuration it runs under.
    pub(crate) terms: Terms,
    /// Reads them anew; `None` when the configuration has mistakes, which have been said.
    pub(crate) read_terms: Box<dyn Fn() -> Option<Terms>>,
}

/// What a parent must know of the configuration in force.
pub(crate) struct Terms {
    /// The site's time zone, which the engine reads once at the start of its process.
    pub(crate) timezone: String,
    /// Time that requests have to end after SIGTERM.
    pub(crate) drain_time: Duration,
    /// Whether clients speak TLS to it.
    pub(crate) speaks_tls: bool,
    /// Time that the last requests of a replaced process have.
    pub(crate) handover_time: Duration,
}

/// Supervises until a signal asks to stop.
///
/// # Errors
/// The system refused to start a process or to listen to signals.
pub(crate) fn run(listener: TcpListener, launch: Launch) -> io::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async move {
        let mut supervisor = Supervisor::new(listener, launch)?;
        Ok(supervisor.supervise().await)
    })
}

struct Supervisor {
    listener: TcpListener,
    launch: Launch,
    /// The process that serves, or is the only one to do so soon.
    current: Option<Child>,
    /// The process that will take its place as soon as it is ready.
    successor: Option<Child>,
    /// Processes that were replaced and only end what they began.
    leaving: JoinSet<()>,
    start_at: Option<Instant>,
    backoff: Backoff,
    announced: bool,
    stop: Stop,
}

impl Supervisor {
    fn new(listener: TcpListener, launch: Launch) -> io::Result<Supervisor> {
        // First, so that no signal finds a child without its parent listening.
        let stop = Stop::new()?;
        let current = Child::spawn(&listener, &launch)?;
        Ok(Supervisor {
            listener,
            launch,
            current: Some(current),
            successor: None,
            leaving: JoinSet::new(),
            start_at: None,
            backoff: Backoff::default(),
            announced: false,
            stop,
        })
    }

    async fn supervise(&mut self) -> ExitCode {
        loop {
            tokio::select! {
                () = self.stop.wanted() => return self.shut_down().await,
                event = next_event(&mut self.current) => {
                    if let Some(code) = self.heard_current(event) {
                        return code;
                    }
                }
                event = next_event(&mut self.successor) => self.heard_successor(event),
                () = at(self.start_at) => self.start(),
                Some(_) = self.leaving.join_next() => {}
            }
        }
    }

    /// Starts the process that is missing.
    fn start(&mut self) {
        self.start_at = None;
        let Some(terms) = (self.launch.read_terms)() else {
            return self.start_later("cannot start");
        };
        self.launch.terms = terms;
        match Child::spawn(&self.listener, &self.launch) {
            Ok(child) if self.current.is_none() => self.current = Some(child),
            Ok(child) => self.successor = Some(child),
            Err(error) => self.start_later(format_args!("could not be started ({error})")),
        }
    }

    fn start_later(&mut self, how: impl std::fmt::Display) {
        let wait = self.backoff.next();
        let when = if wait.is_zero() {
            " now".to_owned()
        } else {
            format!(" in {} ms", wait.as_millis())
        };
        crate::report::note(format_args!(
            "the site process {how}; the next start is{when}"
        ));
        self.start_at = Some(Instant::now() + wait);
    }

    fn heard_current(&mut self, event: Event) -> Option<ExitCode> {
        match event {
            Event::Ready => self.is_ready(),
            Event::Retire if self.successor.is_some() || self.start_at.is_some() => {}
            Event::Retire => self.start(),
            Event::Gone(End {
                is_final: true,
                code,
                ..
            }) if !self.announced => {
                return Some(ExitCode::from(code));
            }
            Event::Gone(end) => {
                self.current = self.successor.take();
                match self.start_at {
                    _ if self.current.is_some() => {}
                    // Nobody serves any more: what could wait for a successor cannot now.
                    Some(_) => self.start_at = Some(Instant::now()),
                    None => self.start_later(end.how),
                }
            }
        }
        None
    }

    fn heard_successor(&mut self, event: Event) {
        let Some(successor) = self.successor.take() else {
            return;
        };
        match event {
            Event::Ready => {
                self.backoff.reset();
                if let Some(old) = self.current.replace(successor) {
                    old.ask_to_leave();
                    let deadline = Instant::now() + self.launch.terms.handover_time + LAST_WORDS;
                    self.leaving.spawn(old.see_off(deadline));
                }
            }
            // What it was started with has changed again.
            Event::Retire => self.start(),
            Event::Gone(end) => self.start_later(end.how),
        }
    }

    /// The process that serves is ready; the first time, this is told on stdout.
    fn is_ready(&mut self) {
        self.backoff.reset();
        if !std::mem::replace(&mut self.announced, true) {
            // Whoever closed stdout does not wait for it.
            let _unread = announce(&self.listener, self.launch.terms.speaks_tls);
        }
    }

    /// Lets every process end its requests for as long as the limit allows, or until somebody
    /// asks a second time.
    async fn shut_down(&mut self) -> ExitCode {
        let deadline = Instant::now() + self.launch.terms.drain_time + LAST_WORDS;
        for child in [self.current.take(), self.successor.take()]
            .into_iter()
            .flatten()
        {
            child.ask_to_drain();
            self.leaving.spawn(child.see_off(deadline));
        }
        // Closed for all who hold it: who comes now is refused, not left waiting. Where a system
        // cannot do that, closing it when all have ended does the same.
        let _later = rustix::net::shutdown(&self.listener, rustix::net::Shutdown::Both);
        let all_gone = async { while self.leaving.join_next().await.is_some() {} };
        tokio::select! {
            () = all_gone => {}
            // Whoever is left is killed when the set is dropped.
            () = sleep_until(deadline) => {}
            () = self.stop.wanted() => {}
        }
        ExitCode::SUCCESS
    }
}

/// The signals that ask to stop.
struct Stop {
    terminate: Signal,
    interrupt: Signal,
}

impl Stop {
    fn new() -> io::Result<Stop> {
        Ok(Stop {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn wanted(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

async fn next_event(child: &mut Option<Child>) -> Event {
    match child {
        Some(child) => child.event().await,
        None => pending().await,
    }
}

async fn at(when: Option<Instant>) {
    match when {
        Some(when) => sleep_until(when).await,
        None => pending().await,
    }
}

/// The first line on stdout, which programs wait for.
fn announce(listener: &TcpListener, speaks_tls: bool) -> io::Result<()> {
    use std::io::Write;
    let scheme = if speaks_tls { "https" } else { "http" };
    let mut out = io::stdout().lock();
    writeln!(out, "velodrome ready {scheme}://{}", listener.local_addr()?)?;
    out.flush()
}
