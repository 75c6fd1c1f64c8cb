//! The site process: everything that runs user code or reads traffic, below a parent that restarts it.
//!
//! Threads of the crew answer requests. This thread keeps the site's lanes up to date and listens
//! to the parent: when that is gone, so is this process.

mod admin;
mod dev;
mod parent;
mod serve;

use crate::logs::Logger;
use crate::site_process::parent::Parent;
use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;
use std::sync::Arc;
use velodrome_server::{Crew, Notice, Site};
use velodrome_site::config::{Config, Mode, Surroundings};
use velodrome_site::lanes::{Lanes, NoRevisions, Revisions};
use velodrome_site::locate::SiteLayout;

/// What the parent tells a site process on its command line.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) mode: Mode,
    /// The site's folders; `None` when only published releases are served.
    pub(crate) layout: Option<SiteLayout>,
    pub(crate) site_dir: PathBuf,
    pub(crate) data_dir: PathBuf,
    pub(crate) json_logs: bool,
    pub(crate) poll: bool,
    pub(crate) parent_pid: u32,
}

/// What both modes work with.
struct Process {
    options: Options,
    site: Arc<Site>,
    logger: Logger,
    parent: Rc<Parent>,
}

/// Runs a site process. Standard input is the listening socket, standard output the parent.
pub(crate) fn run(options: Options) -> ExitCode {
    match start(options) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("velodrome: the site process could not start: {error}");
            ExitCode::FAILURE
        }
    }
}

fn start(options: Options) -> Result<ExitCode, Box<dyn std::error::Error>> {
    parent::die_with_parent(options.parent_pid)?;
    let listener = parent::listener()?;
    let parent = Rc::new(Parent::connect()?);
    let (config, _) = Config::load(&options.site_dir.join(velodrome_site::config::FILE_NAME), &Surroundings::default())?;
    let limits = config.limits(options.mode);
    let logger = crate::logs::start(options.json_logs, &limits)?;
    let env: Arc<[(String, String)]> = config.environment(|name| std::env::var(name).ok()).into_iter().collect();
    let revisions: Box<dyn Revisions> = match options.mode {
        Mode::Dev => Box::new(NoRevisions),
        Mode::Serve => Box::new(serve::PublishedRevisions::new(&options.data_dir)),
    };
    let site = Arc::new(Site::new(config, options.mode, Lanes::new(revisions), Arc::new(logger.clone()), env));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let process = Rc::new(Process { options, site, logger, parent });
    runtime.block_on(async move {
        tokio::task::LocalSet::new().run_until(process.run(listener)).await
    })
}

impl Process {
    async fn run(self: Rc<Self>, listener: std::net::TcpListener) -> Result<ExitCode, Box<dyn std::error::Error>> {
        match self.options.mode {
            Mode::Dev => dev::start(&self).await,
            Mode::Serve => serve::start(&self).await?,
        }
        let notices = self.parent.notifier()?;
        let crew = Crew::start(listener, Arc::clone(&self.site), move |notice| match notice {
            Notice::Runaway => notices.retire(),
            // Nothing can be saved any more; the parent starts another process.
            Notice::OutOfMemory => std::process::abort(),
        })?;
        let admin = admin::start(&self.site)?;
        self.parent.say_ready();
        self.parent.wait_for_drain().await;
        admin.draining();
        let deadline = std::time::Duration::from_millis(self.site.limits.drain_time_ms_max);
        tokio::task::spawn_blocking(move || crew.drain(deadline)).await?;
        self.logger.flush();
        Ok(ExitCode::SUCCESS)
    }
}
