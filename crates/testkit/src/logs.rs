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
    lines: Mutex<Vec<String>>,
    changed: Condvar,
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
        });
        logs
    }

    /// Adds one line.
    pub fn push(&self, line: String) {
        self.lock().push(line);
        self.shared.changed.notify_all();
    }

    /// The lines so far.
    pub fn lines(&self) -> Vec<String> {
        self.lock().clone()
    }

    /// Waits until some line contains `text`; false when none does `within` that time.
    pub fn wait_for(&self, text: &str, within: Duration) -> bool {
        let until = Instant::now() + within;
        let mut lines = self.lock();
        let mut seen = 0;
        loop {
            if lines[seen..].iter().any(|line| line.contains(text)) {
                return true;
            }
            seen = lines.len();
            let Some(left) = until.checked_duration_since(Instant::now()) else {
                return false;
            };
            lines = self
                .shared
                .changed
                .wait_timeout(lines, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<String>> {
        self.shared
            .lines
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
