//! `velodrome data`: a site's documents from the command line. Each command opens the database for
//! itself; a server that runs on it goes on.

mod ask;
mod backup;
mod discard;
mod export;
mod import;
mod look;
mod open;
mod progress;
mod query;

use std::process::ExitCode;

use super::site::finish;
use crate::cli::data::{DataCommand, DataCommandArgs};

pub(crate) fn run(args: &DataCommandArgs) -> ExitCode {
    finish(match &args.command {
        DataCommand::List(args) => look::list(args),
        DataCommand::Import(args) => import::run(args),
        DataCommand::Export(args) => export::run(args),
        DataCommand::Query(args) => query::run(args),
        DataCommand::Get(args) => look::get(args),
        DataCommand::Drop(args) => discard::run(args),
        DataCommand::Backup(args) => backup::back_up(args),
        DataCommand::Restore(args) => backup::restore(args),
        DataCommand::Explain(args) => query::explain(args),
    })
}
