//! Opening a site for a command: where it is, how it is configured, and one build of it.

use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use velodrome_model::build::BuildOutput;
use velodrome_model::limits::Limits;
use velodrome_site::build::Builder;
use velodrome_site::config::{Config, ConfigError, Surroundings};
use velodrome_site::locate::SiteLayout;

use crate::builder::{ChildBuilder, input_of};
use crate::cli::SiteArgs;
use crate::{exit, report};

/// A command ends here; why has been said.
pub(crate) struct Stop(pub(crate) u8);

impl Stop {
    /// Says why and ends with code 1.
    pub(crate) fn failed(why: impl std::fmt::Display) -> Stop {
        report::error(why);
        Stop(exit::FAILURE)
    }
}

impl From<Stop> for ExitCode {
    fn from(stop: Stop) -> ExitCode {
        ExitCode::from(stop.0)
    }
}

/// The exit code of a command.
pub(super) fn finish(result: Result<(), Stop>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::from(exit::OK),
        Err(stop) => stop.into(),
    }
}

/// A site with its configuration and that file's text.
pub(crate) struct Opened {
    pub(crate) layout: SiteLayout,
    pub(crate) config: Config,
    pub(crate) config_text: String,
}

/// Finds a site and reads its configuration.
///
/// # Errors
/// Both have been said.
pub(crate) fn open(args: &SiteArgs) -> Result<Opened, Stop> {
    let layout = SiteLayout::find(&args.site, args.backend.as_deref()).map_err(Stop::failed)?;
    let (config, config_text) = load_config(&layout.config_file())?;
    Ok(Opened {
        layout,
        config,
        config_text,
    })
}

/// Reads a configuration file.
pub(super) fn load_config(file: &std::path::Path) -> Result<(Config, String), Stop> {
    Config::load(file, &Surroundings::default()).map_err(|error| {
        report::error(&error);
        Stop(match error {
            ConfigError::Mistakes(..) => exit::USAGE,
            ConfigError::Unreadable(..) => exit::FAILURE,
        })
    })
}

/// Builds a site once. What is wrong with it is in the output.
pub(super) fn build(site: &Opened, limits: &Limits) -> Result<BuildOutput, Stop> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Stop::failed)?;
    let builder = ChildBuilder::once(limits);
    let built = runtime.block_on(builder.build(input_of(&site.layout, &site.config)));
    Ok(built.unwrap_or_else(|failure| failure.into_output()))
}

/// The time, in milliseconds since 1970.
pub(crate) fn now_ms() -> u64 {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(now.as_millis()).unwrap_or(u64::MAX)
}

/// Prints data to stdout; a reader that went away is no failure.
pub(super) fn print(text: &str) -> Result<(), Stop> {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Stop::failed(error)),
        _ => Ok(()),
    }
}
