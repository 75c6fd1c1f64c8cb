//! What a store is told when it is opened: where it lies, the clock, randomness, and its limits.

use std::path::PathBuf;
use std::sync::Arc;

use crate::event::StoreEvent;

/// Milliseconds since 1970; may go back, the dates that the store makes do not.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;
/// Fills bytes with randomness good enough for ids that nobody may guess.
pub type Random = Arc<dyn Fn(&mut [u8]) + Send + Sync>;
/// Takes events; called on the store's threads, must not block.
pub type Sink = Arc<dyn Fn(StoreEvent) + Send + Sync>;

/// How to open a store.
#[derive(Clone)]
pub struct Options {
    /// The database's file; it and its directory are made when absent. Two more files lie beside it
    /// while it is open (`-wal`, `-shm`).
    pub path: PathBuf,
    /// The time.
    pub clock: Clock,
    /// Randomness of new ids.
    pub random: Random,
    /// Takes events.
    pub events: Sink,
    /// Bounds.
    pub limits: Limits,
}

/// Bounds of everything the store queues, buffers or waits for.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Longest that one operation may take before it answers WDE0028.
    pub op_time_ms: u64,
    /// Writes that wait for the writer; one more answers WDE0014.
    pub writes_waiting_max: usize,
    /// Bytes of those.
    pub bytes_waiting_max: usize,
    /// Most writes in one transaction.
    pub group_writes_max: usize,
    /// Bytes of writes after which a transaction takes no further one.
    pub group_bytes_max: usize,
    /// Most items of a bulk action (WDE0006).
    pub bulk_items_max: usize,
    /// Most bytes of an import's action (WDE0009).
    pub load_bytes_max: usize,
    /// Collections a site may have.
    pub collections_max: usize,
    /// Threads that run long reads; started with the first one.
    pub readers: usize,
    /// Reads that wait for those; one more answers WDE0014.
    pub reads_waiting_max: usize,
    /// Most bytes of a page of documents, or of an aggregate's groups, held in memory.
    pub result_bytes_max: usize,
    /// A query that looks at more documents than this on an equality, range or sort field has that
    /// index made.
    pub index_after_scanned: u64,
    /// Indexes made by themselves per collection.
    pub indexes_automatic_max: usize,
    /// Largest the database may become, in bytes; 0 is no bound but the disk's.
    pub database_bytes_max: u64,
    /// How far behind the newest date a new one may be when the clock was set back. Only tests of
    /// sites, whose clock is theirs, want more than nothing.
    pub date_back_ms_max: i64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            op_time_ms: 5_000,
            writes_waiting_max: 10_000,
            bytes_waiting_max: 64 << 20,
            group_writes_max: 256,
            group_bytes_max: 4 << 20,
            bulk_items_max: 1_000,
            load_bytes_max: 64 << 20,
            collections_max: 10_000,
            readers: 2,
            reads_waiting_max: 10_000,
            result_bytes_max: 256 << 20,
            index_after_scanned: 10_000,
            indexes_automatic_max: 16,
            database_bytes_max: 0,
            date_back_ms_max: 0,
        }
    }
}
