//! The journal: lines that are only ever added. A process reads what others added since it looked
//! last; what a crash left of a last line is no line, and the next writer takes it away.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::error::{MediaError, at};
use super::shelf::{Entry, Shelf};

/// What one process has read of the journal.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    /// Which file it was; another one is read from its beginning.
    inode: u64,
    /// Bytes of whole lines that were read.
    read_bytes: u64,
    lines: u64,
}

impl Journal {
    pub(super) fn new(path: PathBuf) -> Journal {
        Journal {
            path,
            inode: 0,
            read_bytes: 0,
            lines: 0,
        }
    }

    /// Applies the lines that came since the last time.
    pub(super) fn follow(&mut self, shelf: &mut Shelf) -> Result<(), MediaError> {
        let metadata = match std::fs::metadata(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.begin_anew(0, shelf);
                return Ok(());
            }
            looked => at("looking at", &self.path, looked)?,
        };
        if metadata.ino() != self.inode || metadata.len() < self.read_bytes {
            self.begin_anew(metadata.ino(), shelf);
        }
        if metadata.len() == self.read_bytes {
            return Ok(());
        }
        let added = at("reading", &self.path, self.added())?;
        let whole = added.iter().rposition(|byte| *byte == b'\n');
        let whole = whole.map_or(0, |place| place + 1);
        for line in added[..whole].split_inclusive(|byte| *byte == b'\n') {
            self.lines += 1;
            let entry: Entry = serde_json::from_slice(line).map_err(|_| {
                MediaError::unavailable(format_args!(
                    "{}:{} is damaged; put a copy of it back",
                    self.path.display(),
                    self.lines
                ))
            })?;
            shelf.apply(entry);
        }
        self.read_bytes += whole as u64;
        Ok(())
    }

    fn begin_anew(&mut self, inode: u64, shelf: &mut Shelf) {
        self.inode = inode;
        self.read_bytes = 0;
        self.lines = 0;
        *shelf = Shelf::default();
    }

    fn added(&self) -> io::Result<Vec<u8>> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(self.read_bytes))?;
        let mut added = Vec::new();
        file.read_to_end(&mut added)?;
        Ok(added)
    }

    /// Adds lines, which are on the disk when this returns. Callers hold the lock and have followed.
    pub(super) fn add(&mut self, entries: &[Entry]) -> Result<(), MediaError> {
        let opened = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&self.path);
        let mut file = at("opening", &self.path, opened)?;
        let mut lines = Vec::new();
        for entry in entries {
            serde_json::to_writer(&mut lines, entry).expect("it has only strings and numbers");
            lines.push(b'\n');
        }
        let is_new = self.read_bytes == 0;
        let written = file
            .set_len(self.read_bytes)
            .and_then(|()| file.seek(SeekFrom::End(0)))
            .and_then(|_| file.write_all(&lines))
            .and_then(|()| file.sync_data());
        at("writing", &self.path, written)?;
        if is_new {
            sync_dir(self.path.parent().expect("a file of the media's folder"))?;
        }
        Ok(())
    }
}

/// Makes sure that the names in a folder are on the disk.
pub(super) fn sync_dir(dir: &Path) -> Result<(), MediaError> {
    at(
        "syncing",
        dir,
        File::open(dir).and_then(|dir| dir.sync_all()),
    )
}
