//! A file's bytes: unpacked when they are in gzip, without a byte order mark, and counted as they
//! are read, so that progress can be shown.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;

use super::bounds::CHUNK_BYTES;
use super::fault::OpenError;

/// The content of a file.
pub(super) type Content = BufReader<Box<dyn Read + Send>>;

/// A file that was opened.
pub(super) struct Source {
    pub(super) content: Content,
    /// The file's size as it lies on disk, in bytes.
    pub(super) bytes: u64,
}

/// Opens a file; `read` counts the bytes taken from the disk.
///
/// # Errors
/// It cannot be opened or is no file.
pub(super) fn open(path: &Path, read: &Arc<AtomicU64>) -> Result<Source, OpenError> {
    let failed = |error: io::Error| OpenError::new(path, error);
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if !metadata.is_file() {
        // A table is read twice, first for its types.
        return Err(OpenError::new(path, "this is not an ordinary file"));
    }
    let counted = Counted {
        file,
        read: Arc::clone(read),
    };
    let mut raw = BufReader::with_capacity(CHUNK_BYTES, counted);
    let is_gzip = raw.fill_buf().map_err(failed)?.starts_with(&[0x1f, 0x8b]);
    let plain: Box<dyn Read + Send> = if is_gzip {
        Box::new(MultiGzDecoder::new(raw))
    } else {
        Box::new(raw)
    };
    let mut content = BufReader::with_capacity(CHUNK_BYTES, plain);
    if content
        .fill_buf()
        .map_err(failed)?
        .starts_with(b"\xef\xbb\xbf")
    {
        content.consume(3);
    }
    Ok(Source {
        content,
        bytes: metadata.len(),
    })
}

struct Counted {
    file: File,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let taken = self.file.read(into)?;
        self.read.fetch_add(taken as u64, Ordering::Relaxed);
        Ok(taken)
    }
}
