//! A store in a directory of its own, with a clock and an ear for its events.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use tempfile::TempDir;
use velodrome_model::data::Item;
use velodrome_store::{
    Action, BulkOutcome, Limits, OpenError, Options, SqliteStore, Store, StoreError, StoreEvent,
    Write, Written,
};

/// When the clock of a fixture begins.
pub const START_MS: i64 = 1_700_000_000_000;
/// The site's visitor: owner of what nobody else owns.
pub const VISITOR: &str = "visitor";

/// A store and all that it was given.
pub struct Fixture {
    pub store: Arc<SqliteStore>,
    pub path: PathBuf,
    pub clock_ms: Arc<AtomicI64>,
    pub events: Arc<Mutex<Vec<StoreEvent>>>,
    /// Last: its files go after the store.
    pub directory: Option<TempDir>,
}

/// Options whose clock and events a test can see.
pub struct World {
    pub options: Options,
    pub clock_ms: Arc<AtomicI64>,
    pub events: Arc<Mutex<Vec<StoreEvent>>>,
}

pub fn world(path: &Path, limits: Limits) -> World {
    let clock_ms = Arc::new(AtomicI64::new(START_MS));
    let events: Arc<Mutex<Vec<StoreEvent>>> = Arc::default();
    let (clock, heard) = (Arc::clone(&clock_ms), Arc::clone(&events));
    // Ids that differ, in every store of every process: no test depends on what they are.
    let salt = u64::from(std::process::id());
    let counter = AtomicU64::new(0);
    let here = Arc::as_ptr(&clock_ms) as usize as u64;
    let options = Options {
        path: path.to_owned(),
        clock: Arc::new(move || clock.load(Ordering::SeqCst)),
        random: Arc::new(move |bytes| {
            let count = counter.fetch_add(1, Ordering::Relaxed);
            let mixed = (count ^ here).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            bytes[..8].copy_from_slice(&mixed.to_be_bytes());
            bytes[8..].copy_from_slice(&(count << 32 | salt).to_be_bytes());
        }),
        events: Arc::new(move |event| heard.lock().expect("no test panics here").push(event)),
        limits,
    };
    World {
        options,
        clock_ms,
        events,
    }
}

impl Fixture {
    pub fn new() -> Fixture {
        Fixture::with(Limits::default())
    }

    pub fn with(limits: Limits) -> Fixture {
        let directory = tempfile::tempdir().expect("there is a place for temporary files");
        let path = directory.path().join("data/data.sqlite");
        let mut fixture = Fixture::at(&path, limits).expect("a new database opens");
        fixture.directory = Some(directory);
        fixture
    }

    pub fn at(path: &Path, limits: Limits) -> Result<Fixture, OpenError> {
        let World {
            options,
            clock_ms,
            events,
        } = world(path, limits);
        Ok(Fixture {
            store: Arc::new(SqliteStore::open(options)?),
            path: path.to_owned(),
            clock_ms,
            events,
            directory: None,
        })
    }

    /// Closes the store and opens its file again.
    pub fn reopen(self) -> Fixture {
        let Fixture {
            store,
            path,
            directory,
            ..
        } = self;
        drop(store);
        let mut fixture = Fixture::at(&path, Limits::default()).expect("it opens again");
        fixture.directory = directory;
        fixture
    }

    /// Writes to the collection, which is made when there is none.
    pub fn write(&self, collection: &str, action: Action) -> Result<Written, StoreError> {
        self.store.write(write(collection, action)).wait()
    }

    /// Writes, and gives the item.
    pub fn item(&self, collection: &str, action: Action) -> serde_json::Value {
        match self.write(collection, action) {
            Ok(Written::Item(stored)) => parse(&stored),
            other => panic!("an item was expected, not {other:?}"),
        }
    }

    /// Writes, and gives what became of many.
    pub fn outcome(&self, collection: &str, action: Action) -> BulkOutcome {
        match self.write(collection, action) {
            Ok(Written::Bulk(outcome)) => outcome,
            other => panic!("an outcome was expected, not {other:?}"),
        }
    }

    /// Writes, and gives the number of the refusal.
    pub fn refusal(&self, collection: &str, action: Action) -> u16 {
        match self.write(collection, action) {
            Err(StoreError::Refused(error)) => error.wde.number(),
            other => panic!("a refusal was expected, not {other:?}"),
        }
    }

    /// The documents of a collection in insertion order, read past the store.
    pub fn documents(&self, collection: &str) -> Vec<serde_json::Value> {
        let conn = raw(&self.path);
        let Some(table) = table(&conn, collection) else {
            return Vec::new();
        };
        let mut rows = conn
            .prepare(&format!("SELECT doc FROM {table} ORDER BY seq"))
            .expect("the table is there");
        rows.query_map([], |row| row.get::<_, String>(0))
            .expect("it can be read")
            .map(|doc| parse(&doc.expect("it is a text")))
            .collect()
    }

    /// The ids that a field refers to.
    pub fn links(&self, collection: &str, field: &str, from: &str) -> Vec<String> {
        let conn = raw(&self.path);
        let mut rows = conn
            .prepare(
                "SELECT to_id FROM vd_links JOIN vd_collections ON number = collection
                 WHERE name = ?1 AND field = ?2 AND from_id = ?3 ORDER BY seq",
            )
            .expect("the table is there");
        rows.query_map([collection, field, from], |row| row.get(0))
            .expect("it can be read")
            .map(|id| id.expect("it is a text"))
            .collect()
    }

    /// Asserts that the database does not contradict itself.
    pub fn assert_sound(&self) {
        let found = self.store.check().expect("it can be checked");
        assert!(found.is_empty(), "{found:#?}");
    }

    /// The events since the last call.
    pub fn events(&self) -> Vec<StoreEvent> {
        std::mem::take(&mut *self.events.lock().expect("no test panics here"))
    }
}

/// A write by the visitor that may make the collection.
pub fn write(collection: &str, action: Action) -> Write {
    Write {
        collection: collection.to_owned(),
        create: true,
        owner: VISITOR.to_owned(),
        action,
    }
}

/// An item in its wire form.
pub fn item(wire: &str) -> Item {
    Item::parse(wire).expect("it is an item")
}

pub fn parse(json: &str) -> serde_json::Value {
    serde_json::from_str(json).expect("stored forms are JSON")
}

/// The file without the store around it.
pub fn raw(path: &Path) -> rusqlite::Connection {
    rusqlite::Connection::open(path).expect("it can be opened")
}

/// The name of a collection's table.
pub fn table(conn: &rusqlite::Connection, collection: &str) -> Option<String> {
    conn.query_row(
        "SELECT 'c' || number FROM vd_collections WHERE name = ?1",
        [collection],
        |row| row.get(0),
    )
    .ok()
}
