//! Telling all connections of a thread that the server is going away.
//!
//! From then on every answer closes its connection, and connections between two requests are
//! closed soon. When to stop waiting for the rest is the caller's decision.

use std::cell::Cell;

use tokio::sync::Notify;

/// Shared by the connections of one thread.
#[derive(Debug, Default)]
pub struct Drain {
    started: Cell<bool>,
    notify: Notify,
}

impl Drain {
    /// Starts draining; it cannot be taken back.
    pub fn start(&self) {
        self.started.set(true);
        self.notify.notify_waiters();
    }

    /// Whether draining has started.
    pub fn is_started(&self) -> bool {
        self.started.get()
    }

    /// Resolves when draining starts. A future made before that never misses it.
    pub(crate) fn notified(&self) -> tokio::sync::futures::Notified<'_> {
        self.notify.notified()
    }
}
