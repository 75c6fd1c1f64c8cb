//! The store of one process.

use std::path::Path;
use std::sync::Arc;

use super::session::SqliteSession;
use super::shared::Shared;
use super::snapshot::SqliteSnapshot;
use super::{backup, check, index, meta};
use crate::error::{OpenError, StoreError};
use crate::options::Options;
use crate::outbox::Outbox;
use crate::reply::Reply;
use crate::snapshot::Snapshot;
use crate::statistics::Statistics;
use crate::store::{IndexDeclaration, Session, Store};
use crate::write::{Write, Written};

/// Documents in one SQLite file.
pub struct SqliteStore {
    shared: Arc<Shared>,
}

impl SqliteStore {
    /// Opens the database, made when there is none, brought to the newest layout when it is old.
    /// Waits up to `op_time_ms` for another process that does the same. When the store and all its
    /// sessions are dropped, what has been accepted is written first.
    pub fn open(options: Options) -> Result<SqliteStore, OpenError> {
        let shared = Arc::new(Shared::open(options)?);
        Ok(SqliteStore { shared })
    }
}

impl Store for SqliteStore {
    fn session(&self) -> Box<dyn Session> {
        Box::new(SqliteSession::new(Arc::clone(&self.shared)))
    }

    fn write(&self, write: Write) -> Reply<Written> {
        self.shared.write(write)
    }

    fn declare_indexes(&self, collection: &str, wanted: &[IndexDeclaration]) -> Reply<()> {
        index::declare(&self.shared, collection, wanted)
    }

    fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        meta::get(&self.shared, key)
    }

    fn set_meta(&self, key: &str, value: &str) -> Reply<()> {
        meta::set(&self.shared, key, value)
    }

    fn meta_or_set(&self, key: &str, value: &str) -> Reply<String> {
        meta::get_or_set(&self.shared, key, value)
    }

    fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        Ok(Box::new(SqliteSnapshot::take(&self.shared)?))
    }

    fn backup(&self, target: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<(), OpenError> {
        backup::backup(&self.shared, target, progress)
    }

    fn restore(&self, source: &Path) -> Result<(), OpenError> {
        backup::restore(&self.shared, source)
    }

    fn check(&self) -> Result<Vec<String>, OpenError> {
        check::check(&self.shared)
    }

    fn outbox(&self) -> &dyn Outbox {
        &*self.shared
    }

    fn statistics(&self) -> Statistics {
        self.shared.writer.statistics()
    }
}
