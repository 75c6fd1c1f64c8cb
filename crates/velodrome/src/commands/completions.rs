//! `velodrome completions`: a completion script for a shell, on stdout.

use std::process::ExitCode;

use clap::CommandFactory;

use super::site::{finish, print};
use crate::cli::{Cli, CompletionsArgs};

pub(crate) fn run(args: &CompletionsArgs) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "velodrome", &mut script);
    finish(print(&String::from_utf8_lossy(&script)))
}
