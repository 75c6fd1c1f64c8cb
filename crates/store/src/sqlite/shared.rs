//! What all threads of a store share.

use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;

use super::catalog::{Catalogue, Catalogues};
use super::failure;
use super::index::{Automatic, Builder};
use super::open;
use super::read::pool::Pool;
use super::write::Writer;
use crate::error::{OpenError, StoreError};
use crate::event::StoreEvent;
use crate::options::{Limits, Options};
use crate::reply::Reply;
use crate::write::{Write, Written};

/// The store, below its traits.
pub(crate) struct Shared {
    /// As it was opened.
    pub options: Options,
    /// The one that writes.
    pub writer: Writer,
    /// The threads that run long reads.
    pub readers: Pool,
    /// The thread that makes indexes.
    pub builder: Builder,
    /// Which indexes queries have asked for.
    pub automatic: Automatic,
    catalogues: Arc<Catalogues>,
}

impl Shared {
    /// Opens the database.
    pub(crate) fn open(options: Options) -> Result<Shared, OpenError> {
        open::prepare_file(&options.path)?;
        let wait = Duration::from_millis(options.limits.op_time_ms);
        let conn = open::database(&options.path, wait)?;
        let catalogue = Catalogue::read(&conn).map_err(|error| OpenError::Failed {
            doing: "reading",
            path: options.path.clone(),
            reason: failure::describe(&error),
        })?;
        let catalogues = Arc::new(Catalogues::new(catalogue));
        let writer = Writer::start(&options, Arc::clone(&catalogues), conn)?;
        Ok(Shared {
            options,
            writer,
            readers: Pool::default(),
            builder: Builder::default(),
            automatic: Automatic::default(),
            catalogues,
        })
    }

    /// The bounds.
    pub(crate) fn limits(&self) -> &Limits {
        &self.options.limits
    }

    /// Tells whoever runs the store.
    pub(crate) fn event(&self, event: StoreEvent) {
        (self.options.events)(event);
    }

    /// A connection that cannot write; never waits for a lock.
    pub(crate) fn open_reader(&self) -> Result<Connection, StoreError> {
        open::reader(&self.options.path)
            .map_err(|error| self.error("opening a reading connection", &error))
    }

    /// The newest catalogue this process knows.
    pub(crate) fn catalogue(&self) -> Arc<Catalogue> {
        self.catalogues.newest()
    }

    /// The catalogue that `reader` sees, other processes' changes included; inside a transaction,
    /// that transaction's.
    pub(crate) fn fresh(&self, reader: &Connection) -> rusqlite::Result<Arc<Catalogue>> {
        self.catalogues.fresh(reader)
    }

    /// A failure of SQLite as an error.
    pub(crate) fn error(&self, doing: &str, error: &rusqlite::Error) -> StoreError {
        failure::to_store(doing, error)
    }

    /// Changes documents.
    pub(crate) fn write(&self, write: Write) -> Reply<Written> {
        self.writer.write(write)
    }

    /// Runs `task` on the writer's thread in a transaction of its own, which its error rolls back.
    /// Without a deadline once it has begun; dropping the reply does not stop it.
    pub(crate) fn run<T: Send + 'static>(
        &self,
        task: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Reply<T> {
        self.writer.run(task)
    }
}
