//! A whole collection into a file or a pipe, as it was at one moment.

use std::fmt;
use std::io::{self, Write};
use std::ops::ControlFlow;

use flate2::Compression;
use flate2::write::GzEncoder;
use velodrome_store::{Scanned, Snapshot, StoreError};

use super::public::push_exported;
use super::table::{TableHead, Unfit};

/// Bytes that are gathered before they are written.
const CHUNK_BYTES: usize = 256 * 1024;

/// How documents are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// One document per line; an import of it gives the same documents.
    JsonLines,
    /// A table with Wix's columns.
    Csv,
}

/// Why an export ended early.
#[derive(Debug)]
pub enum ExportError {
    /// The store failed, or there is no such collection.
    Store(StoreError),
    /// The documents are no table.
    Unfit(Unfit),
    /// Writing failed.
    Write(io::Error),
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExportError::Store(error) => error.fmt(f),
            ExportError::Unfit(error) => error.fmt(f),
            ExportError::Write(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ExportError {}

impl From<StoreError> for ExportError {
    fn from(error: StoreError) -> ExportError {
        ExportError::Store(error)
    }
}

impl From<io::Error> for ExportError {
    fn from(error: io::Error) -> ExportError {
        ExportError::Write(error)
    }
}

impl From<Unfit> for ExportError {
    fn from(unfit: Unfit) -> ExportError {
        match unfit {
            Unfit::Write(error) => ExportError::Write(error),
            other => ExportError::Unfit(other),
        }
    }
}

/// Writes a collection's documents in the order in which they were inserted, in gzip when asked.
/// `progress` hears how many were written. Gives their number.
///
/// # Errors
/// What was written by then stays.
pub fn export(
    snapshot: &dyn Snapshot,
    collection: &str,
    format: ExportFormat,
    gzip: bool,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(u64),
) -> Result<u64, ExportError> {
    if gzip {
        let mut packed = GzEncoder::new(out, Compression::fast());
        let count = plain(snapshot, collection, format, &mut packed, progress)?;
        packed.finish()?.flush()?;
        return Ok(count);
    }
    let count = plain(snapshot, collection, format, out, progress)?;
    out.flush()?;
    Ok(count)
}

fn plain(
    snapshot: &dyn Snapshot,
    collection: &str,
    format: ExportFormat,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(u64),
) -> Result<u64, ExportError> {
    match format {
        ExportFormat::JsonLines => lines(snapshot, collection, out, progress),
        ExportFormat::Csv => table(snapshot, collection, out, progress),
    }
}

fn lines(
    snapshot: &dyn Snapshot,
    collection: &str,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(u64),
) -> Result<u64, ExportError> {
    let mut text = String::with_capacity(CHUNK_BYTES);
    let mut count = 0;
    each(snapshot, collection, |document| {
        push_exported(document, &mut text);
        text.push('\n');
        count += 1;
        if text.len() >= CHUNK_BYTES {
            out.write_all(text.as_bytes())?;
            text.clear();
            progress(count);
        }
        Ok(())
    })?;
    out.write_all(text.as_bytes())?;
    Ok(count)
}

fn table(
    snapshot: &dyn Snapshot,
    collection: &str,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(u64),
) -> Result<u64, ExportError> {
    const PROGRESS_EVERY: u64 = 1024;
    let mut head = TableHead::default();
    each(snapshot, collection, |document| Ok(head.see(document)?))?;
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .quote_style(csv::QuoteStyle::Necessary)
        .buffer_capacity(CHUNK_BYTES)
        .from_writer(out);
    head.write_headers(&mut writer)?;
    let mut count = 0;
    each(snapshot, collection, |document| {
        head.write_row(document, &mut writer)?;
        count += 1;
        if count % PROGRESS_EVERY == 0 {
            progress(count);
        }
        Ok(())
    })?;
    writer.flush()?;
    Ok(count)
}

/// Scans until something fails.
fn each(
    snapshot: &dyn Snapshot,
    collection: &str,
    mut visit: impl FnMut(Scanned<'_>) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let mut result = Ok(());
    snapshot.scan(collection, &mut |document| {
        result = visit(document);
        match &result {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    })?;
    result
}
