//! The `velodrome` command: reads the command line and hands over. Everything else is elsewhere.

mod builder;
mod cli;
mod commands;
mod control;
mod events;
mod exit;
mod jobs;
mod logs;
mod own_program;
mod place;
mod report;
mod site_process;
mod supervisor;
mod testing;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Command};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return explain(&error),
    };
    match cli.command {
        Command::Check(args) => with_engine(|| commands::check::run(&args)),
        Command::Publish(args) => commands::publish::run(&args),
        Command::Releases(args) => commands::releases::run(&args),
        Command::Rollback(args) => commands::rollback::run(&args),
        Command::Data(args) => commands::data::run(&args),
        Command::Jobs(args) => commands::jobs::run(&args),
        Command::Apps(args) => commands::apps::run(&args),
        Command::Secrets(args) => commands::secrets::run(&args),
        Command::Webhooks(args) => commands::webhooks::run(&args),
        Command::Sign(args) => commands::signed::sign(&args),
        Command::Request(args) => commands::signed::request(&args),
        Command::Limits(args) => commands::limits::run(&args),
        Command::Init(args) => commands::init::run(&args),
        Command::Test(args) => with_engine(|| commands::test::run(&args)),
        Command::Types(args) => commands::types::run(&args),
        Command::Completions(args) => commands::completions::run(&args),
        Command::BundleChild => builder::child(),
        Command::Dev(args) => commands::dev::run(&args),
        Command::Serve(args) => commands::serve::run(&args),
        Command::Call(args) => with_engine(|| commands::call::run(&args)),
        Command::SiteProcess(args) => with_engine(|| site_process::run(&args)),
    }
}

/// Runs what runs JavaScript, if the engine's library is there. The others do not load it.
pub(crate) fn with_engine(run: impl FnOnce() -> ExitCode) -> ExitCode {
    match velodrome_engine::open() {
        Ok(()) => run(),
        Err(missing) => {
            report::error(missing);
            ExitCode::from(exit::NO_ENGINE)
        }
    }
}

/// Prints help to stdout, mistakes to stderr.
fn explain(error: &clap::Error) -> ExitCode {
    // When the terminal is gone nobody reads it anyway.
    let _ = error.print();
    ExitCode::from(if error.use_stderr() {
        exit::USAGE
    } else {
        exit::OK
    })
}
