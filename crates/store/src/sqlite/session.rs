//! The store as one thread uses it.

use std::sync::Arc;

use velodrome_model::data::{Aggregate, Filter, Path, Query};

use super::shared::Shared;
use crate::answer::{CollectionInfo, LinkQuery, Linked, Page, Plan, Rows};
use crate::documents::Documents;
use crate::error::StoreError;
use crate::reply::Reply;
use crate::store::Session;
use crate::write::{Write, Written};

/// A thread's way to ask.
pub(crate) struct SqliteSession {
    shared: Arc<Shared>,
}

impl SqliteSession {
    /// A session of a store.
    pub(crate) fn new(shared: Arc<Shared>) -> SqliteSession {
        SqliteSession { shared }
    }
}

fn missing<T>() -> Reply<T> {
    Reply::Now(Err(StoreError::failed("reading is not there yet")))
}

impl Session for SqliteSession {
    fn get(&self, _collection: &str, _id: &str) -> Reply<Option<String>> {
        missing()
    }
    fn get_many(&self, _collection: &str, _ids: &[&str]) -> Reply<Documents> {
        missing()
    }
    fn query(&self, _collection: &str, _query: Query) -> Reply<Page> {
        missing()
    }
    fn count(&self, _collection: &str, _filter: Filter) -> Reply<u64> {
        missing()
    }
    fn distinct(&self, _collection: &str, _field: Path, _query: Query) -> Reply<Page> {
        missing()
    }
    fn aggregate(&self, _collection: &str, _aggregate: Aggregate) -> Reply<Rows> {
        missing()
    }
    fn linked(&self, _link: &LinkQuery) -> Reply<Linked> {
        missing()
    }
    fn is_linked(&self, _collection: &str, _field: &str, _from: &str, _to: &str) -> Reply<bool> {
        missing()
    }
    fn find_id(&self, _id: &str) -> Reply<Vec<String>> {
        missing()
    }
    fn collections(&self) -> Reply<Vec<CollectionInfo>> {
        missing()
    }
    fn has_collection(&self, name: &str) -> bool {
        self.shared.catalogue().get(name).is_some()
    }
    fn explain(&self, _collection: &str, _query: Query) -> Reply<Plan> {
        missing()
    }
    fn write(&self, write: Write) -> Reply<Written> {
        self.shared.write(write)
    }
}
