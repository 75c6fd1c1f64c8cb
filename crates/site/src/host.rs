//! The world as a site's JavaScript may see it.

use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use velodrome_model::log::{LogLine, LogSink};
use velodrome_runtime::Host;

/// The real world: the system's clocks and randomness, the server's log.
pub struct SiteHost {
    logs: Arc<dyn LogSink>,
    env: Arc<[(String, String)]>,
    began: Instant,
}

impl SiteHost {
    /// A world with these variables.
    pub fn new(logs: Arc<dyn LogSink>, env: Arc<[(String, String)]>) -> SiteHost {
        SiteHost {
            logs,
            env,
            began: Instant::now(),
        }
    }
}

impl Host for SiteHost {
    fn now_ms(&self) -> f64 {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        since.as_secs_f64() * 1000.0
    }

    fn monotonic_ms(&self) -> f64 {
        self.began.elapsed().as_secs_f64() * 1000.0
    }

    fn random(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the system has randomness once it is up");
    }

    fn log(&self, line: LogLine) {
        self.logs.line(line);
    }

    fn resident_bytes(&self) -> Option<u64> {
        resident_bytes()
    }

    fn env(&self) -> &[(String, String)] {
        &self.env
    }
}

/// Resident memory of this process; `None` where the system does not say.
pub fn resident_bytes() -> Option<u64> {
    let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = statm.split(' ').nth(1)?.parse().ok()?;
    Some(pages * rustix::param::page_size() as u64)
}
