//! What questions give.

use std::fmt;

use velodrome_model::data::Place;

use crate::documents::Documents;

/// A page of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The documents, or the values of `distinct`.
    pub documents: Documents,
    /// How many there are in all, where the query asks for it.
    pub total: Option<u64>,
    /// Where each document stands, where the query asks for it; else empty.
    pub places: Vec<Place>,
}

/// A page of an aggregation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// The rows.
    pub documents: Documents,
    /// Whether there are more after these.
    pub more: bool,
}

/// Which links to list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkQuery {
    /// Collection of the item that refers.
    pub collection: String,
    /// The field that refers.
    pub field: String,
    /// Id of the item that refers.
    pub from: String,
    /// Newest link first.
    pub descending: bool,
    /// Links to pass over.
    pub skip: u64,
    /// Most to give.
    pub limit: u64,
    /// Whether to count all.
    pub total: bool,
}

/// A field that refers to other items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkField {
    /// Its name.
    pub field: String,
    /// The collection of those items, where it is known.
    pub target: Option<String>,
}

/// Items that another refers to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Linked {
    /// Their ids, in the order in which the links were added.
    pub ids: Vec<String>,
    /// How many there are in all, where it was asked for.
    pub total: Option<u64>,
}

/// A collection as it lies in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectionInfo {
    /// Its name.
    pub name: String,
    /// How many documents it has.
    pub documents: u64,
    /// Its indexes, beside those by id and by creation.
    pub indexes: Vec<IndexInfo>,
}

/// An index of a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexInfo {
    /// The dotted path.
    pub field: String,
    /// Whether no two documents may have the same value there.
    pub unique: bool,
    /// Whether it was made by itself; else somebody declared it.
    pub automatic: bool,
}

/// How a query would be answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The way to the documents, in words.
    pub access: String,
    /// The field of the index that leads there, where one does.
    pub index: Option<String>,
    /// Whether every candidate must be read before the first can be given.
    pub sorts: bool,
    /// Whether it runs on the thread that asks; else in the pool of readers.
    pub inline: bool,
    /// What else there is to know, a line each.
    pub notes: Vec<String>,
}

/// The way to the documents, where it runs, and the notes, a line each.
impl fmt::Display for Plan {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "reads: {}", self.access)?;
        let place = if self.inline {
            "on the thread that asks"
        } else {
            "in the pool of readers"
        };
        write!(out, "runs: {place}")?;
        self.notes
            .iter()
            .try_for_each(|note| write!(out, "\nnote: {note}"))
    }
}
