//! When to look: because the system said so, or because it is time.

use std::path::PathBuf;
use std::time::Duration;

use super::inotify::Inotify;

/// How often we look when nobody tells us.
const POLL: Duration = Duration::from_millis(50);
/// How often we look although somebody tells us: network drives and the like may keep silent.
const SAFETY: Duration = Duration::from_secs(1);
/// No look costs more than this share of the time between two.
const POLL_SHARE: u32 = 20;

/// How changes are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchMode {
    /// The system tells, where it can.
    Told,
    /// By looking every 50 ms.
    Polled,
}

impl WatchMode {
    /// The mode for a flag that asks for polling.
    pub fn polled(poll: bool) -> WatchMode {
        if poll {
            WatchMode::Polled
        } else {
            WatchMode::Told
        }
    }
}

/// What is wanted to be known of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// Which files are in it: for those that are only ever replaced whole. Folders in which somebody
    /// writes all the time, such as a database, are quiet then.
    Names,
    /// What its files say, too.
    Contents,
}

/// Why we are looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// The system said that something happened.
    Told,
    /// It is time.
    Time,
}

/// The source of hints.
pub(crate) struct Hints {
    inotify: Option<Inotify>,
    /// What the last look cost.
    cost: Duration,
}

impl Hints {
    /// Must be called inside a tokio runtime. Falls back to polling.
    pub(crate) fn new(mode: WatchMode, about: About) -> Hints {
        let inotify = match mode {
            WatchMode::Told => Inotify::new(about).ok(),
            WatchMode::Polled => None,
        };
        Hints {
            inotify,
            cost: Duration::ZERO,
        }
    }

    /// What is really done.
    pub(crate) fn mode(&self) -> WatchMode {
        match self.inotify {
            Some(_) => WatchMode::Told,
            None => WatchMode::Polled,
        }
    }

    /// Asks for hints about exactly these folders; says whether one is new, so that something
    /// may have happened in it that nobody told.
    pub(crate) fn watch(&mut self, dirs: &[PathBuf]) -> bool {
        let Some(inotify) = &mut self.inotify else {
            return false;
        };
        inotify.watch(dirs).unwrap_or_else(|_| {
            self.inotify = None;
            false
        })
    }

    /// Remembers what a look cost, so that many files are looked at less often.
    pub(crate) fn set_cost(&mut self, cost: Duration) {
        self.cost = cost;
    }

    /// Waits until it is worth looking. Cancel-safe: a hint that was taken has been returned.
    pub(crate) async fn wait(&mut self) -> Why {
        let every = match self.mode() {
            WatchMode::Told => SAFETY,
            WatchMode::Polled => POLL,
        };
        self.told_within(every.max(self.cost * POLL_SHARE)).await
    }

    /// Waits for a hint, at most this long.
    pub(crate) async fn told_within(&mut self, time: Duration) -> Why {
        let Some(inotify) = &self.inotify else {
            tokio::time::sleep(time).await;
            return Why::Time;
        };
        match tokio::time::timeout(time, inotify.told()).await {
            Ok(Ok(())) => Why::Told,
            Err(_) => Why::Time,
            Ok(Err(_)) => {
                self.inotify = None;
                Why::Time
            }
        }
    }
}
