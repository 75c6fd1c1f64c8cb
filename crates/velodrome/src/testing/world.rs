//! The ground that tests stand on: the site as it was built, and a new world over a folder of data.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use velodrome_model::log::LogSink;
use velodrome_runtime::Release;
use velodrome_server::Site;
use velodrome_site::calls::Calls;
use velodrome_site::config::{Config, Mode};
use velodrome_site::host::SiteHost;
use velodrome_site::lanes::{Lane, Lanes, NoRevisions, Standing};

use super::folder::{Folder, Numbers};
use super::recordings::Recordings;
use crate::cli::Record;
use crate::jobs::now_ms;

/// Says that the clock is the system's.
const REAL: i64 = i64::MIN;

/// A clock that a test may stop and move.
pub(super) struct TestClock(AtomicI64);

impl TestClock {
    pub(super) fn new() -> TestClock {
        TestClock(AtomicI64::new(REAL))
    }

    /// Milliseconds since 1970; `None` for the real time.
    pub(super) fn set(&self, ms: Option<i64>) {
        self.0.store(ms.unwrap_or(REAL), Ordering::Release);
    }

    pub(super) fn faked_ms(&self) -> Option<i64> {
        Some(self.0.load(Ordering::Acquire)).filter(|ms| *ms != REAL)
    }

    fn now_ms(&self) -> i64 {
        self.faked_ms().unwrap_or_else(now_ms)
    }
}

/// What all files of one run share.
pub(crate) struct Ground {
    pub(super) site_dir: PathBuf,
    config: Config,
    env: Arc<[(String, String)]>,
    pub(super) release: Arc<Release>,
    numbers: Numbers,
    pub(super) recordings: Recordings,
}

impl Ground {
    /// A site that was built with its tests.
    pub(crate) fn new(
        site_dir: &Path,
        config: Config,
        release: Release,
        record: Record,
        is_filtered: bool,
    ) -> Ground {
        let env = config
            .environment(|name| std::env::var(name).ok())
            .into_iter()
            .collect();
        Ground {
            site_dir: site_dir.to_owned(),
            config,
            env,
            release: Arc::new(release),
            numbers: Numbers::default(),
            recordings: Recordings::new(record, is_filtered),
        }
    }

    /// The site over a new folder of data, with this clock for its documents.
    pub(super) fn world(
        &self,
        logs: &Arc<dyn LogSink>,
        clock: &Arc<TestClock>,
    ) -> io::Result<World> {
        let folder = Folder::make(&self.numbers)?;
        let lanes = Lanes::new(Box::new(NoRevisions));
        lanes.set(
            Lane::Development,
            Standing::Ready(Arc::clone(&self.release)),
        );
        let environment = |name: &str| std::env::var(name).ok();
        let calls = Calls::of_site(&self.config, Mode::Dev, &self.site_dir, environment);
        let site = Site::new(
            self.config.clone(),
            Mode::Dev,
            lanes,
            Arc::clone(logs),
            Arc::clone(&self.env),
        )
        .with_calls(calls.map_err(io::Error::other)?);
        let clock = Arc::clone(clock);
        let site = site.with_changed_data(folder.path(), |data| {
            data.with_clock(Arc::new(move || clock.now_ms()))
        });
        Ok(World {
            site: Arc::new(site),
            folder,
        })
    }
}

/// A site with data of its own. The folder goes last.
pub(super) struct World {
    pub(super) site: Arc<Site>,
    folder: Folder,
}

impl World {
    pub(super) fn host(&self) -> SiteHost {
        self.site.host()
    }

    /// Copies the documents into another world, which has none yet.
    pub(super) fn copy_to(&self, other: &World) -> Result<(), String> {
        match &self.site.data {
            Some(data) => data
                .copy_to(other.folder.path())
                .map_err(|error| format!("copying the data failed: {error}")),
            None => Ok(()),
        }
    }
}
