//! Counts what a read looks at, and ends one that grew beyond what it was let in for.

use std::cell::Cell;
use std::sync::Arc;

use super::error::ReadError;
use super::guard::{Guard, Stop};

/// Documents that a read on the asking thread may look at.
const INLINE_DOCUMENTS: u64 = 2_000;
/// Bytes of them.
const INLINE_BYTES: u64 = 2 << 20;
/// Bytes looked at between two questions to the guard.
const BYTES_BETWEEN: u64 = 64 << 10;
/// Documents looked at between two questions to the guard.
const DOCUMENTS_BETWEEN: u64 = 64;

/// The meter of a connection.
pub(crate) struct Meter {
    guard: Arc<Guard>,
    inline: Cell<bool>,
    documents: Cell<u64>,
    bytes: Cell<u64>,
    asked_at: Cell<(u64, u64)>,
}

impl Meter {
    /// One that asks `guard`.
    pub fn new(guard: Arc<Guard>) -> Meter {
        Meter {
            guard,
            inline: Cell::new(false),
            documents: Cell::new(0),
            bytes: Cell::new(0),
            asked_at: Cell::new((0, 0)),
        }
    }

    /// Begins a read; `inline` on the asking thread.
    pub fn begin(&self, inline: bool) {
        self.inline.set(inline);
        self.documents.set(0);
        self.bytes.set(0);
        self.asked_at.set((0, 0));
    }

    /// Whether the read runs on the thread that asks.
    pub fn is_inline(&self) -> bool {
        self.inline.get()
    }

    /// How many documents were looked at.
    pub fn documents(&self) -> u64 {
        self.documents.get()
    }

    /// Takes note of a document of `bytes`.
    pub fn charge(&self, bytes: usize) -> Result<(), ReadError> {
        let documents = self.documents.get() + 1;
        let bytes = self.bytes.get() + bytes as u64;
        self.documents.set(documents);
        self.bytes.set(bytes);
        if self.inline.get() && (documents > INLINE_DOCUMENTS || bytes > INLINE_BYTES) {
            return Err(ReadError::NotInline);
        }
        let (then_documents, then_bytes) = self.asked_at.get();
        if documents < then_documents + DOCUMENTS_BETWEEN && bytes < then_bytes + BYTES_BETWEEN {
            return Ok(());
        }
        self.asked_at.set((documents, bytes));
        match self.guard.check() {
            None => Ok(()),
            Some(stop) => Err(self.stopped(stop)),
        }
    }

    /// What it means that the guard stopped the read.
    pub fn stopped(&self, stop: Stop) -> ReadError {
        if self.inline.get() {
            ReadError::NotInline
        } else {
            ReadError::Stopped(stop)
        }
    }
}
