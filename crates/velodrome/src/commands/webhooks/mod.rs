//! `velodrome webhooks`: who is called when something happens, and what did not arrive. Each command
//! opens registry and database for itself; a server that runs on them goes on.

mod change;
mod dead;
mod list;

use std::process::ExitCode;
use std::sync::Arc;

use velodrome_site::data::{administer, data_file};
use velodrome_store::Store;

use super::site::{Stop, finish};
use crate::cli::data::StoreArgs;
use crate::cli::webhooks::{WebhooksCommand, WebhooksCommandArgs};

pub(crate) fn run(args: &WebhooksCommandArgs) -> ExitCode {
    finish(match &args.command {
        WebhooksCommand::Add(args) => change::add(args),
        WebhooksCommand::List(args) => list::run(args),
        WebhooksCommand::Remove(args) => change::remove(args),
        WebhooksCommand::Dead(args) => dead::list(args),
        WebhooksCommand::Deliver(args) => dead::deliver(args),
    })
}

/// The site's database, made when there is none.
fn open(args: &StoreArgs) -> Result<Arc<dyn Store>, Stop> {
    let opened = administer(&args.data.dir(&args.site)).map_err(Stop::failed)?;
    Ok(opened.store)
}

/// The site's database; `None` when there is none.
fn existing(args: &StoreArgs) -> Result<Option<Arc<dyn Store>>, Stop> {
    let is_there = data_file(&args.data.dir(&args.site)).exists();
    is_there.then(|| open(args)).transpose()
}
