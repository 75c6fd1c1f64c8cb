//! Production: what was published, followed from switch to switch.

use super::{Process, dev};
use crate::events::Handlers;
use crate::jobs::Plan;
use std::error::Error;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use velodrome_runtime::Release;
use velodrome_site::lanes::{Lane, Revisions, Standing};
use velodrome_site::releases::{self, CurrentWatch, ReleaseError, Releases};
use velodrome_site::watch::WatchMode;

/// Published releases by number, read from the data directory.
pub(super) struct PublishedRevisions {
    releases: Releases,
}

impl PublishedRevisions {
    pub(super) fn new(releases: Releases) -> PublishedRevisions {
        PublishedRevisions { releases }
    }
}

impl Revisions for PublishedRevisions {
    fn load(&self, number: u64) -> Option<Arc<Release>> {
        self.releases
            .load(number)
            .ok()
            .map(|release| Arc::new(to_run(release)))
    }
}

pub(crate) fn to_run(release: releases::Release) -> Release {
    Release {
        number: release.number,
        id: release.id.into(),
        script: release.content.script,
        source_map: release.content.source_map,
    }
}

/// Puts what is current into its lane, and whatever becomes current later. The working tree is
/// built when somebody asks for it.
///
/// # Errors
/// The data directory cannot be read, or something was published since the configuration was.
pub(super) async fn start(process: &Rc<Process>) -> Result<(), Box<dyn Error>> {
    let releases = Releases::open(&process.options.data_dir)?;
    let mut watch = CurrentWatch::new(&releases, WatchMode::Told)?;
    if let Some(current) = watch.known()
        && !switch(process, &releases, current.number)?
    {
        // Another start reads what belongs together.
        return Err("a release with another configuration was published just now".into());
    }
    let process = Rc::clone(process);
    tokio::task::spawn_local({
        let process = Rc::clone(&process);
        async move {
            loop {
                let current = watch.changed().await;
                match switch(&process, &releases, current.number) {
                    Ok(true) => {}
                    Ok(false) => process.replace_self(),
                    Err(error) => crate::report::error(format!(
                        "release {} could not be switched to: {error}",
                        current.number
                    )),
                }
            }
        }
    });
    tokio::task::spawn_local(async move {
        process.site.lanes.development_wanted().await;
        dev::start(&process).await;
    });
    Ok(())
}

/// Production runs this release from now on. False for one with another configuration, which
/// another process must run: until that is ready, this one goes on with what it has.
fn switch(process: &Process, releases: &Releases, number: u64) -> Result<bool, ReleaseError> {
    let release = releases.load(number)?;
    if release.content.config != process.config_text {
        return Ok(false);
    }
    let jobs = release.content.jobs.clone();
    let events = release.content.events.clone();
    let release = Arc::new(to_run(release));
    process.run_jobs(Plan::new(Arc::clone(&release), jobs));
    process.call_handlers(Handlers::new(Arc::clone(&release), events));
    process
        .site
        .lanes
        .set(Lane::Production, Standing::Ready(release));
    Ok(true)
}

/// The configuration that production runs under: that of the current release, or, before the
/// first publication, that of the site's folder.
///
/// # Errors
/// The data directory cannot be read.
pub(crate) fn published_config(data_dir: &Path) -> Result<Option<String>, ReleaseError> {
    if !data_dir.exists() {
        return Ok(None);
    }
    let releases = Releases::open(data_dir)?;
    match releases.current()? {
        Some(current) => Ok(Some(releases.load(current.number)?.content.config)),
        None => Ok(None),
    }
}
