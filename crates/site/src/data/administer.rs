//! The site's data as its owner's commands see it: no permissions, and patience instead of the time
//! that a request has.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use velodrome_store::{Limits, Options, SqliteStore, Store, StoreError};

use super::declare::declare;
use super::service::{FILE_NAME, now_ms, prepare_dir, uuid, visitor};
use crate::config::Collection;

/// How long a command waits for the lock of others, and its own operations may take.
const OPERATION_TIME_MS: u64 = 600_000;

/// A site's data, open for a command.
pub struct Administered {
    /// The store.
    pub store: Arc<dyn Store>,
    /// The id of the visitor that all anonymous callers are.
    pub visitor: String,
}

/// The database's file in a data directory, which may not be there.
pub fn data_file(data_dir: &Path) -> PathBuf {
    data_dir.join(FILE_NAME)
}

/// A new random `_id`.
pub fn new_id() -> String {
    let mut bytes = [0; 16];
    random(&mut bytes);
    uuid(bytes)
}

/// Opens the data in this directory, both made when they are not there.
///
/// # Errors
/// Either cannot be made or opened.
pub fn administer(data_dir: &Path) -> Result<Administered, StoreError> {
    prepare_dir(data_dir).map_err(|error| {
        StoreError::failed(format!("making {} failed: {error}", data_dir.display()))
    })?;
    let options = Options {
        path: data_file(data_dir),
        clock: Arc::new(now_ms),
        random: Arc::new(random),
        // Whatever goes wrong, the command's own answer says.
        events: Arc::new(|_| {}),
        limits: Limits {
            op_time_ms: OPERATION_TIME_MS,
            ..Limits::default()
        },
    };
    let store =
        SqliteStore::open(options).map_err(|error| StoreError::failed(error.to_string()))?;
    let store: Arc<dyn Store> = Arc::new(store);
    let visitor = visitor(&store)?;
    Ok(Administered { store, visitor })
}

impl Administered {
    /// Makes the indexes of a collection what was declared, and the collection.
    ///
    /// # Errors
    /// Documents contradict a unique index, or the store failed.
    pub fn declare(&self, name: &str, declared: &Collection) -> Result<(), StoreError> {
        declare(&*self.store, name, declared)
    }
}

fn random(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the system has randomness once it is up");
}
