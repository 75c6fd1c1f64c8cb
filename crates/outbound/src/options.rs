//! What the clients of one site share.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::guard::Guard;
use crate::proxy::Proxies;
use crate::resolver::{Resolver, SystemResolver};
use crate::tls::Tls;

/// What calls may cost. One past a limit is an error with a kind of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Time from asking for a connection to its being ready: name, proxy and TLS included.
    pub connect_time_max: Duration,
    /// Time from sending a request to the end of its answer's body, over all redirects.
    pub total_time_max: Duration,
    /// Length of an answer's body, after decompression and before it.
    pub response_body_bytes_max: u64,
    /// Length of an answer's head. At least 8 KiB are always accepted.
    pub response_head_bytes_max: usize,
    /// Header fields of an answer.
    pub response_headers_max: usize,
    /// Redirects in a row.
    pub redirects_max: usize,
    /// Connections open at once, per client. A further call waits for one.
    pub connections_max: usize,
    /// Time that an unused connection is kept.
    pub idle_time_max: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            connect_time_max: Duration::from_secs(10),
            total_time_max: Duration::from_secs(60),
            response_body_bytes_max: 64 * 1024 * 1024,
            response_head_bytes_max: 64 * 1024,
            response_headers_max: 200,
            redirects_max: 20,
            connections_max: 256,
            idle_time_max: Duration::from_secs(30),
        }
    }
}

/// What the clients of one site share; see [`crate::Client::new`].
#[derive(Clone)]
pub struct Options {
    /// Which addresses may be called.
    pub guard: Guard,
    /// Who finds the addresses of names.
    pub resolver: Arc<dyn Resolver>,
    /// Whose certificates are trusted.
    pub tls: Tls,
    /// Through whom calls go.
    pub proxies: Proxies,
    /// What calls may cost.
    pub limits: Limits,
    /// Sent as `user-agent` where a request says nothing.
    pub user_agent: String,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            guard: Guard::default(),
            resolver: Arc::new(SystemResolver),
            tls: Tls::default(),
            proxies: Proxies::default(),
            limits: Limits::default(),
            user_agent: concat!("velodrome/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("guard", &self.guard)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}
