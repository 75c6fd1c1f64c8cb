//! Look-ups by id, and what collections there are.

use std::collections::HashSet;
use std::sync::Arc;

use super::error::ReadError;
use super::reader::Reader;
use crate::answer::{CollectionInfo, IndexInfo};
use crate::documents::Documents;
use crate::sqlite::catalog::Catalogue;
use crate::sqlite::shared::Shared;

impl Reader {
    /// The document of this id.
    ///
    /// No transaction surrounds it, so the statement itself asks whose table it reads: a backup that
    /// was restored a moment ago may have given the collection's number to another.
    pub(crate) fn get(
        &self,
        shared: &Shared,
        name: &str,
        id: &str,
    ) -> Result<Option<String>, ReadError> {
        let found = self.on(shared, name, |collection| {
            let mut statement = self.statement(format_args!(
                "SELECT c.name, d.doc FROM vd_collections AS c LEFT JOIN {} AS d ON d.id = ?1 \
                 WHERE c.number = {}",
                collection.table, collection.number
            ))?;
            let mut rows = statement.query([id])?;
            let Some(row) = rows.next()? else {
                return Err(ReadError::Renumbered);
            };
            if row.get_ref(0)?.as_str().ok() != Some(name) {
                return Err(ReadError::Renumbered);
            }
            Ok(row.get(1)?)
        })?;
        Ok(found.flatten())
    }

    /// The documents of these ids that exist, in their order, each once.
    pub(crate) fn get_many(
        &self,
        shared: &Shared,
        name: &str,
        ids: &[impl AsRef<str>],
    ) -> Result<Documents, ReadError> {
        let found = self.within(shared, name, |collection| {
            let mut documents = Documents::new();
            let mut seen = HashSet::with_capacity(ids.len());
            let mut statement = self.statement(format_args!(
                "SELECT doc FROM {} WHERE id = ?1",
                collection.table
            ))?;
            for id in ids.iter().map(AsRef::as_ref).filter(|id| seen.insert(*id)) {
                let mut rows = statement.query([id])?;
                let Some(row) = rows.next()? else { continue };
                let stored = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
                self.meter.charge(stored.len())?;
                documents.push(stored);
                if documents.bytes() > self.result_bytes_max {
                    return Err(ReadError::too_large("These items"));
                }
            }
            Ok(documents)
        })?;
        Ok(found.unwrap_or_default())
    }

    /// The names of the collections that hold this id.
    pub(crate) fn find_id(&self, shared: &Shared, id: &str) -> Result<Vec<String>, ReadError> {
        self.moment(|| {
            let catalogue = shared.fresh(&self.conn)?;
            let mut names = Vec::new();
            for collection in catalogue.iter() {
                let mut statement = self.statement(format_args!(
                    "SELECT 1 FROM {} WHERE id = ?1",
                    collection.table
                ))?;
                self.meter.charge(id.len())?;
                if statement.exists([id])? {
                    names.push(collection.name.clone());
                }
            }
            names.sort_unstable();
            Ok(names)
        })
    }

    /// All collections, by name.
    pub(crate) fn collections(&self, shared: &Shared) -> Result<Vec<CollectionInfo>, ReadError> {
        self.moment(|| {
            let catalogue = shared.fresh(&self.conn)?;
            let mut infos = Vec::with_capacity(catalogue.len());
            for collection in catalogue.iter() {
                let indexes = collection.indexes.iter().filter(|index| index.ready);
                infos.push(CollectionInfo {
                    name: collection.name.clone(),
                    documents: self.documents(collection)?,
                    indexes: indexes
                        .map(|index| IndexInfo {
                            field: index.field.clone(),
                            unique: index.unique,
                            automatic: index.automatic,
                        })
                        .collect(),
                });
            }
            infos.sort_unstable_by(|one, other| one.name.cmp(&other.name));
            Ok(infos)
        })
    }

    /// The catalogue as the file has it; this process's should the file not be readable.
    pub(crate) fn catalogue(&self, shared: &Shared) -> Arc<Catalogue> {
        let fresh = shared.fresh(&self.conn);
        fresh.unwrap_or_else(|_| shared.catalogue())
    }

    /// Whether there is such a collection in the file, whoever made it.
    pub(crate) fn sees_collection(&self, shared: &Shared, name: &str) -> bool {
        let catalogue = shared.fresh(&self.conn);
        catalogue.is_ok_and(|catalogue| catalogue.get(name).is_some())
    }
}
