//! `velodrome dev`: serve a site's folder while somebody works on it.

use super::launch::{config_of, launch, site_process_args};
use super::site::Stop;
use crate::cli::DevArgs;
use std::process::ExitCode;
use velodrome_site::config::Mode;
use velodrome_site::locate::SiteLayout;

pub(crate) fn run(args: &DevArgs) -> ExitCode {
    start(args).unwrap_or_else(ExitCode::from)
}

fn start(args: &DevArgs) -> Result<ExitCode, Stop> {
    // Found here too, so that a wrong folder is said once and nothing is started.
    SiteLayout::find(&args.site.site, args.site.backend.as_deref()).map_err(Stop::failed)?;
    let data_dir = args.data.dir(&args.site.site);
    let (config, _) = config_of(Mode::Dev, &args.site.site, &data_dir)?;
    let mut child = site_process_args(&args.site, &data_dir, args.log_format);
    child.insert(0, "--dev".into());
    if args.poll {
        child.insert(0, "--poll".into());
    }
    if args.no_jobs {
        child.insert(0, "--no-jobs".into());
    }
    let site_dir = args.site.site.clone();
    let read_config = move || config_of(Mode::Dev, &site_dir, &data_dir);
    launch(
        args.listen.unwrap_or(config.dev.listen),
        &config,
        Mode::Dev,
        child,
        read_config,
    )
}
