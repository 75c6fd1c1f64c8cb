//! What the store tells whoever runs it, beside its answers.

use crate::error::StoreError;

/// Something that belongs into a log.
#[derive(Clone, Debug)]
pub enum StoreEvent {
    /// Writing failed for a reason that is not the site's: log it. Writing goes on by itself when the
    /// cause is gone.
    WriteFailed {
        /// Why; `internal` is for the operator.
        error: StoreError,
        /// Writes that got this answer.
        writes: usize,
    },
    /// Writing works again after [`StoreEvent::WriteFailed`].
    WriteRecovered,
    /// A collection was made.
    CollectionCreated {
        /// Its name.
        collection: String,
    },
    /// An index was made in the background because queries needed it.
    IndexCreated {
        /// The collection.
        collection: String,
        /// The dotted path.
        field: String,
        /// Documents in it.
        documents: u64,
        /// How long it took.
        took_ms: u64,
    },
    /// An index that queries need could not be made.
    IndexFailed {
        /// The collection.
        collection: String,
        /// The dotted path.
        field: String,
        /// Why.
        error: StoreError,
    },
    /// Anything else worth a line.
    Note {
        /// The line.
        message: String,
    },
}
