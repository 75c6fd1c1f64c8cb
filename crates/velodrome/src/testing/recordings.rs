//! The files of `fetch.record`: which of them are recorded in this run, and how they are kept. What is
//! in them is the business of `runtime/js/velo/testing/recordings.js`.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cli::Record;
use crate::report;

/// The recordings of one run.
pub(super) struct Recordings {
    record: Record,
    /// Whether tests are left out, whose calls must stay.
    is_filtered: bool,
    /// Those that this run records from the beginning.
    begun: RefCell<BTreeSet<PathBuf>>,
}

impl Recordings {
    pub(super) fn new(record: Record, is_filtered: bool) -> Recordings {
        Recordings {
            record,
            is_filtered,
            begun: RefCell::default(),
        }
    }

    /// What a test has to know of a recording: its `text`, if there is one, and what it `records`.
    ///
    /// # Errors
    /// It cannot be read, or is not there and may not be made.
    pub(super) fn open(&self, site_dir: &Path, file: &Path) -> Result<Value, String> {
        let path = site_dir.join(file);
        let shown = file.display().to_string();
        let is_there = path.is_file();
        let began = self.begun.borrow().contains(file);
        let begins = match self.record {
            Record::All => true,
            Record::Once | Record::New => !is_there,
            Record::None => {
                if !is_there {
                    return Err(format!(
                        "fetch.record: there is no recording {shown}, and `--record none` makes none"
                    ));
                }
                false
            }
        };
        if begins {
            self.begun.borrow_mut().insert(file.to_owned());
        }
        let records = match self.record {
            _ if begins || began => "everything",
            Record::New => "missing",
            _ => "nothing",
        };
        // What is recorded from the beginning keeps only what this run, or a test that is left out,
        // has put there.
        let keeps = is_there && (!begins || began || self.is_filtered);
        let text = keeps.then(|| super::host::read(&path)).transpose()?;
        Ok(json!({ "file": shown, "text": text, "records": records }))
    }

    /// Keeps a recording: whole, or as it was.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn save(
        &self,
        site_dir: &Path,
        file: &Path,
        text: &str,
        calls: u64,
    ) -> Result<(), String> {
        let path = site_dir.join(file);
        write(&path, text)
            .map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
        let calls = match calls {
            1 => "1 call".to_owned(),
            _ => format!("{calls} calls"),
        };
        report::note(format_args!("recorded: {} has {calls}", file.display()));
        Ok(())
    }
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".new");
    let new = folder.join(name);
    let mut file = std::fs::File::create(&new)?;
    file.write_all(text.as_bytes())?;
    drop(file);
    std::fs::rename(&new, path)
}
