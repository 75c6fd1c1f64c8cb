//! `velodrome data drop`: a collection with all that is in it.

use velodrome_store::{Action, Write};

use super::import::STAGING;
use super::{ask, open};
use crate::cli::data::DropArgs;
use crate::commands::site::Stop;
use crate::report;

pub(super) fn run(args: &DropArgs) -> Result<(), Stop> {
    let store = open::existing(&args.store)?;
    let session = open::session(&*store, &args.collection)?;
    let infos = session.collections().wait().map_err(open::failed)?;
    let found = infos.iter().find(|info| info.name == args.collection);
    let documents = found.map_or(0, |info| info.documents);
    ask::confirm(
        &format!(
            "Drop the collection {:?} with its {documents} documents?",
            args.collection
        ),
        args.yes,
    )?;
    // What an import left behind was never part of the site's data, nor was anything linked to it.
    let action = if args.collection.starts_with(STAGING) {
        Action::Discard
    } else {
        Action::DropCollection
    };
    let write = Write {
        collection: args.collection.clone(),
        create: false,
        owner: String::new(),
        action,
    };
    store.write(write).wait().map_err(open::failed)?;
    report::note(format_args!(
        "dropped {:?} with {documents} documents",
        args.collection
    ));
    Ok(())
}
