//! One read transaction, kept open: in the write-ahead log it sees one moment.

use std::ops::ControlFlow;
use std::sync::Arc;

use rusqlite::{CachedStatement, Connection, params};
use velodrome_model::data::Wde;

use super::catalog::{Catalogue, Collection};
use super::shared::Shared;
use crate::error::StoreError;
use crate::snapshot::{References, Scanned, Snapshot};

pub(super) struct SqliteSnapshot {
    shared: Arc<Shared>,
    conn: Connection,
    catalogue: Arc<Catalogue>,
}

impl SqliteSnapshot {
    pub(super) fn take(shared: &Arc<Shared>) -> Result<SqliteSnapshot, StoreError> {
        let conn = shared.open_reader()?;
        // The transaction begins with its first read, which is that of the catalogue.
        let catalogue = conn
            .execute_batch("BEGIN")
            .and_then(|()| shared.fresh(&conn))
            .map_err(|error| shared.error("taking a snapshot", &error))?;
        Ok(SqliteSnapshot {
            shared: Arc::clone(shared),
            conn,
            catalogue,
        })
    }

    fn visit(
        &self,
        collection: &Collection,
        visit: &mut dyn FnMut(Scanned<'_>) -> ControlFlow<()>,
    ) -> rusqlite::Result<()> {
        let mut links = self
            .has_links(collection)?
            .then(|| self.links())
            .transpose()?;
        let sql = format!("SELECT id, doc FROM {} ORDER BY seq", collection.table);
        let mut documents = self.conn.prepare(&sql)?;
        let mut rows = documents.query([])?;
        while let Some(row) = rows.next()? {
            let references = match &mut links {
                Some(links) => self.references(links, collection, row.get_ref(0)?.as_str()?)?,
                None => Vec::new(),
            };
            let scanned = Scanned {
                stored: row.get_ref(1)?.as_str()?,
                references: &references,
            };
            if visit(scanned).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn has_links(&self, collection: &Collection) -> rusqlite::Result<bool> {
        self.conn
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM vd_links WHERE collection = ?1)")?
            .query_row([collection.number], |row| row.get(0))
    }

    fn links(&self) -> rusqlite::Result<CachedStatement<'_>> {
        self.conn.prepare_cached(
            "SELECT field, to_id, target FROM vd_links
             WHERE collection = ?1 AND from_id = ?2 ORDER BY field, seq",
        )
    }

    fn references(
        &self,
        links: &mut CachedStatement<'_>,
        collection: &Collection,
        id: &str,
    ) -> rusqlite::Result<Vec<References>> {
        let mut found: Vec<References> = Vec::new();
        let mut rows = links.query(params![collection.number, id])?;
        while let Some(row) = rows.next()? {
            let (field, to, target): (String, String, Option<i64>) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            match found.last_mut().filter(|last| last.field == field) {
                Some(last) => last.to.push(to),
                None => found.push(References {
                    field,
                    to: vec![to],
                    target: target.and_then(|number| self.name(number)),
                }),
            }
        }
        Ok(found)
    }

    fn name(&self, number: i64) -> Option<String> {
        let mut all = self.catalogue.iter();
        let collection = all.find(|collection| collection.number == number)?;
        Some(collection.name.clone())
    }
}

impl Snapshot for SqliteSnapshot {
    fn documents(&self, collection: &str) -> Result<Option<u64>, StoreError> {
        let Some(collection) = self.catalogue.get(collection) else {
            return Ok(None);
        };
        let sql = format!("SELECT count(*) FROM {}", collection.table);
        let count = self.conn.query_row(&sql, [], |row| row.get::<_, i64>(0));
        count
            .map(|count| u64::try_from(count).ok())
            .map_err(|error| self.shared.error("counting", &error))
    }

    fn scan(
        &self,
        collection: &str,
        visit: &mut dyn FnMut(Scanned<'_>) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let found = self.catalogue.get(collection).ok_or_else(|| {
            StoreError::refused(
                Wde::COLLECTION_DOES_NOT_EXIST,
                format!("there is no collection {collection:?}"),
            )
        })?;
        self.visit(found, visit)
            .map_err(|error| self.shared.error("reading a snapshot", &error))
    }
}
