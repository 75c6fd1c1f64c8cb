//! A copy of the database as it is at one moment.
//!
//! One read transaction spans the copy, so it is of one moment, ends however much is written
//! meanwhile, and holds up no writer. It gets its name once it is whole and on the disk.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::super::open;
use super::super::shared::Shared;
use super::failed;
use crate::error::OpenError;

/// Pages between two reports of progress.
const PAGES_PER_STEP: i32 = 1_000;

/// Copies the database to `target`, which must not be there yet.
pub(in super::super) fn backup(
    shared: &Shared,
    target: &Path,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), OpenError> {
    if target.exists() {
        return Err(OpenError::Exists {
            path: target.to_owned(),
        });
    }
    let partial = Partial::create(target)?;
    copy(&shared.options.path, &partial.0, progress)?;
    partial.become_whole(target)
}

/// A file that is removed again unless it becomes whole.
struct Partial(PathBuf);

impl Partial {
    fn create(target: &Path) -> Result<Partial, OpenError> {
        let mut name = target.as_os_str().to_owned();
        name.push(format!(".{}.partial", std::process::id()));
        let path = PathBuf::from(name);
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .map_err(io_error("making", &path))?;
        Ok(Partial(path))
    }

    fn become_whole(self, target: &Path) -> Result<(), OpenError> {
        File::open(&self.0)
            .and_then(|file| file.sync_all())
            .map_err(io_error("writing", &self.0))?;
        fs::rename(&self.0, target).map_err(io_error("naming", target))?;
        let directory = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        File::open(directory)
            .and_then(|directory| directory.sync_all())
            .map_err(io_error("writing the directory", directory))
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // Gone already when it has become whole.
        let _ = fs::remove_file(&self.0);
    }
}

fn io_error(doing: &'static str, path: &Path) -> impl Fn(io::Error) -> OpenError {
    let path = path.to_owned();
    move |error| OpenError::Io {
        doing,
        path: path.clone(),
        error,
    }
}

fn copy(source: &Path, target: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<(), OpenError> {
    let reading = failed("reading", source);
    let writing = failed("writing", target);
    let from = open::reader(source).map_err(&reading)?;
    let moment = from.unchecked_transaction().map_err(&reading)?;
    moment
        .query_row("SELECT count(*) FROM vd_meta", [], |_| Ok(()))
        .map_err(&reading)?;
    let mut to = Connection::open(target).map_err(&writing)?;
    let backup = Backup::new(&from, &mut to).map_err(&writing)?;
    loop {
        let step = backup.step(PAGES_PER_STEP).map_err(&writing)?;
        let state = backup.progress();
        let (all, left) = (state.pagecount.max(0) as u64, state.remaining.max(0) as u64);
        progress(all.saturating_sub(left), all);
        if step == StepResult::Done {
            break;
        }
    }
    drop(backup);
    moment.commit().map_err(&reading)?;
    // One file: a log beside it would have to be made, and left behind, by everybody who reads it.
    to.pragma_update(None, "journal_mode", "DELETE")
        .map_err(&writing)?;
    to.close().map_err(|(_, error)| writing(error))
}
