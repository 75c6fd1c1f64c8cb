//! The writer's connection: opened when it is needed, dropped when the file system let it down, so
//! that writing goes on by itself once the cause is gone.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, FileControl, ffi};

use super::super::failure::{Cause, cause};
use super::super::open;

/// Steps of SQLite's machine between two looks at the clock.
const STEPS_PER_LOOK: i32 = 2_000;
/// How many pages the file may have: SQLite's own bound.
const PAGES_MAX: u64 = 4_294_967_294;

/// A file's device and number on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FileNumber(u64, u64);

impl FileNumber {
    fn of(path: &Path) -> Option<FileNumber> {
        let metadata = fs::metadata(path).ok()?;
        Some(FileNumber(metadata.dev(), metadata.ino()))
    }
}

fn moved() -> rusqlite::Error {
    let message =
        "the file was moved, removed or replaced while it was in use: put it back, or restart";
    let code = ffi::Error::new(ffi::SQLITE_READONLY_DBMOVED);
    rusqlite::Error::SqliteFailure(code, Some(message.to_owned()))
}

/// A deadline that SQLite's progress handler can read.
#[derive(Debug)]
pub(super) struct Deadline {
    epoch: Instant,
    /// Microseconds since `epoch`; `u64::MAX` is none.
    at_us: AtomicU64,
}

impl Deadline {
    fn new() -> Deadline {
        Deadline {
            epoch: Instant::now(),
            at_us: AtomicU64::new(u64::MAX),
        }
    }

    /// Sets or lifts it.
    pub(super) fn set(&self, at: Option<Instant>) {
        let us = at.map_or(u64::MAX, |at| {
            at.saturating_duration_since(self.epoch).as_micros() as u64
        });
        self.at_us.store(us, Ordering::Relaxed);
    }

    /// Whether it has passed.
    pub(super) fn passed(&self) -> bool {
        let at = self.at_us.load(Ordering::Relaxed);
        at != u64::MAX && self.epoch.elapsed() >= Duration::from_micros(at)
    }
}

/// Where the connection comes from.
pub(super) struct Connector {
    path: PathBuf,
    bytes_max: u64,
    conn: Option<Connection>,
    /// Which file it is, whatever lies at its path.
    file: Option<FileNumber>,
    /// Stops what a write does.
    pub deadline: Arc<Deadline>,
}

impl Connector {
    pub(super) fn new(
        path: PathBuf,
        bytes_max: u64,
        conn: Connection,
    ) -> rusqlite::Result<Connector> {
        let mut connector = Connector {
            file: FileNumber::of(&path),
            path,
            bytes_max,
            conn: None,
            deadline: Arc::new(Deadline::new()),
        };
        connector.adopt(conn)?;
        Ok(connector)
    }

    fn adopt(&mut self, mut conn: Connection) -> rusqlite::Result<()> {
        let deadline = Arc::clone(&self.deadline);
        conn.progress_handler(STEPS_PER_LOOK, Some(move || deadline.passed()))?;
        if self.bytes_max > 0 {
            let page: i64 = conn.query_row("PRAGMA page_size", [], |row| row.get(0))?;
            let pages = (self.bytes_max / page.unsigned_abs().max(1)).clamp(1, PAGES_MAX);
            conn.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?;
        }
        self.conn = Some(conn);
        Ok(())
    }

    /// The connection, a new one when the last was dropped.
    pub(super) fn get(&mut self) -> rusqlite::Result<&Connection> {
        if self.conn.is_none() {
            if FileNumber::of(&self.path) != self.file {
                return Err(moved());
            }
            let conn = open::writer(&self.path)?;
            self.adopt(conn)?;
        }
        self.existing()
    }

    /// Refuses a file that was moved or removed: it would take writes that nobody ever finds again.
    pub(super) fn refuse_moved(&self) -> rusqlite::Result<()> {
        let mut is_moved = 0;
        self.current()
            .file_control(Some("main"), FileControl::HasMoved(&mut is_moved))?;
        if is_moved == 0 { Ok(()) } else { Err(moved()) }
    }

    fn existing(&self) -> rusqlite::Result<&Connection> {
        self.conn.as_ref().ok_or_else(|| {
            let code = ffi::Error::new(ffi::SQLITE_CANTOPEN);
            rusqlite::Error::SqliteFailure(code, Some("the connection is closed".to_owned()))
        })
    }

    /// The connection of a transaction that has begun.
    pub(super) fn current(&self) -> &Connection {
        self.conn
            .as_ref()
            .expect("a connection is dropped only after its transaction")
    }

    /// Gives the connection up.
    pub(super) fn drop_connection(&mut self) {
        self.conn = None;
    }

    /// Whether `error` means that another connection might do better.
    pub(super) fn is_spoilt_by(error: &rusqlite::Error) -> bool {
        error.sqlite_error_code() != Some(ErrorCode::DiskFull)
            && matches!(
                cause(error),
                Cause::ReadOnly | Cause::Io | Cause::Damaged | Cause::Full | Cause::Other
            )
    }
}
