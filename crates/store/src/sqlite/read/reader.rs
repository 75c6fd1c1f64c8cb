//! A connection that reads, on whichever thread: a session's own, or one of the pool.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::sync::Arc;

use rusqlite::{CachedStatement, Connection};
use velodrome_model::data::{Filter, Path, SortKey, key};

use super::error::ReadError;
use super::guard::{Guard, Stop};
use super::meter::Meter;
use crate::error::StoreError;
use crate::sqlite::catalog::Collection;
use crate::sqlite::failure::{Cause, cause};
use crate::sqlite::function::index_key;
use crate::sqlite::index::automatic;
use crate::sqlite::shared::Shared;

/// Documents that are looked at before an index is made.
const SAMPLE: usize = 100;

/// Reads documents. Its methods are in the modules beside this one.
pub(crate) struct Reader {
    pub(super) conn: Connection,
    pub(super) meter: Meter,
    pub(super) result_bytes_max: usize,
    guard: Arc<Guard>,
    sql: RefCell<String>,
}

impl Reader {
    /// Opens a connection.
    pub fn open(shared: &Shared) -> Result<Reader, StoreError> {
        let mut conn = shared.open_reader()?;
        let guard = Guard::of(&mut conn).map_err(|error| shared.error("reading", &error))?;
        Ok(Reader {
            conn,
            meter: Meter::new(Arc::clone(&guard)),
            result_bytes_max: shared.limits().result_bytes_max,
            guard,
            sql: RefCell::new(String::new()),
        })
    }

    /// Begins a read; `inline` on the thread that asks.
    pub fn begin(&self, inline: bool) {
        self.meter.begin(inline);
    }

    /// How many documents the read has looked at.
    pub fn examined(&self) -> u64 {
        self.meter.documents()
    }

    /// What ends its reads.
    pub fn guard(&self) -> &Guard {
        &self.guard
    }

    /// A statement of the kept ones; its text is composed in a buffer that is kept as well.
    pub(crate) fn statement(
        &self,
        text: std::fmt::Arguments<'_>,
    ) -> Result<CachedStatement<'_>, ReadError> {
        let mut sql = self.sql.borrow_mut();
        sql.clear();
        let _ = sql.write_fmt(text);
        Ok(self.conn.prepare_cached(&sql)?)
    }

    /// Runs `read` on one collection with a single statement. `None` when there is no such
    /// collection.
    pub(crate) fn on<T>(
        &self,
        shared: &Shared,
        name: &str,
        read: impl Fn(&Collection) -> Result<T, ReadError>,
    ) -> Result<Option<T>, ReadError> {
        if let Some(collection) = shared.catalogue().get(name) {
            match read(collection) {
                Err(error) if error.is_gone() => {}
                result => return result.map(Some).map_err(|error| self.why(error)),
            }
        }
        match shared.fresh(&self.conn)?.get(name) {
            Some(collection) => read(collection).map(Some).map_err(|error| self.why(error)),
            None => Ok(None),
        }
    }

    /// Runs `read` on one collection as it is at one moment, with as many statements as it likes.
    pub(crate) fn within<T>(
        &self,
        shared: &Shared,
        name: &str,
        read: impl FnOnce(&Arc<Collection>) -> Result<T, ReadError>,
    ) -> Result<Option<T>, ReadError> {
        self.moment(|| {
            let catalogue = shared.fresh(&self.conn)?;
            catalogue.get(name).map(read).transpose()
        })
    }

    /// Runs `read` on the database as it is at one moment.
    pub(crate) fn moment<T>(
        &self,
        read: impl FnOnce() -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        let began = self.conn.prepare_cached("BEGIN")?.execute([]);
        let result = began.map_err(ReadError::from).and_then(|_| read());
        let result = result.map_err(|error| self.why(error));
        // Nothing may stop the statement that ends the transaction. One that was stopped as it began
        // may have begun all the same.
        self.guard.disarm();
        if !self.conn.is_autocommit() {
            self.conn.prepare_cached("ROLLBACK")?.execute([])?;
        }
        result
    }

    /// Has an index made when a read looked at too much for want of one. To be called after the read:
    /// also one that was stopped is worth an index.
    pub(crate) fn learn(
        &self,
        shared: &Arc<Shared>,
        collection: &Collection,
        filter: &Filter,
        sort: &[SortKey],
    ) {
        if self.meter.is_inline() || self.examined() <= shared.limits().index_after_scanned {
            return;
        }
        if let Some(path) = automatic::helpful(collection, filter, sort)
            && self.has_plain_values(collection, path).unwrap_or(false)
        {
            automatic::request(shared, collection, path);
        }
    }

    /// Whether the field's values are not arrays, which an index could not tell apart.
    fn has_plain_values(&self, collection: &Collection, path: &Path) -> Result<bool, ReadError> {
        let mut statement = self.statement(format_args!(
            "SELECT doc FROM {} ORDER BY seq DESC LIMIT {SAMPLE}",
            collection.table
        ))?;
        let mut rows = statement.query([])?;
        let (mut all, mut arrays) = (0, 0);
        while let Some(row) = rows.next()? {
            let stored = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            all += 1;
            arrays += usize::from(index_key(stored, path) == [key::ARRAY]);
        }
        Ok(arrays * 2 < all)
    }

    /// Says why SQLite was interrupted.
    fn why(&self, error: ReadError) -> ReadError {
        match error {
            ReadError::Sqlite(error) if cause(&error) == Cause::Interrupted => self
                .meter
                .stopped(self.guard.check().unwrap_or(Stop::Deadline)),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Instant;

    use super::Reader;
    use crate::options::{Limits, Options};
    use crate::sqlite::read::error::ReadError;
    use crate::sqlite::read::guard::Stop;
    use crate::sqlite::shared::Shared;

    #[test]
    fn a_read_that_is_stopped_as_it_begins_leaves_no_transaction() {
        let directory = tempfile::tempdir().expect("there is a place for temporary files");
        let shared = Shared::open(Options {
            path: directory.path().join("data.sqlite"),
            clock: Arc::new(|| 0),
            random: Arc::new(|_| {}),
            events: Arc::new(|_| {}),
            limits: Limits::default(),
        })
        .expect("a new database opens");
        let reader = Reader::open(&shared).expect("it can be read");
        // SQLite counts instructions over all runs of a statement: some of these end in it.
        let mut stopped = 0;
        for _ in 0..2_000 {
            reader.begin(false);
            reader.guard().arm(Instant::now(), None);
            match reader.moment(|| Ok(())) {
                Ok(()) => {}
                Err(ReadError::Stopped(Stop::Deadline)) => stopped += 1,
                Err(error) => panic!("{error}"),
            }
            assert!(reader.conn.is_autocommit());
        }
        assert!(stopped > 0);
    }
}
