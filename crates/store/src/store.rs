//! The two traits behind which a database stands: one per process, one per thread.

use std::path::Path;

use velodrome_model::data::{Aggregate, Filter, Path as FieldPath, Query};

use crate::answer::{CollectionInfo, LinkField, LinkQuery, Linked, Page, Plan, Rows};
use crate::documents::Documents;
use crate::error::{OpenError, StoreError};
use crate::outbox::Outbox;
use crate::reply::Reply;
use crate::snapshot::Snapshot;
use crate::statistics::Statistics;
use crate::write::{Write, Written};

/// An index somebody wants.
#[derive(Clone, Debug)]
pub struct IndexDeclaration {
    /// The field.
    pub field: FieldPath,
    /// Whether no two documents may have the same value there (WDE0123); missing and null values do
    /// not count.
    pub unique: bool,
}

/// A site's documents. One per process; other processes may have the same ones open.
pub trait Store: Send + Sync {
    /// A way to ask, for the thread that calls.
    fn session(&self) -> Box<dyn Session>;

    /// Changes documents; see [`crate::Write`] for what an answer promises.
    fn write(&self, write: Write) -> Reply<Written>;

    /// Makes the indexes of a collection what `wanted` says, and the collection when there is none.
    /// Declared ones that are not wanted any more go, automatic ones stay. An answer comes when all
    /// are there; unique ones that the documents contradict are WDE0123.
    fn declare_indexes(&self, collection: &str, wanted: &[IndexDeclaration]) -> Reply<()>;

    /// A value that belongs to the site and to no collection.
    fn meta(&self, key: &str) -> Result<Option<String>, StoreError>;

    /// Sets such a value.
    fn set_meta(&self, key: &str, value: &str) -> Reply<()>;

    /// Such a value; `value` when there was none, which then is set. All processes get the same.
    fn meta_or_set(&self, key: &str, value: &str) -> Reply<String>;

    /// Everything as it is at this moment, to be copied out collection by collection.
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError>;

    /// Copies everything, as it is at one moment, to a new file, while reading and writing go on.
    /// Blocks the thread; `progress` hears pages done and in all.
    fn backup(&self, target: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<(), OpenError>;

    /// Replaces everything by what a backup holds, in one transaction: whoever reads or writes, in
    /// this process or another, sees all of it or nothing. Blocks the thread; other writes wait.
    fn restore(&self, source: &Path) -> Result<(), OpenError>;

    /// Looks for contradictions: pages, indexes, and documents against their columns. Empty when all
    /// is well, else at most 100 findings. Blocks the thread, for seconds when there is much.
    fn check(&self) -> Result<Vec<String>, OpenError>;

    /// What was changed, for those who watch.
    fn outbox(&self) -> &dyn Outbox;

    /// What the writer has done.
    fn statistics(&self) -> Statistics;
}

/// The store as one thread uses it. It may hold a connection.
pub trait Session {
    /// The document of this id, in its stored form.
    fn get(&self, collection: &str, id: &str) -> Reply<Option<String>>;

    /// Those of `ids` that exist, in that order, each once.
    fn get_many(&self, collection: &str, ids: &[&str]) -> Reply<Documents>;

    /// A page of documents.
    fn query(&self, collection: &str, query: Query) -> Reply<Page>;

    /// How many documents match.
    fn count(&self, collection: &str, filter: Filter) -> Reply<u64>;

    /// The values of a field, each once, elements of arrays by themselves; ascending, unless the
    /// query's sort says descending. Dates are `{"$date":ms}`.
    fn distinct(&self, collection: &str, field: FieldPath, query: Query) -> Reply<Page>;

    /// Groups and folds.
    fn aggregate(&self, collection: &str, aggregate: Aggregate) -> Reply<Rows>;

    /// What an item refers to through a multi-reference field.
    fn linked(&self, link: &LinkQuery) -> Reply<Linked>;

    /// Whether an item refers to another through a multi-reference field.
    fn is_linked(&self, collection: &str, field: &str, from: &str, to: &str) -> Reply<bool>;

    /// The fields of a collection that have ever referred to other items, by name. Cheap: asked on
    /// every write of an item.
    fn link_fields(&self, collection: &str) -> Vec<LinkField>;

    /// The ids of the items that refer to any of `to` through a field, each once, at most `limit`; in
    /// no order.
    fn linking(&self, collection: &str, field: &str, to: &[&str], limit: u64)
    -> Reply<Vec<String>>;

    /// The names of all collections that hold this id.
    fn find_id(&self, id: &str) -> Reply<Vec<String>>;

    /// All collections, by name.
    fn collections(&self) -> Reply<Vec<CollectionInfo>>;

    /// Whether there is such a collection; cheap, and sees what other processes do.
    fn has_collection(&self, name: &str) -> bool;

    /// How a query would be answered.
    fn explain(&self, collection: &str, query: Query) -> Reply<Plan>;

    /// As [`Store::write`].
    fn write(&self, write: Write) -> Reply<Written>;
}
