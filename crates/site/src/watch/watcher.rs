//! Following one site's files from build to build.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::hints::{About, Hints, WatchMode, Why};
use super::scope::Scope;
use super::snapshot::Snapshot;
use crate::locate::SiteLayout;

/// A burst of changes is over when nothing happened for this long.
const QUIET: Duration = Duration::from_millis(5);
/// A burst that goes on is not waited for longer than this.
const BURST_MAX: Duration = Duration::from_millis(30);
/// Most times that newly found folders are looked into at once.
const ROUNDS_MAX: usize = 16;

/// What changed since the last time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The configuration file.
    pub config: bool,
    /// Anything else.
    pub sources: bool,
    /// How many files.
    pub files: usize,
}

/// Watches one site's folders.
///
/// The order of use keeps the last write from being missed: make the watcher, build, tell it with
/// [`Watcher::follow`] what the build read, wait for [`Watcher::changed`], build again. What
/// is written during a build is a change against the state from before it.
pub struct Watcher {
    hints: Hints,
    scope: Scope,
    excluded: Vec<PathBuf>,
    /// What the caller's last build was made of, or something older.
    known: Snapshot,
    /// Whether to look without waiting for a hint.
    must_look: bool,
}

impl Watcher {
    /// Begins to watch; `excluded` are paths that do not belong to the site's code, such as the
    /// data directory. Must be called inside a tokio runtime with I/O and time.
    pub fn start(layout: &SiteLayout, excluded: Vec<PathBuf>, mode: WatchMode) -> Watcher {
        let scope = Scope::new(layout, &[], &excluded);
        let mut watcher = Watcher {
            hints: Hints::new(mode, About::Contents),
            known: Snapshot::take(&scope, None),
            scope,
            excluded,
            must_look: false,
        };
        watcher.known = watcher.look();
        watcher
    }

    /// How changes are noticed: polling where the system tells nothing.
    pub fn mode(&self) -> WatchMode {
        self.hints.mode()
    }

    /// Says where the site was found for the build that began after the last change was told,
    /// and what that build read.
    pub fn follow(&mut self, layout: &SiteLayout, inputs: &[PathBuf]) {
        self.scope = Scope::new(layout, inputs, &self.excluded);
        self.known = self.known.moved_to(&self.scope);
        self.must_look = true;
    }

    /// Waits until files have changed since the last change was told, or since the watch was
    /// made, and the burst of changes is over. Cancel-safe.
    pub async fn changed(&mut self) -> Change {
        loop {
            if !self.must_look {
                let why = self.hints.wait().await;
                self.must_look = true;
                if why == Why::Told {
                    self.settle().await;
                }
            }
            let mut found = self.look();
            if self.compare(&found).is_some() {
                found = self.look_until_quiet(found).await;
            }
            let change = self.compare(&found);
            self.known = found.aged();
            self.must_look = false;
            if let Some(change) = change {
                return change;
            }
        }
    }

    /// Waits while hints keep coming.
    async fn settle(&mut self) {
        let end = Instant::now() + BURST_MAX;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || self.hints.told_within(QUIET.min(left)).await == Why::Time {
                return;
            }
        }
    }

    /// Where there are no hints, the end of a burst shows in two looks that find the same.
    async fn look_until_quiet(&mut self, mut found: Snapshot) -> Snapshot {
        let end = Instant::now() + BURST_MAX;
        while self.mode() == WatchMode::Polled && Instant::now() < end {
            tokio::time::sleep(QUIET).await;
            let next = Snapshot::take(&self.scope, Some(&found));
            let is_quiet = next.differences(&found).next().is_none();
            found = next;
            if is_quiet {
                break;
            }
        }
        found
    }

    /// Takes a snapshot after which no write to any of its folders goes without a hint.
    fn look(&mut self) -> Snapshot {
        let begin = Instant::now();
        let mut found = Snapshot::take(&self.scope, Some(&self.known));
        self.hints.set_cost(begin.elapsed());
        for _ in 0..ROUNDS_MAX {
            if !self.hints.watch(&found.dirs) {
                break;
            }
            found = Snapshot::take(&self.scope, Some(&self.known));
        }
        found
    }

    fn compare(&self, found: &Snapshot) -> Option<Change> {
        let mut change = Change {
            config: false,
            sources: false,
            files: 0,
        };
        for path in found.differences(&self.known) {
            change.files += 1;
            match path == self.scope.config_file {
                true => change.config = true,
                false => change.sources = true,
            }
        }
        (change.files > 0).then_some(change)
    }
}
