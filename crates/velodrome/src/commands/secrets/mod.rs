//! `velodrome secrets`: the values that a site's code asks for by name. A running server sees each
//! change with its next question.

mod input;
mod list;
mod set;

use std::process::ExitCode;

use velodrome_site::sealed::KeySource;
use velodrome_site::secrets::Vault;

use super::site::{Stop, finish};
use crate::cli::data::StoreArgs;
use crate::cli::secrets::{DeleteArgs, SecretsCommand, SecretsCommandArgs};
use crate::report;

pub(crate) fn run(args: &SecretsCommandArgs) -> ExitCode {
    finish(match &args.command {
        SecretsCommand::Set(args) => set::set(args),
        SecretsCommand::List(args) => list::run(args),
        SecretsCommand::Delete(args) => delete(args),
        SecretsCommand::Import(args) => set::import(args),
    })
}

/// The secrets of a site.
fn vault(args: &StoreArgs) -> Vault {
    let key = KeySource::from_environment(|name| std::env::var(name).ok());
    Vault::open(&args.data.dir(&args.site), key)
}

fn delete(args: &DeleteArgs) -> Result<(), Stop> {
    let deleted = vault(&args.store).delete_named(&args.name);
    deleted.map_err(Stop::failed)?;
    report::note(format_args!("{:?} is gone", args.name));
    Ok(())
}
