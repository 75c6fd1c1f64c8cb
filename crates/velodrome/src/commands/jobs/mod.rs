//! `velodrome jobs`: the scheduled jobs of a site, and what became of them.

mod history;
mod list;
mod run;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use velodrome_model::jobs::Job;
use velodrome_runtime::Release;
use velodrome_site::config::{Config, Mode, Surroundings};
use velodrome_site::releases::Releases;

use super::site::{Stop, build, finish, open};
use crate::cli::SiteArgs;
use crate::cli::jobs::{JobsCommand, JobsCommandArgs};
use crate::{exit, report};

pub(crate) fn run(args: &JobsCommandArgs) -> ExitCode {
    match &args.command {
        JobsCommand::List(args) => finish(list::run(args)),
        JobsCommand::Run(args) => crate::with_engine(|| finish(run::run(args))),
        JobsCommand::History(args) => finish(history::run(args)),
    }
}

/// The code and the jobs that a command is about.
struct Source {
    config: Config,
    release: Release,
    jobs: Vec<Job>,
}

/// The working tree, built now, or the current release.
fn source(site: &SiteArgs, data_dir: &Path, published: bool) -> Result<Source, Stop> {
    if published {
        return current(data_dir);
    }
    let opened = open(site)?;
    let output = build(&opened, &opened.config.limits(Mode::Dev))?;
    report::diagnostics(&output.diagnostics);
    if output.has_errors() {
        return Err(Stop(exit::FAILURE));
    }
    Ok(Source {
        config: opened.config,
        release: crate::site_process::working_tree(&output),
        jobs: output.jobs,
    })
}

fn current(data_dir: &Path) -> Result<Source, Stop> {
    let nothing = || {
        Stop::failed(format!(
            "nothing has been published in {}",
            data_dir.display()
        ))
    };
    if !data_dir.is_dir() {
        return Err(nothing());
    }
    let releases = Releases::open(data_dir).map_err(Stop::failed)?;
    let current = releases
        .current()
        .map_err(Stop::failed)?
        .ok_or_else(nothing)?;
    let release = releases.load(current.number).map_err(Stop::failed)?;
    let config =
        Config::parse(&release.content.config, &Surroundings::default()).map_err(|mistakes| {
            Stop::failed(format!(
                "the published configuration is not understood by this version:\n{mistakes}"
            ))
        })?;
    Ok(Source {
        config,
        jobs: release.content.jobs.clone(),
        release: crate::site_process::to_run(release),
    })
}

impl Source {
    fn release(self) -> (Config, Arc<Release>, Vec<Job>) {
        (self.config, Arc::new(self.release), self.jobs)
    }
}
