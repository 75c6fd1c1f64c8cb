//! A document with what it refers to, as one line of a file.

use velodrome_model::data::public;
use velodrome_store::Scanned;

use super::super::references;

/// Appends the public form of a document with what it refers to, from which an import makes the
/// same again.
pub(super) fn push_exported(document: Scanned<'_>, out: &mut String) {
    let mut text = String::with_capacity(document.stored.len() + 64);
    public::document(document.stored, &mut text);
    references::push(document.references, &mut text);
    out.push_str(&text);
}
