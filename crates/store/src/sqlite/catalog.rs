//! Which collections there are, and what of them lies where.
//!
//! Every operation needs it, and other processes may change it at any moment. SQLite counts changes
//! of the schema in the file; a catalogue carries the count it was read at, so that "still true?" is
//! one number to compare.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use rusqlite::Connection;

/// An index of a collection, beside those by id and by creation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Index {
    /// Its number, never used twice.
    pub number: i64,
    /// Its name in SQL.
    pub name: String,
    /// The dotted path.
    pub field: String,
    /// Whether values must differ.
    pub unique: bool,
    /// Whether it was made by itself.
    pub automatic: bool,
    /// Whether all documents are in it; one that is being filled is of no use to a reader yet.
    pub ready: bool,
}

/// A collection.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Collection {
    /// Its number, never used twice.
    pub number: i64,
    /// Its name.
    pub name: String,
    /// The name of its table in SQL: `c12`.
    pub table: String,
    /// Its indexes, by number.
    pub indexes: Vec<Index>,
    /// Its fields that have ever referred to other items, by name, and the number of the collection
    /// of those where it is known.
    pub link_fields: Vec<(String, Option<i64>)>,
}

/// All collections at one moment.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    /// The file's count of schema changes.
    pub version: i64,
    collections: HashMap<String, Arc<Collection>>,
}

impl Catalogue {
    /// Reads it, consistently.
    pub(crate) fn read(conn: &Connection) -> rusqlite::Result<Catalogue> {
        if !conn.is_autocommit() {
            return Catalogue::read_within(conn);
        }
        let transaction = conn.unchecked_transaction()?;
        Catalogue::read_within(&transaction)
    }

    fn read_within(conn: &Connection) -> rusqlite::Result<Catalogue> {
        let version = version(conn)?;
        let mut indexes = indexes(conn)?;
        let mut link_fields = link_fields(conn)?;
        let mut rows = conn.prepare_cached("SELECT number, name FROM vd_collections")?;
        let collections = rows
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .map(|row| {
                let (number, name): (i64, String) = row?;
                let collection = Collection {
                    number,
                    name: name.clone(),
                    table: format!("c{number}"),
                    indexes: indexes.remove(&number).unwrap_or_default(),
                    link_fields: link_fields.remove(&number).unwrap_or_default(),
                };
                Ok((name, Arc::new(collection)))
            })
            .collect::<rusqlite::Result<_>>()?;
        Ok(Catalogue {
            version,
            collections,
        })
    }

    /// The collection of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&Arc<Collection>> {
        self.collections.get(name)
    }

    /// The collection of this number.
    pub(crate) fn numbered(&self, number: i64) -> Option<&Arc<Collection>> {
        self.iter().find(|collection| collection.number == number)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.collections.len()
    }

    /// All of them, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Collection>> {
        self.collections.values()
    }
}

/// The file's count of schema changes.
pub(crate) fn version(conn: &Connection) -> rusqlite::Result<i64> {
    conn.prepare_cached("PRAGMA schema_version")?
        .query_row([], |row| row.get(0))
}

fn indexes(conn: &Connection) -> rusqlite::Result<HashMap<i64, Vec<Index>>> {
    let mut found: HashMap<i64, Vec<Index>> = HashMap::new();
    let mut rows = conn.prepare_cached(
        "SELECT number, collection, field, is_unique, automatic, ready FROM vd_indexes ORDER BY number",
    )?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        let (number, collection): (i64, i64) = (row.get(0)?, row.get(1)?);
        found.entry(collection).or_default().push(Index {
            number,
            name: index_name(collection, number),
            field: row.get(2)?,
            unique: row.get(3)?,
            automatic: row.get(4)?,
            ready: row.get(5)?,
        });
    }
    Ok(found)
}

type LinkFields = HashMap<i64, Vec<(String, Option<i64>)>>;

fn link_fields(conn: &Connection) -> rusqlite::Result<LinkFields> {
    let mut found = LinkFields::new();
    let mut rows = conn.prepare_cached(
        "SELECT collection, field, target FROM vd_link_fields ORDER BY collection, field",
    )?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        let fields = found.entry(row.get(0)?).or_default();
        fields.push((row.get(1)?, row.get(2)?));
    }
    Ok(found)
}

/// The name of an index in SQL.
pub(crate) fn index_name(collection: i64, index: i64) -> String {
    format!("c{collection}_i{index}")
}

/// The newest catalogue this process knows.
#[derive(Debug)]
pub(crate) struct Catalogues(RwLock<Arc<Catalogue>>);

impl Catalogues {
    pub(crate) fn new(first: Catalogue) -> Catalogues {
        Catalogues(RwLock::new(Arc::new(first)))
    }

    /// The newest.
    pub(crate) fn newest(&self) -> Arc<Catalogue> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Makes `catalogue` the newest, unless a newer one is there: a reader whose transaction began
    /// long ago still sees an old schema.
    pub(crate) fn offer(&self, catalogue: &Arc<Catalogue>) {
        let mut newest = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if newest.version < catalogue.version {
            *newest = Arc::clone(catalogue);
        }
    }

    /// The catalogue that `conn` sees now: inside a transaction, that transaction's.
    pub(crate) fn fresh(&self, conn: &Connection) -> rusqlite::Result<Arc<Catalogue>> {
        let newest = self.newest();
        if version(conn)? == newest.version {
            return Ok(newest);
        }
        let read = Arc::new(Catalogue::read(conn)?);
        self.offer(&read);
        Ok(read)
    }
}
