//! The command line of `velodrome jobs`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::{DataArgs, LogFormat, SiteArgs};

/// List the scheduled jobs of backend/jobs.config, run one, look at what ran.
#[derive(Args, Debug)]
pub(crate) struct JobsCommandArgs {
    #[command(subcommand)]
    pub(crate) command: JobsCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum JobsCommand {
    /// List the jobs with their next and last runs
    List(ListArgs),
    /// Run a job now, with an administrator's rights as on schedule
    Run(RunArgs),
    /// List what ran, was missed or was skipped, oldest first
    History(HistoryArgs),
}

#[derive(Args, Debug)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(crate) site: SiteArgs,
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// The jobs of the current release instead of those of the working tree
    #[arg(long)]
    pub(crate) published: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct RunArgs {
    /// The function, FILE#FUNCTION, or the job's description
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// The site's folder
    #[arg(long, value_name = "SITE", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) site: PathBuf,
    /// The folder with http-functions.js, relative to SITE; looked for when not given
    #[arg(long, value_name = "PATH", value_hint = ValueHint::DirPath)]
    pub(crate) backend: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// The job of the current release instead of that of the working tree
    #[arg(long)]
    pub(crate) published: bool,
    /// How log lines look
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "pretty")]
    pub(crate) log_format: LogFormat,
}

#[derive(Args, Debug)]
pub(crate) struct HistoryArgs {
    /// The site's folder
    #[arg(value_name = "SITE", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) site: PathBuf,
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// Only the job with this function, or FILE#FUNCTION
    #[arg(long, value_name = "NAME")]
    pub(crate) job: Option<String>,
    /// Print at most this many, the newest
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) limit: usize,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}
