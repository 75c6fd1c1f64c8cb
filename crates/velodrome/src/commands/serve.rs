//! `velodrome serve`: serve what was published.

use super::launch::{config_of, launch, site_process_args};
use super::site::Stop;
use crate::cli::ServeArgs;
use std::process::ExitCode;
use velodrome_site::config::Mode;

pub(crate) fn run(args: &ServeArgs) -> ExitCode {
    start(args).unwrap_or_else(ExitCode::from)
}

fn start(args: &ServeArgs) -> Result<ExitCode, Stop> {
    let data_dir = args.data.dir(&args.site.site);
    let (config, _) = config_of(Mode::Serve, &args.site.site, &data_dir)?;
    let child = site_process_args(&args.site, &data_dir, args.log_format);
    let site_dir = args.site.site.clone();
    let read_config = move || config_of(Mode::Serve, &site_dir, &data_dir);
    launch(
        args.listen.unwrap_or(config.serve.listen),
        &config,
        Mode::Serve,
        child,
        read_config,
    )
}
