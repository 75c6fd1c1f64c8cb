//! What each address of a site runs right now.
//!
//! One side builds and publishes, the other answers requests on many threads; they meet here. A
//! reader compares one number per request and looks closer only when it changed.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, watch};
use velodrome_model::build::Diagnostic;
use velodrome_runtime::Release;

/// Which code is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// What was published.
    Production,
    /// The working tree.
    Development,
}

/// What a lane has.
#[derive(Clone, Debug, Default)]
pub enum Standing {
    /// Nothing was published, or not built yet.
    #[default]
    Nothing,
    /// This runs.
    Ready(Arc<Release>),
    /// The working tree does not build.
    Broken(Arc<[Diagnostic]>),
}

/// Old revisions kept at hand.
const REVISIONS_KEPT: usize = 4;

/// Finds published releases by number.
pub trait Revisions: Send + Sync {
    /// The release with this number, `None` when there is none or it cannot be read.
    fn load(&self, number: u64) -> Option<Arc<Release>>;
}

/// A site without revisions.
pub struct NoRevisions;

impl Revisions for NoRevisions {
    fn load(&self, _: u64) -> Option<Arc<Release>> {
        None
    }
}

/// The standings of one site. Shared by all threads.
pub struct Lanes {
    epoch: AtomicU64,
    standings: Mutex<[Standing; 2]>,
    revisions: Box<dyn Revisions>,
    kept: Mutex<VecDeque<Arc<Release>>>,
    changed: watch::Sender<()>,
    /// Somebody asked for the working tree.
    wanted: Notify,
}

impl Lanes {
    /// Lanes with nothing in them.
    pub fn new(revisions: Box<dyn Revisions>) -> Lanes {
        Lanes {
            epoch: AtomicU64::new(1),
            standings: Mutex::default(),
            revisions,
            kept: Mutex::default(),
            changed: watch::Sender::new(()),
            wanted: Notify::new(),
        }
    }

    /// A number that changes whenever a standing does.
    pub fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::Acquire)
    }

    /// What the lane has.
    pub fn get(&self, lane: Lane) -> Standing {
        lock(&self.standings)[lane as usize].clone()
    }

    /// Gives the lane something else. Whoever asks from now on gets it.
    pub fn set(&self, lane: Lane, standing: Standing) {
        lock(&self.standings)[lane as usize] = standing;
        self.epoch.fetch_add(1, Ordering::Release);
        self.changed.send_replace(());
    }

    /// Resolves at the next change after the call. Any number may wait.
    pub fn changed(&self) -> impl Future<Output = ()> + use<> {
        let mut receiver = self.changed.subscribe();
        async move {
            // The sender lives as long as the site: an error only means that all is over.
            let _over = receiver.changed().await;
        }
    }

    /// Asks for the working tree and waits until it was built, for lanes that build it only then.
    pub async fn demand_development(&self) {
        loop {
            let changed = self.changed();
            if !matches!(self.get(Lane::Development), Standing::Nothing) {
                return;
            }
            self.wanted.notify_one();
            changed.await;
        }
    }

    /// Resolves when somebody asks for the working tree.
    pub async fn development_wanted(&self) {
        self.wanted.notified().await;
    }

    /// A published release by its number. May read files.
    pub fn revision(&self, number: u64) -> Option<Arc<Release>> {
        let found = lock(&self.kept)
            .iter()
            .find(|kept| kept.number == number)
            .cloned();
        found.or_else(|| {
            let loaded = self.revisions.load(number)?;
            let mut kept = lock(&self.kept);
            kept.push_back(Arc::clone(&loaded));
            if kept.len() > REVISIONS_KEPT {
                kept.pop_front();
            }
            Some(loaded)
        })
    }
}

/// A panic while the lock was held cannot leave these values half written.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
