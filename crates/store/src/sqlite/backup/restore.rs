//! What a backup holds, in place of everything there is.
//!
//! It goes through the database's own locks and log as one transaction: running servers need not be
//! stopped, and whoever reads sees the old or the new, never a mixture. A crash leaves the old.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::super::open;
use super::super::pause::pause;
use super::super::schema::{Identity, LAYOUT};
use super::super::shared::Shared;
use super::failed;
use crate::error::OpenError;

/// Wait between attempts at the lock.
const RETRY: Duration = Duration::from_millis(2);

/// Replaces everything by what `source` holds.
pub(in super::super) fn restore(shared: &Shared, source: &Path) -> Result<(), OpenError> {
    let target = &shared.options.path;
    if same_file(source, target) {
        return Err(OpenError::Foreign {
            path: source.to_owned(),
            reason: "it is the database itself, no backup of it".to_owned(),
        });
    }
    let identity = examine(source)?;
    if identity.layout == LAYOUT {
        return replace(shared, source);
    }
    let newest = Newest::make(source, target, shared.options.limits.op_time_ms)?;
    replace(shared, &newest.0)
}

fn same_file(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// Refuses what is no sound backup of ours before anything is touched.
fn examine(source: &Path) -> Result<Identity, OpenError> {
    fs::metadata(source).map_err(|error| OpenError::Io {
        doing: "reading",
        path: source.to_owned(),
        error,
    })?;
    let conn = reader(source)?;
    let identity = Identity::read(&conn).map_err(|error| open::foreign(source, &error))?;
    open::refuse(source, identity)?;
    if identity.empty {
        return Err(OpenError::Foreign {
            path: source.to_owned(),
            reason: "it is empty".to_owned(),
        });
    }
    let sound: String = conn
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(failed("reading", source))?;
    if sound != "ok" {
        return Err(OpenError::Damaged {
            path: source.to_owned(),
            reason: sound,
        });
    }
    Ok(identity)
}

fn reader(source: &Path) -> Result<Connection, OpenError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(source, flags).map_err(failed("opening", source))
}

/// A copy of a backup in the newest layout, beside the database; removed when done with.
struct Newest(PathBuf);

impl Newest {
    fn make(source: &Path, target: &Path, wait_ms: u64) -> Result<Newest, OpenError> {
        let mut name = target.as_os_str().to_owned();
        name.push(format!(".{}.restoring", std::process::id()));
        let copy = Newest(PathBuf::from(name));
        fs::copy(source, &copy.0).map_err(|error| OpenError::Io {
            doing: "copying",
            path: source.to_owned(),
            error,
        })?;
        drop(open::database(&copy.0, Duration::from_millis(wait_ms))?);
        Ok(copy)
    }
}

impl Drop for Newest {
    fn drop(&mut self) {
        for ending in ["", "-wal", "-shm"] {
            let mut name = self.0.as_os_str().to_owned();
            name.push(ending);
            let _ = fs::remove_file(name);
        }
    }
}

fn replace(shared: &Shared, source: &Path) -> Result<(), OpenError> {
    let target = &shared.options.path;
    let writing = failed("restoring", target);
    let from = reader(source)?;
    let mut to = open::writer(target).map_err(&writing)?;
    let backup = Backup::new(&from, &mut to).map_err(&writing)?;
    let wait = Duration::from_millis(shared.options.limits.op_time_ms);
    let deadline = Instant::now() + wait;
    // All pages in one step: between two, the lock would be kept anyway.
    loop {
        match backup.step(-1).map_err(&writing)? {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            _ if Instant::now() < deadline => pause(RETRY),
            _ => {
                return Err(OpenError::Busy {
                    path: target.clone(),
                    waited_ms: wait.as_millis() as u64,
                });
            }
        }
    }
}
