//! `velodrome data export`: a collection as it is at one moment, to stdout or into a file that is
//! there whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use velodrome_site::transfer::{self, ExportError};
use velodrome_store::Snapshot;

use super::open;
use super::progress::Bar;
use crate::cli::data::{ExportArgs, ExportFormat};
use crate::commands::site::Stop;
use crate::report;

pub(super) fn run(args: &ExportArgs) -> Result<(), Stop> {
    let store = open::existing(&args.store)?;
    open::session(&*store, &args.collection)?;
    let snapshot = store.snapshot().map_err(open::failed)?;
    let Some(file) = &args.file else {
        return to_stdout(&*snapshot, args);
    };
    let count = to_file(&*snapshot, args, file).map_err(|error| {
        Stop::failed(format_args!("writing {} failed: {error}", file.display()))
    })?;
    report::note(format_args!(
        "wrote {count} documents to {}",
        file.display()
    ));
    Ok(())
}

fn to_stdout(snapshot: &dyn Snapshot, args: &ExportArgs) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    let done = write(snapshot, args, false, &mut out, &mut |_| {});
    match done {
        // A reader that went away has what it wanted.
        Err(ExportError::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map(|_| ()).map_err(Stop::failed),
    }
}

fn to_file(snapshot: &dyn Snapshot, args: &ExportArgs, file: &Path) -> Result<u64, ExportError> {
    let part = part_of(file);
    let written = File::create(&part)
        .map_err(ExportError::from)
        .and_then(|mut out| {
            let count = fill(snapshot, args, file, &mut out)?;
            out.sync_all()?;
            fs::rename(&part, file)?;
            Ok(count)
        });
    if written.is_err() {
        // What is left of it is of no use to anybody; a failure to remove it adds nothing.
        let _ = fs::remove_file(&part);
    }
    written
}

fn fill(
    snapshot: &dyn Snapshot,
    args: &ExportArgs,
    file: &Path,
    out: &mut dyn Write,
) -> Result<u64, ExportError> {
    let documents = snapshot.documents(&args.collection)?.unwrap_or_default();
    let mut bar = Bar::new("exporting");
    let gzip = ends(file, ".gz");
    let written = write(snapshot, args, gzip, out, &mut |count| {
        bar.show(count, documents, &format!("{count} documents"));
    });
    bar.clear();
    written
}

fn write(
    snapshot: &dyn Snapshot,
    args: &ExportArgs,
    gzip: bool,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(u64),
) -> Result<u64, ExportError> {
    let names_csv = |file: &PathBuf| ends(file, ".csv") || ends(file, ".csv.gz");
    let format = match args.format {
        Some(ExportFormat::Csv) => transfer::ExportFormat::Csv,
        None if args.file.as_ref().is_some_and(names_csv) => transfer::ExportFormat::Csv,
        Some(ExportFormat::Jsonl) | None => transfer::ExportFormat::JsonLines,
    };
    transfer::export(snapshot, &args.collection, format, gzip, out, progress)
}

/// Whether a file's name ends so, in any case of letters.
fn ends(file: &Path, ending: &str) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.to_ascii_lowercase().ends_with(ending)
}

/// The file while it is being written, in the same folder.
fn part_of(file: &Path) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    file.with_file_name(name)
}
