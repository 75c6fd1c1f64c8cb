//! Ends the program when a test does what no limit can end: an endless chain of promises, a loop
//! inside WebAssembly. There is no report then but the name of the test.

use std::process::exit;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use velodrome_runtime::Activity;

use crate::report;

/// How often it looks.
const LOOK: Duration = Duration::from_millis(200);
/// Added to the CPU limit: the engine's own way to end an entry must have its chance.
const GRACE_US: u64 = 5_000_000;

#[derive(Default)]
struct Watched {
    activity: Option<Arc<Activity>>,
    running: String,
}

/// The thread that looks; it goes when this is dropped.
pub(crate) struct Watchdog {
    watched: Arc<Mutex<Watched>>,
    _over: Sender<()>,
}

impl Watchdog {
    /// Looks from now on. Without a thread nothing is watched.
    pub(crate) fn start(cpu_time_ms_max: u64) -> Watchdog {
        let watched = Arc::new(Mutex::new(Watched::default()));
        let (over, inbox) = channel::<()>();
        let seen = Arc::clone(&watched);
        let limit_us = cpu_time_ms_max
            .saturating_mul(1000)
            .saturating_add(GRACE_US);
        let _unwatched = std::thread::Builder::new().name("watchdog".to_owned()).spawn(move || {
            while inbox.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
                let watched = seen.lock().unwrap_or_else(PoisonError::into_inner);
                let entry = watched.activity.as_ref().and_then(|activity| activity.entry());
                if entry.is_some_and(|(for_us, _)| for_us > limit_us) {
                    report::error(format_args!(
                        "{} cannot be stopped (an endless chain of promises, or a loop inside WebAssembly): the tests end here",
                        watched.running
                    ));
                    exit(i32::from(crate::exit::FAILURE));
                }
            }
        });
        Watchdog {
            watched,
            _over: over,
        }
    }

    /// From now on this runs.
    pub(super) fn watch(&self, activity: &Arc<Activity>, running: String) {
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        *watched = Watched {
            activity: Some(Arc::clone(activity)),
            running,
        };
    }
}
