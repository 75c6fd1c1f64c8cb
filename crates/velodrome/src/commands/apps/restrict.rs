//! `velodrome apps revoke` and `scopes`: what an application may no longer do, or may.

use velodrome_site::apps::Listed;

use super::list::cursor_end;
use super::registry;
use crate::cli::apps::{RevokeArgs, ScopesArgs};
use crate::commands::site::{Stop, now_ms, print};
use crate::report;

pub(super) fn revoke(args: &RevokeArgs) -> Result<(), Stop> {
    let registry = registry(&args.store);
    let name = &args.application;
    if args.remove {
        registry.remove(name, now_ms()).map_err(Stop::failed)?;
        report::note(format_args!("{name:?} is gone"));
        return Ok(());
    }
    let left = registry.revoke(name, args.secret, now_ms());
    let left = left.map_err(Stop::failed)?;
    report::note(match left.secrets.len() {
        0 => format!("{name:?} has no valid secret; `velodrome apps rotate` gives it one"),
        1 => format!("{name:?} has one valid secret left"),
        count => format!("{name:?} has {count} valid secrets left"),
    });
    Ok(())
}

pub(super) fn scopes(args: &ScopesArgs) -> Result<(), Stop> {
    let registry = registry(&args.store);
    let (scopes, end) = (args.scopes(), args.cursor_end);
    if scopes.is_none() && end.is_none() {
        let listed = registry.list(now_ms()).map_err(Stop::failed)?;
        let is_meant =
            |one: &&Listed| one.application_id == args.application || one.name == args.application;
        return match listed.iter().find(is_meant) {
            Some(found) => print(&format!("{}\n", found.scopes)),
            None => Err(Stop::failed(format_args!(
                "there is no application {:?}; `velodrome apps list` lists those there are",
                args.application
            ))),
        };
    }
    let set = registry.set(&args.application, scopes, end.map(Into::into), now_ms());
    let set = set.map_err(Stop::failed)?;
    if end.is_some() {
        report::note(format_args!(
            "its pages end with {}",
            cursor_end(set.cursor_end)
        ));
    }
    print(&format!("{}\n", set.scopes))
}
