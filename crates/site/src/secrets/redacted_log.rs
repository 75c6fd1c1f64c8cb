//! A log that no secret reaches.

use std::sync::Arc;

use velodrome_model::log::{AccessLine, LogLine, LogSink};

use super::redact::Redactor;

/// Passes lines on to another log, without the secrets that are known by then.
pub struct RedactedLog {
    log: Arc<dyn LogSink>,
    redactor: Arc<Redactor>,
}

impl RedactedLog {
    /// The log in front of this one.
    pub fn new(log: Arc<dyn LogSink>, redactor: Arc<Redactor>) -> RedactedLog {
        RedactedLog { log, redactor }
    }
}

impl LogSink for RedactedLog {
    fn line(&self, mut line: LogLine) {
        self.redactor.redact_in_place(&mut line.message);
        self.log.line(line);
    }

    fn access(&self, line: &AccessLine<'_>) {
        let target = self.redactor.redact(line.target);
        self.log.access(&AccessLine {
            target: &target,
            ..line.clone()
        });
    }
}
