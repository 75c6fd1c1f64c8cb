//! From a path to connections.
//!
//! The file is made readable for its owner only, before anything is in it. What a connection is told
//! (`synchronous`, caches) was measured: docs/decisions/0010 says how.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::failure::{Cause, cause, describe};
use super::function;
use super::pause::pause;
use super::schema::{self, APPLICATION_ID, Identity, LAYOUT};
use crate::error::OpenError;

/// Bytes of a page of the file.
const PAGE_BYTES: i64 = 4096;
/// KiB of pages that the writer keeps: an import's indexes want it.
const WRITER_CACHE_KIB: i64 = 64 << 10;
/// KiB of pages that a reader keeps.
const READER_CACHE_KIB: i64 = 8 << 10;
/// Bytes of the file that readers map into memory, and so share.
const READER_MAP_BYTES: i64 = 1 << 30;
/// Pages of the log after which a commit carries them into the file.
const CHECKPOINT_PAGES: i64 = 4_000;
/// Bytes to which the log's file shrinks when it was longer.
const LOG_BYTES_KEPT: i64 = 64 << 20;
/// Statements a connection keeps prepared.
const STATEMENTS: usize = 256;
/// Wait between two attempts at a lock.
const RETRY: Duration = Duration::from_millis(2);

/// What one SQLite call may cost: a text or blob.
const VALUE_BYTES_MAX: i32 = 1 << 28;

/// Makes the file of the database, and its directory, when there is none.
pub(super) fn prepare_file(path: &Path) -> Result<(), OpenError> {
    let io = |doing, path: &Path, error| OpenError::Io {
        doing,
        path: path.to_owned(),
        error,
    };
    if let Some(directory) = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
    {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(directory)
            .map_err(|error| io("making the directory", directory, error))?;
    }
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match made {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let metadata = fs::metadata(path).map_err(|error| io("opening", path, error))?;
            if metadata.is_file() {
                return Ok(());
            }
            Err(OpenError::Foreign {
                path: path.to_owned(),
                reason: "it is no file".to_owned(),
            })
        }
        Err(error) => Err(io("making", path, error)),
    }
}

/// Opens the database for reading and writing, made or brought to this layout where need be.
/// Waits up to `wait` for other processes that do the same.
pub(super) fn database(path: &Path, wait: Duration) -> Result<Connection, OpenError> {
    let deadline = Instant::now() + wait;
    loop {
        match attempt(path) {
            Err(Attempt::Busy) if Instant::now() < deadline => pause(RETRY),
            Err(Attempt::Busy) => {
                return Err(OpenError::Busy {
                    path: path.to_owned(),
                    waited_ms: wait.as_millis() as u64,
                });
            }
            Err(Attempt::Failed(error)) => return Err(error),
            Ok(conn) => return Ok(conn),
        }
    }
}

enum Attempt {
    Busy,
    Failed(OpenError),
}

fn attempt(path: &Path) -> Result<Connection, Attempt> {
    let failed = |doing| move |error: rusqlite::Error| explain(doing, path, &error);
    let mut conn = writer(path).map_err(failed("opening"))?;
    // One view of it: else another process that is making it is seen before and after its commit.
    let identity = conn
        .unchecked_transaction()
        .and_then(|view| Identity::read(&view))
        .map_err(failed("reading"))?;
    refuse(path, identity).map_err(Attempt::Failed)?;
    if identity.layout < LAYOUT {
        upgrade(&mut conn, path)?;
    }
    Ok(conn)
}

/// Makes an empty file a database, or an old layout the newest; another process may have done so by
/// the time the lock is had.
fn upgrade(conn: &mut Connection, path: &Path) -> Result<(), Attempt> {
    let failed = |doing| move |error: rusqlite::Error| explain(doing, path, &error);
    conn.pragma_update(None, "page_size", PAGE_BYTES)
        .and_then(|()| conn.pragma_update(None, "journal_mode", "WAL"))
        .map_err(failed("preparing"))?;
    let transaction = conn
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(failed("locking"))?;
    let identity = Identity::read(&transaction).map_err(failed("reading"))?;
    refuse(path, identity).map_err(Attempt::Failed)?;
    if identity.layout < LAYOUT {
        schema::migrate(&transaction, identity.layout, schema::STEPS)
            .map_err(failed("changing the layout of"))?;
    }
    transaction.commit().map_err(failed("preparing"))
}

/// Refuses what is not ours, or newer than this program.
pub(super) fn refuse(path: &Path, identity: Identity) -> Result<(), OpenError> {
    let ours = identity.application_id == APPLICATION_ID;
    let blank = identity.empty && identity.application_id == 0 && identity.layout == 0;
    if !ours && !blank {
        return Err(OpenError::Foreign {
            path: path.to_owned(),
            reason: "it belongs to another program".to_owned(),
        });
    }
    if identity.layout > LAYOUT {
        return Err(OpenError::Newer {
            path: path.to_owned(),
            found: identity.layout,
            known: LAYOUT,
        });
    }
    Ok(())
}

fn explain(doing: &'static str, path: &Path, error: &rusqlite::Error) -> Attempt {
    Attempt::Failed(match cause(error) {
        Cause::Busy => return Attempt::Busy,
        Cause::Damaged => foreign(path, error),
        _ => OpenError::Failed {
            doing,
            path: path.to_owned(),
            reason: describe(error),
        },
    })
}

/// A file that cannot be read as a database: another kind of file, or a damaged one.
pub(super) fn foreign(path: &Path, error: &rusqlite::Error) -> OpenError {
    let path = path.to_owned();
    if error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) {
        return OpenError::Foreign {
            path,
            reason: "it is no database at all".to_owned(),
        };
    }
    OpenError::Damaged {
        path,
        reason: describe(error),
    }
}

/// A connection that writes.
pub(crate) fn writer(path: &Path) -> rusqlite::Result<Connection> {
    let conn = connect(path)?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
    conn.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    conn.pragma_update(None, "journal_size_limit", LOG_BYTES_KEPT)?;
    Ok(conn)
}

/// A connection that cannot write.
pub(crate) fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let conn = connect(path)?;
    conn.pragma_update(None, "query_only", true)?;
    conn.pragma_update(None, "cache_size", -READER_CACHE_KIB)?;
    conn.pragma_update(None, "mmap_size", READER_MAP_BYTES)?;
    Ok(conn)
}

/// Read-only files open too: whoever writes then is told.
fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(Duration::ZERO)?;
    // Else a statement with a bound LIMIT is prepared anew each time that another number is bound.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.set_limit(
        rusqlite::limits::Limit::SQLITE_LIMIT_LENGTH,
        VALUE_BYTES_MAX,
    )?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    conn.pragma_update(None, "foreign_keys", false)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    function::register(&conn)?;
    Ok(conn)
}
