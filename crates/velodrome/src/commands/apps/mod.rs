//! `velodrome apps`: who may call the site with signed requests. A running server sees each change
//! with its next request.

mod issue;
mod list;
mod restrict;

use std::process::ExitCode;

use velodrome_site::apps::{KeySource, Registry};

use super::site::finish;
use crate::cli::apps::{AppsCommand, AppsCommandArgs};
use crate::cli::data::StoreArgs;

pub(crate) fn run(args: &AppsCommandArgs) -> ExitCode {
    finish(match &args.command {
        AppsCommand::Create(args) => issue::create(args),
        AppsCommand::Rotate(args) => issue::rotate(args),
        AppsCommand::List(args) => list::run(args),
        AppsCommand::Revoke(args) => restrict::revoke(args),
        AppsCommand::Scopes(args) => restrict::scopes(args),
    })
}

/// The registry of a site.
pub(super) fn registry(args: &StoreArgs) -> Registry {
    let key = KeySource::from_environment(|name| std::env::var(name).ok());
    Registry::open(&args.data.dir(&args.site), key)
}
