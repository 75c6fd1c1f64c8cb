//! Filling an index with the documents that were there before it.
//!
//! Keys are read by a reader in chunks, sorted, and entered by the writer in batches. Sorted, because
//! an entry in a page of its own would cost a page of the log each; in batches, because other writes
//! wait for no more than one. A document that changed after its key was read is in the `touched`
//! table by then, and is left out.

use std::time::{Duration, Instant};

use rusqlite::{Connection, params};
use velodrome_model::data::{Path, Wde, reader};

use crate::error::StoreError;
use crate::sqlite::catalog::{Collection, Index};
use crate::sqlite::failure;
use crate::sqlite::function::{index_key, unique_key};

/// Documents whose keys are held at a time.
const CHUNK_ENTRIES: usize = 400_000;
/// Bytes of those keys.
const CHUNK_BYTES: usize = 48 << 20;
/// Bytes an entry costs beside its keys.
const ENTRY_BYTES: usize = 88;
/// Entries of the first batch.
const BATCH: usize = 2_000;
/// How long a batch should take.
const BATCH_TIME: Duration = Duration::from_millis(15);
/// Values that a report of duplicates names.
const NAMED_MAX: usize = 5;
/// Characters of each.
const NAMED_CHARS: usize = 60;

/// What the index will hold of a document.
pub(super) struct Entry {
    key: Vec<u8>,
    unique: Option<Vec<u8>>,
    created_ms: i64,
    seq: i64,
}

/// Keys of documents that lie one after the other.
pub(super) struct Chunk {
    /// In the order of keys, the last first: batches are taken from the end.
    pub entries: Vec<Entry>,
    /// Where the next chunk begins; nothing when this is the last.
    pub next_seq: Option<i64>,
}

/// Reads the keys of documents from `from_seq` on.
pub(super) fn read(
    conn: &Connection,
    collection: &Collection,
    index: &Index,
    from_seq: i64,
) -> Result<Chunk, StoreError> {
    let path = Path::parse(&index.field).map_err(StoreError::Refused)?;
    let failed = |error| failure::to_store("reading documents for an index", &error);
    let mut statement = conn
        .prepare_cached(&format!(
            "SELECT seq, created, doc FROM {} WHERE seq >= ?1 ORDER BY seq",
            collection.table
        ))
        .map_err(failed)?;
    let mut rows = statement.query([from_seq]).map_err(failed)?;
    let mut entries = Vec::new();
    let mut bytes = 0;
    let mut next_seq = None;
    while let Some(row) = rows.next().map_err(failed)? {
        let seq = row.get(0).map_err(failed)?;
        if entries.len() >= CHUNK_ENTRIES || bytes >= CHUNK_BYTES {
            next_seq = Some(seq);
            break;
        }
        let doc = row.get_ref(2).map_err(failed)?;
        let doc = doc.as_str().map_err(|error| failed(error.into()))?;
        let entry = Entry {
            key: index_key(doc, &path),
            unique: index.unique.then(|| unique_key(doc, &path)).flatten(),
            created_ms: row.get(1).map_err(failed)?,
            seq,
        };
        bytes += ENTRY_BYTES + entry.key.len() + entry.unique.as_ref().map_or(0, Vec::len);
        entries.push(entry);
    }
    entries.sort_unstable_by(|one, other| {
        (&other.key, one.created_ms, one.seq).cmp(&(&one.key, other.created_ms, other.seq))
    });
    Ok(Chunk { entries, next_seq })
}

/// Batches that take about as long as they should.
pub(super) struct Pace {
    /// Entries of the next batch.
    pub entries: usize,
}

impl Pace {
    pub(super) fn new() -> Pace {
        Pace { entries: BATCH }
    }

    /// Learns from a batch that took `took`.
    pub(super) fn learn(&mut self, took: Duration) {
        if took > BATCH_TIME {
            self.entries = (self.entries / 2).max(100);
        } else if took < BATCH_TIME / 3 {
            self.entries = (self.entries * 2).min(50_000);
        }
    }
}

/// What a batch came to.
pub(super) struct Entered {
    /// Those that are left.
    pub left: Vec<Entry>,
    /// How long it took.
    pub took: Duration,
    /// Documents that have a value which another has as well.
    pub duplicates: Vec<i64>,
}

/// Enters the last `count` of `entries`. To be called in a transaction.
pub(super) fn enter(
    conn: &Connection,
    index: &Index,
    mut entries: Vec<Entry>,
    count: usize,
) -> rusqlite::Result<Entered> {
    let started = Instant::now();
    let name = &index.name;
    let mut insert = conn.prepare_cached(&format!(
        "INSERT OR IGNORE INTO {name} SELECT ?1, ?2, ?3 \
         WHERE NOT EXISTS (SELECT 1 FROM {name}_touched WHERE seq = ?3)"
    ))?;
    let mut unique = match index.unique {
        true => Some(Unique::prepare(conn, name)?),
        false => None,
    };
    let mut duplicates = Vec::new();
    for entry in entries.drain(entries.len().saturating_sub(count)..) {
        insert.execute(params![entry.key, entry.created_ms, entry.seq])?;
        if let (Some(unique), Some(key)) = (&mut unique, &entry.unique)
            && !unique.enter(key, entry.seq)?
            && duplicates.len() < NAMED_MAX
        {
            duplicates.push(entry.seq);
        }
    }
    Ok(Entered {
        left: entries,
        took: started.elapsed(),
        duplicates,
    })
}

/// Enters values that must differ.
struct Unique<'c> {
    insert: rusqlite::CachedStatement<'c>,
    other: rusqlite::CachedStatement<'c>,
}

impl<'c> Unique<'c> {
    fn prepare(conn: &'c Connection, name: &str) -> rusqlite::Result<Unique<'c>> {
        Ok(Unique {
            insert: conn.prepare_cached(&format!(
                "INSERT OR IGNORE INTO {name}_unique SELECT ?1, ?2 \
                 WHERE NOT EXISTS (SELECT 1 FROM {name}_touched WHERE seq = ?2)"
            ))?,
            other: conn.prepare_cached(&format!(
                "SELECT 1 FROM {name}_unique WHERE key = ?1 AND seq <> ?2 \
                 AND NOT EXISTS (SELECT 1 FROM {name}_touched WHERE seq = ?2)"
            ))?,
        })
    }

    /// Whether no other document has the value.
    fn enter(&mut self, key: &[u8], seq: i64) -> rusqlite::Result<bool> {
        Ok(
            self.insert.execute(params![key, seq])? == 1
                || !self.other.exists(params![key, seq])?,
        )
    }
}

/// Why a unique index cannot be: names the values.
pub(super) fn contradiction(
    conn: &Connection,
    collection: &Collection,
    index: &Index,
    duplicates: &[i64],
) -> rusqlite::Result<StoreError> {
    let path = Path::parse(&index.field).ok();
    let mut values: Vec<String> = Vec::new();
    for seq in duplicates {
        let doc: String = conn.query_row(
            &format!("SELECT doc FROM {} WHERE seq = ?1", collection.table),
            [seq],
            |row| row.get(0),
        )?;
        if let Some(raw) = path.as_ref().and_then(|path| reader::find(&doc, path)) {
            let value: String = raw.text().chars().take(NAMED_CHARS).collect();
            if !values.contains(&value) {
                values.push(value);
            }
        }
    }
    Ok(StoreError::refused(
        Wde::UNIQUE_VIOLATED,
        format!(
            "Field [{}] of collection [{}] cannot be unique yet: more than one item has {}. Change \
             those items, then start again.",
            index.field,
            collection.name,
            values.join(", ")
        ),
    ))
}
