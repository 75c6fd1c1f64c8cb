//! The data of a site, shared by the threads of its process.
//!
//! Nothing is opened before the first operation. What cannot be opened is tried again with the next
//! one: a full disk or a missing right may be mended while the process lives.

use super::declare::Declaring;
use super::events::Events;
use super::references::Targets;
use crate::config::{Collection, Collections, Config, Mode};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::OnceCell;
use velodrome_model::limits::Limits;
use velodrome_model::log::LogSink;
use velodrome_store::{Options, SqliteStore, Store, StoreError};

/// Name of the database in the data directory.
pub const FILE_NAME: &str = "data.sqlite";

/// Under which the store keeps the id of the visitor that all anonymous callers are.
const VISITOR: &str = "visitor_id";

/// The data of one site.
pub struct DataService {
    file: PathBuf,
    pub(super) collections: Collections,
    /// Whether a collection must exist before it is written.
    pub(super) strict: bool,
    pub(super) limits: Limits,
    pub(super) events: Arc<Events>,
    pub(super) targets: Targets,
    /// Whether the collections of contacts and what belongs to them are there.
    pub(crate) contacts: OnceCell<()>,
    opened: Mutex<Option<Opened>>,
    clock: Arc<dyn Fn() -> i64 + Send + Sync>,
    /// How far dates may go back with the clock.
    date_back_ms_max: i64,
}

/// A store that is open.
#[derive(Clone)]
pub(crate) struct Opened {
    pub(crate) store: Arc<dyn Store>,
    /// Owner of what anonymous callers insert.
    pub(crate) visitor: Arc<str>,
    pub(super) declaring: Arc<Declaring>,
}

impl DataService {
    /// The data in this data directory, under the configuration of this mode. Touches no file.
    pub fn new(
        data_dir: &Path,
        config: &Config,
        mode: Mode,
        logs: Arc<dyn LogSink>,
    ) -> DataService {
        DataService {
            file: data_dir.join(FILE_NAME),
            collections: config.collections.clone(),
            strict: config.strict_collections(mode),
            limits: config.limits(mode),
            events: Arc::new(Events::new(logs)),
            targets: Targets::default(),
            contacts: OnceCell::new(),
            opened: Mutex::default(),
            clock: Arc::new(now_ms),
            date_back_ms_max: 0,
        }
    }

    /// The same with another clock for the times of documents, in milliseconds since 1970, which may
    /// be set back.
    #[must_use]
    pub fn with_clock(self, clock: Arc<dyn Fn() -> i64 + Send + Sync>) -> DataService {
        DataService {
            clock,
            date_back_ms_max: i64::MAX,
            ..self
        }
    }

    /// Copies the documents, as they are now, into another data directory that has none. Nothing is
    /// copied where nothing was opened. Blocks the thread.
    ///
    /// # Errors
    /// The copy cannot be written.
    pub fn copy_to(&self, data_dir: &Path) -> Result<(), StoreError> {
        let opened = self
            .opened
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let Some(opened) = opened else {
            return Ok(());
        };
        prepare_dir(data_dir).map_err(|error| StoreError::failed(error.to_string()))?;
        let copied = opened
            .store
            .backup(&data_dir.join(FILE_NAME), &mut |_, _| {});
        copied.map_err(|error| StoreError::failed(error.to_string()))
    }

    /// What was declared of a collection.
    pub(super) fn declared(&self, collection: &str) -> Option<&Collection> {
        self.collections.declared.get(collection)
    }

    /// The data directory.
    pub(crate) fn dir(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new("."))
    }

    /// The store itself, for what belongs to the site rather than to its code.
    ///
    /// # Errors
    /// It cannot be opened.
    pub fn store(&self) -> Result<Arc<dyn Store>, StoreError> {
        self.open().map(|opened| opened.store)
    }

    /// Tells the operator of an error.
    pub(crate) fn tell(&self, error: &StoreError) {
        self.events.failed(error);
    }

    /// The store, opened when it is not yet. Other threads wait meanwhile.
    ///
    /// # Errors
    /// It cannot be opened.
    pub(super) fn open(&self) -> Result<Opened, StoreError> {
        // A panic while it was locked left either nothing or all of it.
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(opened) = &*opened {
            return Ok(opened.clone());
        }
        let new = self.open_now()?;
        *opened = Some(new.clone());
        Ok(new)
    }

    fn open_now(&self) -> Result<Opened, StoreError> {
        let dir = self.file.parent().unwrap_or(Path::new("."));
        prepare_dir(dir).map_err(|error| {
            StoreError::failed(format!("making {} failed: {error}", dir.display()))
        })?;
        let store = SqliteStore::open(self.options())
            .map_err(|error| StoreError::failed(error.to_string()))?;
        let store: Arc<dyn Store> = Arc::new(store);
        let visitor = visitor(&store)?;
        let declaring = Declaring::start(&store, &self.collections, &self.events);
        Ok(Opened {
            store,
            visitor: visitor.into(),
            declaring: Arc::new(declaring),
        })
    }

    fn options(&self) -> Options {
        let events = Arc::clone(&self.events);
        let defaults = velodrome_store::Limits::default();
        let count = |value: u64| usize::try_from(value).unwrap_or(usize::MAX);
        Options {
            path: self.file.clone(),
            clock: Arc::clone(&self.clock),
            random: Arc::new(|bytes| {
                getrandom::fill(bytes).expect("the system has randomness once it is up");
            }),
            events: Arc::new(move |event| events.tell(event)),
            limits: velodrome_store::Limits {
                op_time_ms: self.limits.data_time_ms_max,
                writes_waiting_max: count(self.limits.data_queue_max),
                reads_waiting_max: count(self.limits.data_queue_max),
                readers: count(self.limits.data_readers_max),
                date_back_ms_max: self.date_back_ms_max,
                ..defaults
            },
        }
    }
}

/// Makes the data directory, which no version control is meant to keep.
pub(crate) fn prepare_dir(dir: &Path) -> io::Result<()> {
    std::fs::create_dir_all(dir)?;
    let ignore = dir.join(".gitignore");
    if ignore.exists() {
        return Ok(());
    }
    std::fs::write(ignore, "*\n")
}

/// Milliseconds since 1970.
pub(crate) fn now_ms() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// The site's visitor: made once, the same in all processes from then on.
pub(super) fn visitor(store: &Arc<dyn Store>) -> Result<String, StoreError> {
    if let Some(known) = store.meta(VISITOR)? {
        return Ok(known);
    }
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the system has randomness once it is up");
    let reply = store.meta_or_set(VISITOR, &uuid(bytes));
    // This thread may drive an event loop, which must not be driven from within.
    let waiter = std::thread::Builder::new()
        .name("data-visitor".to_owned())
        .spawn(move || match reply {
            velodrome_store::Reply::Now(result) => result,
            later => later.wait(),
        })
        .map_err(|error| StoreError::failed(format!("no thread: {error}")))?;
    waiter
        .join()
        .unwrap_or_else(|_| Err(StoreError::failed("the thread that waited panicked")))
}

/// A random UUID (RFC 9562, version 4).
pub(crate) fn uuid(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = data_encoding::HEXLOWER.encode(&bytes);
    [0..8, 8..12, 12..16, 16..20, 20..32]
        .map(|part| &hex[part])
        .join("-")
}
