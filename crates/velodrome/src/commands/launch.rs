//! What `dev` and `serve` share: the configuration in force, the socket, the parent process.

use super::site::{Stop, load_config};
use crate::cli::{LogFormat, SiteArgs};
use crate::supervisor::{self, Launch, Terms};
use crate::{exit, report, site_process};
use std::ffi::OsString;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;
use velodrome_site::config::{Config, FILE_NAME, Mode, Surroundings};

/// Connections that wait in the socket's queue while a site process is replaced.
const BACKLOG: i32 = 4096;

/// The configuration that a mode runs under, and its text: in production that of the current
/// release, otherwise, and before the first publication, that of the site's folder.
///
/// # Errors
/// It cannot be read or has mistakes; both have been said.
pub(crate) fn config_of(
    mode: Mode,
    site_dir: &Path,
    data_dir: &Path,
) -> Result<(Config, String), Stop> {
    let published = match mode {
        Mode::Dev => None,
        Mode::Serve => site_process::published_config(data_dir).map_err(Stop::failed)?,
    };
    let Some(text) = published else {
        return load_config(&site_dir.join(FILE_NAME));
    };
    match Config::parse(&text, &Surroundings::default()) {
        Ok(config) => Ok((config, text)),
        Err(mistakes) => {
            let mut said =
                String::from("the published configuration is not understood by this version:\n");
            said.push_str(&mistakes.to_string());
            report::error(said);
            Err(Stop(exit::USAGE))
        }
    }
}

/// What the site process is told on its command line.
pub(super) fn site_process_args(
    site: &SiteArgs,
    data_dir: &Path,
    log_format: LogFormat,
) -> Vec<OsString> {
    let mut args: Vec<OsString> = Vec::new();
    if let Some(backend) = &site.backend {
        args.extend(["--backend".into(), backend.clone().into()]);
    }
    args.extend(["--data".into(), data_dir.into()]);
    let format = match log_format {
        LogFormat::Json => "json",
        LogFormat::Pretty => "pretty",
    };
    args.extend(["--log-format".into(), format.into()]);
    args.extend(["--".into(), site.site.clone().into()]);
    args
}

/// Listens, and supervises a site process until a signal asks to stop.
pub(super) fn launch(
    listen: SocketAddr,
    config: &Config,
    mode: Mode,
    args: Vec<OsString>,
    read_config: impl Fn() -> Result<(Config, String), Stop> + 'static,
) -> Result<ExitCode, Stop> {
    let listener = bind(listen).map_err(|error| {
        Stop::failed(format!("cannot listen on {listen}: {error}; --listen chooses another address, port 0 a free port"))
    })?;
    let launch = Launch {
        args,
        terms: terms(config, mode),
        read_terms: Box::new(move || read_config().ok().map(|(config, _)| terms(&config, mode))),
    };
    supervisor::run(listener, launch).map_err(Stop::failed)
}

fn terms(config: &Config, mode: Mode) -> Terms {
    let limits = config.limits(mode);
    Terms {
        timezone: config.timezone.clone(),
        speaks_tls: config.speaks_tls(mode),
        drain_time: Duration::from_millis(limits.drain_time_ms_max),
        handover_time: Duration::from_millis(limits.wall_time_ms_max + 1000),
    }
}

fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    use rustix::net::{AddressFamily, SocketFlags, SocketType, bind, listen, socket_with, sockopt};
    let family = if address.is_ipv4() {
        AddressFamily::INET
    } else {
        AddressFamily::INET6
    };
    let socket = socket_with(family, SocketType::STREAM, SocketFlags::CLOEXEC, None)?;
    sockopt::set_socket_reuseaddr(&socket, true)?;
    bind(&socket, &address)?;
    listen(&socket, BACKLOG)?;
    Ok(TcpListener::from(socket))
}
