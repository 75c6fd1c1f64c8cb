//! Backend events: the handlers of a site's `events.js`, called for what was changed in its data.
//!
//! The store's outbox says what changed, in order, whichever process did it. One process at a time
//! follows it for a mode ("dev", "serve"); each handler is called at least once for each change, and
//! what it throws is logged. The thread, and a VM for the handlers, are there only where a site has
//! handlers that are called.

mod follow;
mod run;

use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::watch;
use velodrome_runtime::Release;
use velodrome_server::Site;
use velodrome_site::jobs::JobBook;

/// As for threads that serve.
const STACK_BYTES: usize = 8 << 20;
/// Time that the store has to begin to note changes before anything goes on: what the first requests
/// change is meant to be noted, too.
const BEGIN_TIME: Duration = Duration::from_secs(2);

/// What is called.
#[derive(Clone, Default)]
pub(crate) struct Handlers {
    /// `None` while nothing is to be called.
    pub(crate) release: Option<Arc<Release>>,
    /// Their names.
    pub(crate) names: Arc<[String]>,
    ending: bool,
}

impl Handlers {
    pub(crate) fn new(release: Arc<Release>, names: Vec<String>) -> Handlers {
        Handlers {
            release: Some(release),
            names: names.into(),
            ending: false,
        }
    }
}

/// Calls the handlers of one site in this process.
pub(crate) struct Events {
    site: Arc<Site>,
    book: JobBook,
    mode: &'static str,
    handlers: watch::Sender<Handlers>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Events {
    /// Calls nothing yet. `book` keeps other processes away.
    pub(crate) fn new(site: Arc<Site>, book: JobBook, mode: &'static str) -> Events {
        Events {
            site,
            book,
            mode,
            handlers: watch::Sender::new(Handlers::default()),
            thread: Mutex::default(),
        }
    }

    /// Calls these handlers of this release from now on. The first time there are some it waits until
    /// the store notes changes.
    pub(crate) fn set(&self, handlers: Handlers) {
        let starts = !handlers.names.is_empty();
        self.handlers.send_replace(handlers);
        let mut thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        if thread.is_some() || !starts {
            return;
        }
        let (site, book, mode) = (Arc::clone(&self.site), self.book.clone(), self.mode);
        let handlers = self.handlers.subscribe();
        let (begun, begins) = channel();
        let started = std::thread::Builder::new()
            .name("events".to_owned())
            .stack_size(STACK_BYTES)
            .spawn(move || follow::run(site, book, mode, handlers, begun));
        match started {
            Ok(started) => {
                *thread = Some(started);
                // What takes longer goes on without us.
                let _late = begins.recv_timeout(BEGIN_TIME);
            }
            Err(error) => follow::say(&self.site, format!("events: no thread: {error}")),
        }
    }

    /// Calls nothing further, and waits for the call at work until `deadline` has passed.
    pub(crate) fn end(&self, deadline: Duration) {
        self.handlers.send_modify(|handlers| handlers.ending = true);
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let Some(thread) = thread else { return };
        let until = Instant::now() + deadline;
        while !thread.is_finished() && Instant::now() < until {
            std::thread::park_timeout(Duration::from_millis(5));
        }
    }
}
