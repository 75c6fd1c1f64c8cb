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
        let (mut at, mut left) = (self.first, self.bytes);
        let mut piece = Vec::new();
        while left > 0 {
            let length = usize::try_from(left).map_or(PIECE_BYTES, |left| left.min(PIECE_BYTES));
            piece = self.read(piece, at, length).await.map_err(|_| Broken)?;
            wire.flush_with(&piece).await?;
            at += length as u64;
            left -= length as u64;
        }
        Ok(())
    }

    /// Reads on a thread that may wait for a disk.
    async fn read(&self, mut piece: Vec<u8>, at: u64, length: usize) -> io::Result<Vec<u8>> {
        let file = Arc::clone(&self.file);
        let read = tokio::task::spawn_blocking(move || {
            piece.resize(length, 0);
            file.read_exact_at(&mut piece, at).map(|()| piece)
        });
        read.await.map_err(io::Error::other)?
    }
}
