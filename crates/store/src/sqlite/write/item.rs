//! One item: inserted, replaced, saved, removed.

use rusqlite::{Connection, OptionalExtension, params};
use velodrome_model::data::{DataError, Item, Wde};

use super::super::catalog::Collection;
use super::super::index;
use super::action::Context;
use super::fault::{Fault, Outcome, refused};
use super::links;

/// A collection as a write sees it.
pub(super) struct Table<'a> {
    pub collection: &'a Collection,
    /// Of new items that name none.
    pub owner: &'a str,
}

/// An item as it was written.
pub(super) struct Stored {
    pub id: String,
    /// Its stored form.
    pub doc: String,
}

/// What of an item outlives its replacement.
struct Kept {
    seq: i64,
    created_ms: i64,
    owner: String,
}

impl Table<'_> {
    /// A new item.
    pub(super) fn insert(&self, context: &mut Context<'_>, item: &Item) -> Outcome<Stored> {
        let id = match &item.id {
            Some(id) => id.clone(),
            None => context.minter.id(),
        };
        let updated_ms = match item.created_ms {
            Some(_) => context.minter.now_ms(),
            None => context.minter.created_ms(),
        };
        let created_ms = item.created_ms.unwrap_or(updated_ms);
        let owner = item.owner.as_deref().unwrap_or(self.owner);
        let doc = item.compose(&id, owner, created_ms, updated_ms)?;
        let new = context
            .conn
            .prepare_cached(&insert_sql(&self.collection.table))?
            .execute(params![id, created_ms, updated_ms, owner, doc])
            .map_err(|error| self.explain(error))?;
        if new == 0 {
            return refused(
                Wde::ITEM_ALREADY_EXISTS,
                format!(
                    "An item with _id [{id}] already exists in collection [{}].",
                    self.collection.name
                ),
            );
        }
        Ok(Stored { id, doc })
    }

    /// An item in place of that with its id.
    pub(super) fn update(&self, context: &mut Context<'_>, item: &Item) -> Outcome<Stored> {
        let Some(id) = &item.id else {
            return refused(
                Wde::UPDATE_WITHOUT_ID,
                "Invalid update. Updated object must have an _id property that is a string."
                    .to_owned(),
            );
        };
        match self.kept(context.conn, id)? {
            Some(kept) => self.replace(context, item, id, &kept),
            None => Err(Fault::Refused(self.missing(id))),
        }
    }

    /// An item in place of that with its id, or new; and whether it is new.
    pub(super) fn save(&self, context: &mut Context<'_>, item: &Item) -> Outcome<(Stored, bool)> {
        if let Some(id) = &item.id
            && let Some(kept) = self.kept(context.conn, id)?
        {
            return Ok((self.replace(context, item, id, &kept)?, false));
        }
        Ok((self.insert(context, item)?, true))
    }

    fn kept(&self, conn: &Connection, id: &str) -> rusqlite::Result<Option<Kept>> {
        let table = &self.collection.table;
        conn.prepare_cached(&format!(
            "SELECT seq, created, owner FROM {table} WHERE id = ?1"
        ))?
        .query_row([id], |row| {
            Ok(Kept {
                seq: row.get(0)?,
                created_ms: row.get(1)?,
                owner: row.get(2)?,
            })
        })
        .optional()
    }

    fn replace(
        &self,
        context: &mut Context<'_>,
        item: &Item,
        id: &str,
        kept: &Kept,
    ) -> Outcome<Stored> {
        let updated_ms = context.minter.now_ms();
        let doc = item.compose(id, &kept.owner, kept.created_ms, updated_ms)?;
        let table = &self.collection.table;
        context
            .conn
            .prepare_cached(&format!(
                "UPDATE {table} SET updated = ?2, doc = ?3 WHERE seq = ?1"
            ))?
            .execute(params![kept.seq, updated_ms, doc])
            .map_err(|error| self.explain(error))?;
        Ok(Stored {
            id: id.to_owned(),
            doc,
        })
    }

    /// The item that was removed, with the links from and to it.
    pub(super) fn remove(&self, context: &mut Context<'_>, id: &str) -> Outcome<Option<String>> {
        let table = &self.collection.table;
        let removed = context
            .conn
            .prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1 RETURNING doc"))?
            .query_row([id], |row| row.get(0))
            .optional()?;
        if removed.is_some() {
            links::forget_item(context.conn, self.collection.number, id)?;
        }
        Ok(removed)
    }

    /// The refusal of an id that there is not.
    pub(super) fn missing(&self, id: &str) -> DataError {
        DataError::new(
            Wde::ITEM_DOES_NOT_EXIST,
            format!(
                "Item [{id}] does not exist in collection [{}].",
                self.collection.name
            ),
        )
    }

    /// A violated unique index is the item's fault: names the field.
    pub(super) fn explain(&self, error: rusqlite::Error) -> Fault {
        match index::violated(&error, self.collection) {
            Some(index) => Fault::Refused(DataError::new(
                Wde::UNIQUE_VIOLATED,
                format!(
                    "Another item of collection [{}] has the same value in field [{}], which must be unique.",
                    self.collection.name, index.field
                ),
            )),
            None => Fault::Sql(error),
        }
    }
}

/// Adds a row, or none when there is one of this id.
pub(super) fn insert_sql(table: &str) -> String {
    format!(
        "INSERT INTO {table} (id, created, updated, owner, doc) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (id) DO NOTHING"
    )
}
