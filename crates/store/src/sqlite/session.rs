//! The store as one thread uses it: its own connection for what is short, the pool for the rest.
//!
//! What is short is decided by the way to the documents before anything is read. Should a read grow
//! all the same (long documents, a cold disk), it is given up after a few milliseconds of work and begun anew
//! in the pool, so that no thread with other requests is held up.

use std::cell::OnceCell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use velodrome_model::data::{Aggregate, Filter, Path, Query};

use super::read::error::ReadError;
use super::read::reader::Reader;
use super::shared::Shared;
use crate::answer::{CollectionInfo, LinkField, LinkQuery, Linked, Page, Plan, Rows};
use crate::documents::Documents;
use crate::error::StoreError;
use crate::reply::Reply;
use crate::store::Session;
use crate::write::{Write, Written};

/// How long a read may take on the thread that asks, should the disk be slow.
const INLINE_TIME: Duration = Duration::from_millis(50);
/// How often SQLite may ask its guard meanwhile: some milliseconds of work.
const INLINE_STEPS: u64 = 200;
/// Ids that are looked up on the thread that asks.
const INLINE_IDS: usize = 1_000;

/// A thread's way to ask.
pub(crate) struct SqliteSession {
    shared: Arc<Shared>,
    reader: OnceCell<Reader>,
}

impl SqliteSession {
    /// A session of a store. It opens its connection when it is first asked.
    pub(crate) fn new(shared: Arc<Shared>) -> SqliteSession {
        SqliteSession {
            shared,
            reader: OnceCell::new(),
        }
    }

    fn reader(&self) -> Result<&Reader, StoreError> {
        if let Some(reader) = self.reader.get() {
            return Ok(reader);
        }
        let opened = Reader::open(&self.shared)?;
        Ok(self.reader.get_or_init(|| opened))
    }

    fn deadline(&self) -> Instant {
        Instant::now() + Duration::from_millis(self.shared.limits().op_time_ms)
    }

    /// Runs `read` here when it is short, else in the pool.
    fn read<T: Send + 'static>(
        &self,
        inline: bool,
        read: impl Fn(&Reader, &Arc<Shared>) -> Result<T, ReadError> + Send + 'static,
    ) -> Reply<T> {
        let deadline = self.deadline();
        if inline {
            match self.read_inline(&read) {
                Err(ReadError::NotInline) => {}
                result => return Reply::Now(result.map_err(ReadError::into_store)),
            }
        }
        self.shared
            .readers
            .run(&self.shared, deadline, move |reader, shared| {
                reader.begin(false);
                read(reader, shared)
            })
    }

    fn read_inline<T>(
        &self,
        read: &impl Fn(&Reader, &Arc<Shared>) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        let reader = self.reader()?;
        reader.begin(true);
        reader.guard().arm(Instant::now() + INLINE_TIME, None);
        reader.guard().bound(INLINE_STEPS);
        let result = read(reader, &self.shared);
        reader.guard().disarm();
        result
    }
}

impl Session for SqliteSession {
    fn get(&self, collection: &str, id: &str) -> Reply<Option<String>> {
        let get = || self.reader()?.get(&self.shared, collection, id);
        Reply::Now(get().map_err(ReadError::into_store))
    }

    fn get_many(&self, collection: &str, ids: &[&str]) -> Reply<Documents> {
        let collection = collection.to_owned();
        let ids: Vec<String> = ids.iter().map(|&id| id.to_owned()).collect();
        self.read(ids.len() <= INLINE_IDS, move |reader, shared| {
            reader.get_many(shared, &collection, &ids)
        })
    }

    fn query(&self, collection: &str, query: Query) -> Reply<Page> {
        let collection = collection.to_owned();
        self.read(true, move |reader, shared| {
            reader.query(shared, &collection, &query)
        })
    }

    fn count(&self, collection: &str, filter: Filter) -> Reply<u64> {
        let collection = collection.to_owned();
        self.read(true, move |reader, shared| {
            reader.count(shared, &collection, &filter)
        })
    }

    fn distinct(&self, collection: &str, field: Path, query: Query) -> Reply<Page> {
        let collection = collection.to_owned();
        self.read(true, move |reader, shared| {
            reader.distinct(shared, &collection, &field, &query)
        })
    }

    fn aggregate(&self, collection: &str, aggregate: Aggregate) -> Reply<Rows> {
        let collection = collection.to_owned();
        self.read(true, move |reader, shared| {
            reader.aggregate(shared, &collection, &aggregate)
        })
    }

    fn linked(&self, link: &LinkQuery) -> Reply<Linked> {
        let link = link.clone();
        self.read(true, move |reader, shared| reader.linked(shared, &link))
    }

    fn is_linked(&self, collection: &str, field: &str, from: &str, to: &str) -> Reply<bool> {
        let [collection, field, from, to] = [collection, field, from, to].map(str::to_owned);
        self.read(true, move |reader, shared| {
            reader.is_linked(shared, &collection, &field, &from, &to)
        })
    }

    fn link_fields(&self, collection: &str) -> Vec<LinkField> {
        let catalogue = match self.reader() {
            Ok(reader) => reader.catalogue(&self.shared),
            Err(_) => self.shared.catalogue(),
        };
        let Some(collection) = catalogue.get(collection) else {
            return Vec::new();
        };
        let name = |number| Some(catalogue.numbered(number)?.name.clone());
        let fields = collection.link_fields.iter();
        fields
            .map(|(field, target)| LinkField {
                field: field.clone(),
                target: target.and_then(name),
            })
            .collect()
    }

    fn linking(
        &self,
        collection: &str,
        field: &str,
        to: &[&str],
        limit: u64,
    ) -> Reply<Vec<String>> {
        let [collection, field] = [collection, field].map(str::to_owned);
        let to: Vec<String> = to.iter().map(|&id| id.to_owned()).collect();
        self.read(true, move |reader, shared| {
            reader.linking(shared, &collection, &field, &to, limit)
        })
    }

    fn find_id(&self, id: &str) -> Reply<Vec<String>> {
        let id = id.to_owned();
        self.read(true, move |reader, shared| reader.find_id(shared, &id))
    }

    fn collections(&self) -> Reply<Vec<CollectionInfo>> {
        self.read(true, |reader, shared| reader.collections(shared))
    }

    fn has_collection(&self, name: &str) -> bool {
        self.shared.catalogue().get(name).is_some()
            || self
                .reader()
                .is_ok_and(|reader| reader.sees_collection(&self.shared, name))
    }

    fn explain(&self, collection: &str, query: Query) -> Reply<Plan> {
        let collection = collection.to_owned();
        self.read(false, move |reader, shared| {
            reader.explain(shared, &collection, &query)
        })
    }

    fn write(&self, write: Write) -> Reply<Written> {
        self.shared.write(write)
    }
}
