//! The one that writes: a thread, its queue, and what it does for each action.

use std::sync::Arc;

use rusqlite::Connection;

use super::catalog::Catalogues;
use crate::error::{OpenError, StoreError};
use crate::options::Options;
use crate::reply::Reply;
use crate::statistics::Statistics;
use crate::write::{Write, Written};

pub(crate) struct Writer {}

impl Writer {
    pub(crate) fn start(
        _options: &Options,
        _catalogues: Arc<Catalogues>,
        _conn: Connection,
    ) -> Result<Writer, OpenError> {
        Ok(Writer {})
    }

    pub(crate) fn write(&self, _write: Write) -> Reply<Written> {
        Reply::Now(Err(StoreError::failed("writing is not there yet")))
    }

    pub(crate) fn run<T: Send + 'static>(
        &self,
        _task: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Reply<T> {
        Reply::Now(Err(StoreError::failed("writing is not there yet")))
    }

    pub(crate) fn statistics(&self) -> Statistics {
        Statistics::default()
    }
}
