//! A query: which documents, in which order, which page of them, what of each.

use super::error::DataError;
use super::filter::Filter;
use super::path::Path;

/// A query. An empty `sort` is the default order: by `_createdDate`, newest first; ties of any
/// order end with the insertion sequence, newest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// Which documents.
    pub filter: Filter,
    /// Their order, the most significant key first.
    pub sort: Vec<SortKey>,
    /// How many of them to pass over.
    pub skip: u64,
    /// How many to give at most.
    pub limit: u64,
    /// What to give of each besides `_id`; empty for everything.
    pub fields: Vec<Path>,
    /// Which references to replace by the documents they name.
    pub include: Vec<Include>,
    /// Whether to count all that match.
    pub total: bool,
    /// From where in the order to begin, instead of at its start. `skip` is then not looked at.
    pub seek: Option<Seek>,
    /// Whether to say of each document where it stands, so that a later query can begin there.
    pub places: bool,
}

/// Where a document stands, or stood, in an order. A place outlives its document, and whatever is
/// added or removed elsewhere does not move it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its sort keys as [`super::sort::composite`] writes them; empty in the default order.
    pub keys: Vec<u8>,
    /// Its `_createdDate`, in milliseconds since 1970.
    pub created_ms: i64,
    /// Its insertion sequence.
    pub sequence: i64,
}

/// A place to begin at; a document that stands there is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seek {
    /// The place.
    pub place: Place,
    /// Whether to give what comes before it, nearest to it, instead of what comes after it. The
    /// order of what is given is the query's all the same.
    pub backwards: bool,
}

impl Seek {
    /// Whether a document with these keys lies on the side asked for. Of equal keys the newest
    /// creation, then the newest insertion comes first.
    pub fn admits(&self, keys: &[u8], created_ms: i64, sequence: i64) -> bool {
        let place = &self.place;
        let order = keys
            .cmp(&place.keys)
            .then(place.created_ms.cmp(&created_ms))
            .then(place.sequence.cmp(&sequence));
        if self.backwards {
            order.is_lt()
        } else {
            order.is_gt()
        }
    }
}

/// One key of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortKey {
    /// What is compared.
    pub path: Path,
    /// Whether the greatest comes first.
    pub descending: bool,
}

/// A reference to replace by what it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Include {
    /// The reference field.
    pub path: Path,
    /// How many documents a multi-reference gives at most; none was named when `None`.
    pub limit: Option<u64>,
}

impl Default for Query {
    fn default() -> Query {
        Query {
            filter: Filter::All,
            sort: Vec::new(),
            skip: 0,
            limit: super::limits::PAGE_DEFAULT,
            fields: Vec::new(),
            include: Vec::new(),
            total: false,
            seek: None,
            places: false,
        }
    }
}

impl Query {
    /// Reads a query's JSON; every member is optional.
    pub fn parse(json: &str) -> Result<Query, DataError> {
        super::parse::query_text(json)
    }
}
