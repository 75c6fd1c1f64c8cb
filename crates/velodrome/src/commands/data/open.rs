//! The database of the site that a command is about.

use std::path::PathBuf;
use std::sync::Arc;

use velodrome_site::config::{Config, FILE_NAME};
use velodrome_site::data::{Administered, administer, data_file};
use velodrome_store::{Session, Store, StoreError};

use crate::cli::data::StoreArgs;
use crate::commands::site::{Stop, load_config};

/// Opens the database that is there.
///
/// # Errors
/// There is none, or it cannot be opened; it has been said.
pub(super) fn existing(args: &StoreArgs) -> Result<Arc<dyn Store>, Stop> {
    let file = file(args);
    if !file.exists() {
        return Err(Stop::failed(format_args!(
            "there is no data in {} yet",
            args.data.dir(&args.site).display()
        )));
    }
    Ok(open(args)?.store)
}

/// Opens the database, made when there is none.
///
/// # Errors
/// It cannot be opened; it has been said.
pub(super) fn open(args: &StoreArgs) -> Result<Administered, Stop> {
    administer(&args.data.dir(&args.site)).map_err(Stop::failed)
}

/// The database's file, which may not be there.
pub(super) fn file(args: &StoreArgs) -> PathBuf {
    data_file(&args.data.dir(&args.site))
}

/// The site's configuration, or that of a site without one.
///
/// # Errors
/// It is wrong; it has been said.
pub(super) fn config(args: &StoreArgs) -> Result<Config, Stop> {
    let (config, _) = load_config(&args.site.join(FILE_NAME))?;
    Ok(config)
}

/// A session in which that collection is there.
///
/// # Errors
/// It is not; it has been said.
pub(super) fn session(store: &dyn Store, collection: &str) -> Result<Box<dyn Session>, Stop> {
    let session = store.session();
    if session.has_collection(collection) {
        return Ok(session);
    }
    let names = session.collections().wait().map_err(failed)?;
    let names: Vec<_> = names.into_iter().map(|info| info.name).collect();
    let known = match names.len() {
        0 => "there are none".to_owned(),
        1..=20 => format!("there are {}", names.join(", ")),
        count => format!("`velodrome data list` shows all {count}"),
    };
    Err(Stop::failed(format_args!(
        "there is no collection {collection:?}; {known}"
    )))
}

/// Says why the store did not do it.
pub(super) fn failed(error: StoreError) -> Stop {
    Stop::failed(error)
}
