//! Everything as it was at one moment, for those who copy it out.

use std::ops::ControlFlow;

use crate::error::StoreError;

/// The store at the moment when it was asked for, whatever is written since. It holds a connection,
/// and the log of writes cannot be shortened while it lives.
pub trait Snapshot {
    /// How many documents a collection has; `None` when there is none of that name.
    fn documents(&self, collection: &str) -> Result<Option<u64>, StoreError>;

    /// Shows `visit` every document of a collection in the order in which they were inserted, until
    /// it breaks. No collection of that name is WDE0025. Holds up the thread.
    fn scan(
        &self,
        collection: &str,
        visit: &mut dyn FnMut(Scanned<'_>) -> ControlFlow<()>,
    ) -> Result<(), StoreError>;
}

/// A document as a scan shows it.
#[derive(Clone, Copy, Debug)]
pub struct Scanned<'a> {
    /// Its stored form.
    pub stored: &'a str,
    /// What it refers to through multi-reference fields, by field.
    pub references: &'a [References],
}

/// What one multi-reference field of a document refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct References {
    /// The field.
    pub field: String,
    /// Ids, in the order in which the links were added.
    pub to: Vec<String>,
    /// The collection of those, where it is known.
    pub target: Option<String>,
}
