//! What a server wrote to its log while a test ran.
//!
//! A log line may appear a moment after the answer it belongs to, so that a test must be able to
//! wait for one; it waits for the line itself, never for a time to pass.

use std::io::{BufRead, BufReader, Read};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The lines so far; clones share them.
#[derive(Clone, Debug, Default)]
pub struct Logs {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    lines: Vec<String>,
    ended: bool,
}

impl Logs {
    /// An empty log.
    pub fn new() -> Logs {
        Logs::default()
    }

    /// A log that gathers the lines of `source` on a thread of its own, until its end.
    pub fn collect(source: impl Read + Send + 'static) -> Logs {
        let logs = Logs::new();
        let writer = logs.clone();
        std::thread::spawn(move || {
            let mut source = BufReader::new(source);
            let mut line = Vec::new();
            while matches!(source.read_until(b'\n', &mut line), Ok(length) if length > 0) {
                writer.push(String::from_utf8_lossy(&line).trim_end().to_owned());
                line.clear();
            }
            writer.lock().ended = true;
            writer.shared.changed.notify_all();
        });
        logs
    }

    /// Adds one line.
    pub fn push(&self, line: String) {
        self.lock().lines.push(line);
        self.shared.changed.notify_all();
    }

    /// The lines so far.
    pub fn lines(&self) -> Vec<String> {
        self.lock().lines.clone()
    }

    /// Waits until some line contains `text`; false when none does `within` that time, or when the
    /// source has ended without it.
    pub fn wait_for(&self, text: &str, within: Duration) -> bool {
        let until = Instant::now() + within;
        let mut state = self.lock();
        let mut seen = 0;
        loop {
            if state.lines[seen..].iter().any(|line| line.contains(text)) {
                return true;
            }
            seen = state.lines.len();
            let left = until.saturating_duration_since(Instant::now());
            if state.ended || left.is_zero() {
                return false;
            }
            let waited = self.shared.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits until the source has ended; false when it has not `within` that time.
    pub fn wait_for_end(&self, within: Duration) -> bool {
        let waited = self
            .shared
            .changed
            .wait_timeout_while(self.lock(), within, |state| !state.ended);
        waited.unwrap_or_else(PoisonError::into_inner).0.ended
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.shared
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
