//! The parent process: holds the listening socket, keeps one site process alive.
//!
//! It runs no user code and reads no traffic, so nothing a request does can end it. The socket
//! stays open while a site process is replaced: clients wait a moment, none is refused.

mod backoff;
mod child;

use backoff::Backoff;
use child::{Child, Event};
use std::ffi::OsString;
use std::future::pending;
use std::io;
use std::net::TcpListener;
use std::process::ExitCode;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::{Instant, sleep_until};

/// How a site process is started.
#[derive(Clone, Debug)]
pub(crate) struct Launch {
    /// Its arguments after the hidden command and `--parent`.
    pub(crate) args: Vec<OsString>,
    /// Its time zone, which the engine reads once at its start.
    pub(crate) timezone: String,
    /// Time that requests have to end after SIGTERM.
    pub(crate) drain_time: Duration,
    /// Time that the last requests of a replaced process have.
    pub(crate) handover_time: Duration,
}

/// Supervises until a signal asks to stop.
///
/// # Errors
/// The system refused to start a process or to listen to signals.
pub(crate) fn run(listener: TcpListener, launch: Launch) -> io::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async move {
        let mut supervisor = Supervisor::new(listener, launch)?;
        supervisor.supervise().await
    })
}

struct Supervisor {
    listener: TcpListener,
    launch: Launch,
    /// The process that serves, or is about to.
    current: Option<Child>,
    /// Processes that were replaced and only end what they began.
    leaving: Vec<(Child, Instant)>,
    restart_at: Option<Instant>,
    backoff: Backoff,
    announced: bool,
    stop: (Signal, Signal),
}

impl Supervisor {
    fn new(listener: TcpListener, launch: Launch) -> io::Result<Supervisor> {
        let current = Child::spawn(&listener, &launch)?;
        Ok(Supervisor {
            listener,
            launch,
            current: Some(current),
            leaving: Vec::new(),
            restart_at: None,
            backoff: Backoff::default(),
            announced: false,
            stop: (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?),
        })
    }

    async fn supervise(&mut self) -> io::Result<ExitCode> {
        loop {
            let leaving_until = self.leaving.iter().map(|(_, until)| *until).min();
            tokio::select! {
                _ = self.stop.0.recv() => return self.shut_down().await,
                _ = self.stop.1.recv() => return self.shut_down().await,
                event = next_event(&mut self.current) => {
                    if let Some(code) = self.heard(event)? {
                        return Ok(code);
                    }
                }
                () = at(self.restart_at) => self.restart(),
                () = at(leaving_until) => self.end_overdue(),
                () = any_gone(&mut self.leaving) => {}
            }
        }
    }

    /// What the current process said.
    fn heard(&mut self, event: Event) -> io::Result<Option<ExitCode>> {
        match event {
            Event::Ready => {
                self.backoff.reset();
                if !self.announced {
                    self.announced = true;
                    announce(&self.listener)?;
                }
            }
            Event::Retire => {
                let until = Instant::now() + self.launch.handover_time;
                // The old one serves until the new one is started; both accept from one socket.
                if let Some(old) = self.current.take() {
                    self.restart();
                    old.ask_to_drain();
                    self.leaving.push((old, until));
                }
            }
            Event::Gone(end) => {
                self.current = None;
                if end.is_final {
                    return Ok(Some(ExitCode::from(end.code)));
                }
                let wait = self.backoff.next();
                eprintln!("velodrome: the site process {}; starting another{}", end.how, in_words(wait));
                self.restart_at = Some(Instant::now() + wait);
            }
        }
        Ok(None)
    }

    fn restart(&mut self) {
        self.restart_at = None;
        match Child::spawn(&self.listener, &self.launch) {
            Ok(child) => self.current = Some(child),
            Err(error) => {
                let wait = self.backoff.next();
                eprintln!("velodrome: the site process could not be started ({error}); trying again{}", in_words(wait));
                self.restart_at = Some(Instant::now() + wait);
            }
        }
    }

    fn end_overdue(&mut self) {
        let now = Instant::now();
        for (child, until) in &mut self.leaving {
            if *until <= now {
                child.kill();
                *until = now + Duration::from_secs(1);
            }
        }
    }

    /// Lets every process end its requests, for as long as the limit allows.
    async fn shut_down(&mut self) -> io::Result<ExitCode> {
        let mut children: Vec<Child> = self.current.take().into_iter().collect();
        children.extend(self.leaving.drain(..).map(|(child, _)| child));
        for child in &children {
            child.ask_to_drain();
        }
        let deadline = Instant::now() + self.launch.drain_time;
        for child in &mut children {
            tokio::select! {
                () = child.gone() => {}
                () = sleep_until(deadline) => child.kill(),
                _ = self.stop.0.recv() => child.kill(),
                _ = self.stop.1.recv() => child.kill(),
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn next_event(current: &mut Option<Child>) -> Event {
    match current {
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

/// Removes one process that has ended.
async fn any_gone(leaving: &mut Vec<(Child, Instant)>) {
    let Some((child, _)) = leaving.first_mut() else { return pending().await };
    child.gone().await;
    leaving.remove(0);
}

/// The first line on stdout, which programs wait for.
fn announce(listener: &TcpListener) -> io::Result<()> {
    use std::io::Write;
    let mut out = io::stdout().lock();
    writeln!(out, "velodrome ready http://{}", listener.local_addr()?)?;
    out.flush()
}

fn in_words(wait: Duration) -> String {
    if wait.is_zero() { String::new() } else { format!(" in {} ms", wait.as_millis()) }
}
