//! Files of documents, in every shape that people have them.

mod bad_files;
mod csv;
mod json;
mod names;

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::TempDir;
use velodrome_site::transfer::{Fault, Import, OpenError, Overrides};

/// A file in a folder of its own.
struct File {
    folder: TempDir,
}

fn file(content: &[u8]) -> File {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("file"), content).expect("written");
    File { folder }
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).expect("written");
    encoder.finish().expect("packed")
}

impl File {
    fn open(&self, overrides: &Overrides) -> Result<Import, OpenError> {
        Import::open(&self.folder.path().join("file"), overrides)
    }
}

/// Opens a file with this content; its folder may go, it stays open.
fn open(content: &[u8]) -> Import {
    file(content).open(&Overrides::default()).expect("readable")
}

/// What a file holds: each document with its line, each fault as it is shown.
fn read(import: Import) -> Vec<String> {
    import.map(shown).collect()
}

fn shown(found: Result<velodrome_site::transfer::Row, Fault>) -> String {
    match found {
        Ok(row) => format!("{} {}", row.line, row.json),
        Err(fault) if fault.is_last => format!("{fault} (the end)"),
        Err(fault) => fault.to_string(),
    }
}
