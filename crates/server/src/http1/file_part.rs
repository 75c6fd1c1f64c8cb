//! A part of a file as the body of an answer: read piece by piece while it is written, so that a file
//! takes no more memory than a piece of it.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};

use super::wire::{Broken, Wire};

/// How much is read at a time, in bytes.
const PIECE_BYTES: usize = 256 * 1024;

/// Bytes of an open file.
#[derive(Debug, Clone)]
pub struct FilePart {
    file: Arc<File>,
    first: u64,
    bytes: u64,
}

impl FilePart {
    /// So many bytes of a file from the one at `first`. The file must have them: an answer that says
    /// how long it is cannot end early, so the connection is closed when bytes are missing.
    pub fn new(file: File, first: u64, bytes: u64) -> FilePart {
        FilePart {
            file: Arc::new(file),
            first,
            bytes,
        }
    }

    /// How many bytes.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Writes all of it behind what was collected.
    pub(super) async fn write_to<IO: AsyncRead + AsyncWrite + Unpin>(
        &self,
        wire: &mut Wire<IO>,
    ) -> Result<(), Broken> {
        let mut at = 0;
        while at < self.bytes {
            let piece = self.piece(at).await.map_err(|_| Broken)?;
            wire.flush_with(&piece).await?;
            at += piece.len() as u64;
        }
        Ok(())
    }

    /// Its next bytes after the first `at`, read on a thread that may wait for a disk.
    pub(crate) async fn piece(&self, at: u64) -> io::Result<Vec<u8>> {
        let file = Arc::clone(&self.file);
        let left = self.bytes.saturating_sub(at);
        let length = usize::try_from(left).map_or(PIECE_BYTES, |left| left.min(PIECE_BYTES));
        let first = self.first + at;
        let read = tokio::task::spawn_blocking(move || {
            let mut piece = vec![0; length];
            file.read_exact_at(&mut piece, first).map(|()| piece)
        });
        read.await.map_err(io::Error::other)?
    }
}
