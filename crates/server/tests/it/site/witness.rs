//! A log that remembers.

use std::sync::{Mutex, MutexGuard};

use velodrome_model::log::{AccessLine, LogLine, LogSink};

use super::server::wait_until;

/// What was logged.
#[derive(Default)]
pub struct Witness {
    lines: Mutex<Vec<LogLine>>,
    /// `METHOD target status code` of each answered request.
    access: Mutex<Vec<String>>,
}

impl Witness {
    pub fn lines(&self) -> MutexGuard<'_, Vec<LogLine>> {
        self.lines.lock().unwrap()
    }

    pub fn access(&self) -> Vec<String> {
        self.access.lock().unwrap().clone()
    }

    /// How many lines have this text in them.
    pub fn count(&self, text: &str) -> usize {
        let lines = self.lines();
        lines
            .iter()
            .filter(|line| line.message.contains(text))
            .count()
    }

    /// Waits for a line with this text in it.
    #[track_caller]
    pub fn wait_for(&self, text: &str) {
        self.wait_for_many(text, 1);
    }

    /// Waits for that many lines with this text in them.
    #[track_caller]
    pub fn wait_for_many(&self, text: &str, times: usize) {
        wait_until(text, || self.count(text) >= times);
    }
}

impl LogSink for Witness {
    fn line(&self, line: LogLine) {
        self.lines().push(line);
    }

    fn access(&self, line: &AccessLine<'_>) {
        let text = format!(
            "{} {} {} {}",
            line.method,
            line.target,
            line.status,
            line.code.unwrap_or("-")
        );
        self.access.lock().unwrap().push(text);
    }
}
