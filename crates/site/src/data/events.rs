//! What the operator reads of the site's data.
//!
//! A full disk fails every write, and one line says so as well as a thousand: a text that was
//! said in the last ten seconds is not said again.

use super::service::now_ms;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use velodrome_model::log::{LogLine, LogSink, Severity};
use velodrome_store::{StoreError, StoreEvent};

/// How long a text is not repeated.
const QUIET: Duration = Duration::from_secs(10);
/// Texts that are remembered for it.
const REMEMBERED_MAX: usize = 32;

/// The way from the data to the log.
pub(super) struct Events {
    logs: Arc<dyn LogSink>,
    said: Mutex<Vec<(Instant, String)>>,
}

impl Events {
    pub(super) fn new(logs: Arc<dyn LogSink>) -> Events {
        Events {
            logs,
            said: Mutex::default(),
        }
    }

    /// Writes a line, unless it was written just now.
    pub(super) fn say(&self, severity: Severity, message: String) {
        if self.is_repeated(&message) {
            return;
        }
        self.logs.line(LogLine {
            time_ms: u64::try_from(now_ms()).unwrap_or_default(),
            severity,
            function: None,
            request_id: None,
            position: None,
            message,
            revision: 0,
        });
    }

    fn is_repeated(&self, message: &str) -> bool {
        let now = Instant::now();
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        said.retain(|(when, _)| now.duration_since(*when) < QUIET);
        if said.iter().any(|(_, text)| text == message) {
            return true;
        }
        if said.len() == REMEMBERED_MAX {
            said.remove(0);
        }
        said.push((now, message.to_owned()));
        false
    }

    /// Writes what the operator should know of a failure. Refusals are the site's code's business.
    pub(super) fn failed(&self, error: &StoreError) {
        if let StoreError::Failed { internal, .. } = error {
            self.say(Severity::Error, format!("the site's data: {internal}"));
        }
    }

    /// Writes what the store tells, where somebody should know.
    pub(super) fn tell(&self, event: StoreEvent) {
        let (severity, message) = match event {
            StoreEvent::WriteFailed { error, .. } => return self.failed(&error),
            StoreEvent::WriteRecovered => (
                Severity::Info,
                "the site's data can be written again".to_owned(),
            ),
            StoreEvent::CollectionCreated { collection } => (
                Severity::Info,
                format!("the collection \"{collection}\" was made"),
            ),
            StoreEvent::IndexCreated {
                collection,
                field,
                documents,
                took_ms,
            } => (
                Severity::Info,
                format!(
                    "an index of \"{collection}\" by \"{field}\" was made ({documents} documents, {took_ms} ms)"
                ),
            ),
            StoreEvent::IndexFailed {
                collection,
                field,
                error,
            } => (
                Severity::Warning,
                format!("no index of \"{collection}\" by \"{field}\" could be made: {error}"),
            ),
            StoreEvent::Note { message } => (Severity::Info, message),
        };
        self.say(severity, message);
    }
}
