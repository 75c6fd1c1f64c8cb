//! The site process: everything that runs user code or reads traffic, below a parent that restarts it.
//!
//! Threads of the crew answer requests. This thread keeps the site's lanes up to date and listens
//! to the parent: when that is gone, so is this process.

mod admin;
mod dev;
mod parent;
mod serve;
mod webhooks;

use crate::cli::{LogFormat, SiteArgs, SiteProcessArgs};
use crate::events::{Events, Handlers};
use crate::jobs::{Plan, Scheduler};
use crate::logs::Logger;
use parent::{Ending, Notifier, Parent};
use std::error::Error;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use velodrome_server::{Crew, Notice, Site};
use velodrome_site::config::{Config, Mode};
use velodrome_site::jobs::JobBook;
use velodrome_site::lanes::{Lanes, NoRevisions, Revisions};
use velodrome_site::releases::Releases;

pub(crate) use dev::working_tree;
pub(crate) use serve::{published_config, to_run};

/// Said when a thread is lost (an endless chain of microtasks, a loop inside WebAssembly).
const RUNAWAY: &str = "a function used its CPU time and cannot be stopped: another process takes over, and the requests behind it are lost with this one";

/// Said before a process ends itself for its memory.
const OUT_OF_MEMORY: &str = "the process uses half as much again as process_memory_bytes_max: it ends now and another starts";

/// What a site process was told on its command line.
struct Options {
    mode: Mode,
    site: SiteArgs,
    data_dir: PathBuf,
    poll: bool,
    jobs: bool,
}

/// What both modes work with.
struct Process {
    options: Options,
    site: Arc<Site>,
    jobs: Arc<Scheduler>,
    events: Arc<Events>,
    /// The text of the configuration in force.
    config_text: String,
    parent: Notifier,
}

impl Process {
    /// Runs these jobs from now on, where jobs run at all.
    fn run_jobs(&self, plan: Plan) {
        if self.options.jobs {
            self.jobs.set(plan);
        }
    }

    /// Calls these handlers of events from now on.
    fn call_handlers(&self, handlers: Handlers) {
        self.events.set(handlers);
    }

    /// Has the parent start another process, which reads everything anew, and end this one.
    fn replace_self(&self) {
        self.parent.retire();
    }
}

/// Runs a site process. Standard input is the listening socket, standard output the parent.
pub(crate) fn run(args: &SiteProcessArgs) -> ExitCode {
    let data_dir = args.data.dir(&args.site.site);
    let mode = if args.dev { Mode::Dev } else { Mode::Serve };
    let config = match crate::commands::config_of(mode, &args.site.site, &data_dir) {
        Ok(config) => config,
        Err(stop) => return stop.into(),
    };
    match start(args, mode, data_dir, config) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            crate::report::error(format!("the site process could not start: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn start(
    args: &SiteProcessArgs,
    mode: Mode,
    data_dir: PathBuf,
    (config, config_text): (Config, String),
) -> Result<(), Box<dyn Error>> {
    parent::die_with_parent(args.parent)?;
    let listener = parent::listener()?;
    let parent = Parent::connect()?;
    let limits = config.limits(mode);
    let site_url = config
        .base_url
        .as_ref()
        .map_or("", |url| url.as_str())
        .to_owned();
    let logger = crate::logs::start(args.log_format == LogFormat::Json, &limits, &site_url)?;
    let site = Arc::new(site(config, mode, &data_dir, &logger)?);
    if let Some(secrets) = &site.secrets {
        secrets.learn();
    }
    let jobs = match mode {
        Mode::Dev => site.config.dev.jobs && !args.no_jobs,
        Mode::Serve => site.config.serve.jobs,
    };
    let (scheduler, events) = scheduler(&site, mode, &data_dir);
    let options = Options {
        mode,
        site: args.site.clone(),
        data_dir,
        poll: args.poll,
        jobs,
    };
    let process = Rc::new(Process {
        options,
        site,
        jobs: Arc::new(scheduler),
        events: Arc::new(events),
        config_text,
        parent: parent.notifier()?,
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let result = tokio::task::LocalSet::new()
        .block_on(&runtime, serve_until_drained(&process, listener, &parent));
    logger.flush();
    result
}

/// What begins jobs, and what calls the handlers of events; both do nothing yet.
fn scheduler(site: &Arc<Site>, mode: Mode, data_dir: &std::path::Path) -> (Scheduler, Events) {
    let book = JobBook::new(data_dir, site.limits.job_runs_kept_max);
    let mode = match mode {
        Mode::Dev => "dev",
        Mode::Serve => "serve",
    };
    let events = Events::new(Arc::clone(site), book.clone(), mode);
    let scheduler = Scheduler::new(Arc::clone(site), book, mode, Arc::new(crate::jobs::now_ms));
    (scheduler, events)
}

fn site(
    config: Config,
    mode: Mode,
    data_dir: &std::path::Path,
    logger: &Logger,
) -> Result<Site, Box<dyn Error>> {
    let env = config
        .environment(|name| std::env::var(name).ok())
        .into_iter()
        .collect();
    let revisions: Box<dyn Revisions> = match mode {
        Mode::Dev => Box::new(NoRevisions),
        Mode::Serve => Box::new(serve::PublishedRevisions::new(Releases::open(data_dir)?)),
    };
    Ok(Site::new(
        config,
        mode,
        Lanes::new(revisions),
        Arc::new(logger.clone()),
        env,
    )
    .with_data(data_dir))
}

async fn serve_until_drained(
    process: &Rc<Process>,
    listener: TcpListener,
    parent: &Parent,
) -> Result<(), Box<dyn Error>> {
    match process.options.mode {
        Mode::Dev => dev::start(process).await,
        Mode::Serve => serve::start(process).await?,
    }
    let notices = parent.notifier()?;
    let crew = Crew::start(
        listener,
        Arc::clone(&process.site),
        move |notice| match notice {
            Notice::Runaway if notices.retire() => crate::report::error(RUNAWAY),
            Notice::Runaway => {}
            // Nothing can be saved any more; the parent starts another process.
            Notice::OutOfMemory => {
                crate::report::error(OUT_OF_MEMORY);
                std::process::abort()
            }
        },
    )?;
    let webhooks = webhooks::start(process)?;
    let admin = admin::start(&process.site).await;
    parent.say_ready();
    let ending = parent.wait_for_end().await;
    admin.ending(ending);
    // Whoever takes over goes on where this one was.
    if let Some(webhooks) = webhooks {
        webhooks.abort();
    }
    let limits = &process.site.limits;
    let deadline = Duration::from_millis(match ending {
        Ending::Stopped => limits.drain_time_ms_max,
        // Nobody waits for this process: every request has the time it always has.
        Ending::Replaced => limits.wall_time_ms_max + 1000,
    });
    let jobs = Arc::clone(&process.jobs);
    let jobs = tokio::task::spawn_blocking(move || jobs.end(deadline));
    let events = Arc::clone(&process.events);
    let events = tokio::task::spawn_blocking(move || events.end(deadline));
    tokio::task::spawn_blocking(move || crew.drain(deadline)).await?;
    jobs.await?;
    events.await?;
    Ok(())
}
