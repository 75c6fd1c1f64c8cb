//! `velodrome jobs run`: one run, now, in this process.

use std::sync::Arc;

use tokio::task::LocalSet;
use velodrome_model::jobs::{Job, find};
use velodrome_runtime::{Activity, RunLoop};
use velodrome_server::Site;
use velodrome_site::calls::Calls;
use velodrome_site::config::Mode;
use velodrome_site::jobs::{JobBook, Run, RunOutcome, Trigger};
use velodrome_site::lanes::{Lanes, NoRevisions};

use super::super::site::Stop;
use super::source;
use crate::cli::jobs::RunArgs;
use crate::cli::{LogFormat, SiteArgs};
use crate::jobs::{Ids, now_ms, perform, settings};
use crate::{exit, report};

pub(super) fn run(args: &RunArgs) -> Result<(), Stop> {
    let data_dir = args.data.dir(&args.site);
    let site = SiteArgs {
        site: args.site.clone(),
        backend: args.backend.clone(),
    };
    let (config, release, jobs) = source(&site, &data_dir, args.published)?.release();
    let job = pick(&jobs, &args.name)?;
    let mode = if args.published {
        Mode::Serve
    } else {
        Mode::Dev
    };
    let limits = config.limits(mode);
    let logger = crate::logs::start(args.log_format == LogFormat::Json, &limits, "")
        .map_err(Stop::failed)?;
    let env = config
        .environment(|name| std::env::var(name).ok())
        .into_iter()
        .collect();
    let lanes = Lanes::new(Box::new(NoRevisions));
    let environment = |name: &str| std::env::var(name).ok();
    let calls = Calls::of_site(&config, mode, &args.site, environment).map_err(Stop::failed)?;
    let site = Site::new(config, mode, lanes, Arc::new(logger.clone()), env)
        .with_calls(calls)
        .with_data(&data_dir);
    let book = JobBook::new(&data_dir, limits.job_runs_kept_max);
    let Some(_running) = book.begin(&job.name()).map_err(Stop::failed)? else {
        return Err(Stop::failed(format!(
            "{} runs already, in another process",
            job.name()
        )));
    };
    let started_ms = now_ms();
    let mut run = Run {
        id: Ids::default().next(started_ms),
        job: job.name(),
        trigger: Trigger::Manual,
        release: release.number,
        scheduled_ms: None,
        started_ms,
        ended_ms: None,
        outcome: RunOutcome::Running,
        cpu_us: 0,
        message: String::new(),
    };
    book.record(run.clone()).map_err(Stop::failed)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Stop::failed)?;
    let run_loop = RunLoop::for_this_thread();
    let settings = settings(&site, Arc::new(Activity::default()));
    let ended = LocalSet::new().block_on(
        &runtime,
        perform(&run_loop, settings, release, job, &run.id),
    );
    logger.flush();
    let ended_ms = now_ms();
    run.ended_ms = Some(ended_ms);
    run.outcome = ended.outcome;
    run.cpu_us = ended.cpu_us;
    run.message = ended.message;
    book.record(run.clone()).map_err(Stop::failed)?;
    let took_ms = ended_ms - started_ms;
    if run.outcome == RunOutcome::Done {
        report::note(format_args!("{} ended after {took_ms} ms", run.job));
        return Ok(());
    }
    report::error(format_args!(
        "{} failed after {took_ms} ms: {}",
        run.job, run.message
    ));
    Err(Stop(exit::FAILURE))
}

/// The one job that the name means.
fn pick<'j>(jobs: &'j [Job], name: &str) -> Result<&'j Job, Stop> {
    let listed = |jobs: &[&Job]| {
        jobs.iter()
            .map(|job| job.name())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let mut found = find(jobs, name);
    // The same function at several times is one job to run.
    found.dedup_by_key(|job| job.name());
    match found[..] {
        [job] => Ok(job),
        [] if jobs.is_empty() => Err(Stop::failed(
            "the site has no jobs: backend/jobs.config lists them",
        )),
        [] => {
            let all: Vec<&Job> = jobs.iter().collect();
            Err(Stop::failed(format!(
                "no job is called \"{name}\"; the jobs are {}",
                listed(&all)
            )))
        }
        _ => Err(Stop::failed(format!(
            "\"{name}\" may mean {}",
            listed(&found)
        ))),
    }
}
