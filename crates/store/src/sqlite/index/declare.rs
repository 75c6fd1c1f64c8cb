//! Which indexes a collection is to have: what is missing gets its tables and its row in the
//! catalogue, what nobody wants any more goes.

use rusqlite::{Connection, params};

use crate::error::StoreError;
use crate::sqlite::catalog::{Catalogue, Collection, Index, index_name};
use crate::sqlite::failure;
use crate::store::IndexDeclaration;
use std::sync::Arc;

use super::layout;

/// Indexes that have tables but not yet all their entries, and their collection.
pub(super) type Begun = Option<(Arc<Collection>, Vec<Index>)>;

/// Makes the declared indexes what `wanted` says, as far as one short transaction can.
pub(super) fn declared(
    conn: &Connection,
    name: &str,
    wanted: &[IndexDeclaration],
) -> Result<Begun, StoreError> {
    change(conn, name, |collection| {
        for index in collection.indexes.iter().filter(|index| !index.automatic) {
            if !wanted.iter().any(|wanted| is(index, wanted)) {
                layout::remove(conn, index)?;
            }
        }
        let mut begun = Vec::new();
        for (place, wanted_here) in wanted.iter().enumerate() {
            let field = wanted_here.field.as_str();
            let repeated = wanted[..place].iter().any(|before| {
                before.field == wanted_here.field && before.unique == wanted_here.unique
            });
            if repeated {
                continue;
            }
            match collection
                .indexes
                .iter()
                .find(|index| is(index, wanted_here))
            {
                Some(index) => {
                    conn.execute(
                        "UPDATE vd_indexes SET automatic = 0 WHERE number = ?1",
                        [index.number],
                    )?;
                    begun.extend((!index.ready).then(|| index.clone()));
                }
                None => begun.push(make(conn, collection, field, wanted_here.unique, false)?),
            }
        }
        Ok(begun)
    })
}

/// Begins an index that queries need, unless there is one.
pub(super) fn needed(
    conn: &Connection,
    name: &str,
    field: &str,
    automatic_max: usize,
) -> Result<Begun, StoreError> {
    change(conn, name, |collection| {
        let indexes = &collection.indexes;
        if let Some(index) = indexes.iter().find(|index| index.field == field) {
            return Ok((!index.ready).then(|| index.clone()).into_iter().collect());
        }
        if indexes.iter().filter(|index| index.automatic).count() >= automatic_max {
            return Ok(Vec::new());
        }
        Ok(vec![make(conn, collection, field, false, true)?])
    })
}

fn change(
    conn: &Connection,
    name: &str,
    change: impl FnOnce(&Arc<Collection>) -> rusqlite::Result<Vec<Index>>,
) -> Result<Begun, StoreError> {
    let changed = || {
        let catalogue = Catalogue::read(conn)?;
        let Some(collection) = catalogue.get(name) else {
            return Ok(None);
        };
        Ok(Some((Arc::clone(collection), change(collection)?)))
    };
    changed().map_err(|error| failure::to_store("preparing an index", &error))
}

fn is(index: &Index, wanted: &IndexDeclaration) -> bool {
    index.field == wanted.field.as_str() && index.unique == wanted.unique
}

fn make(
    conn: &Connection,
    collection: &Collection,
    field: &str,
    unique: bool,
    automatic: bool,
) -> rusqlite::Result<Index> {
    conn.execute(
        "INSERT INTO vd_indexes (collection, field, is_unique, automatic, ready) \
         VALUES (?1, ?2, ?3, ?4, 0)",
        params![collection.number, field, unique, automatic],
    )?;
    let number = conn.last_insert_rowid();
    let index = Index {
        number,
        name: index_name(collection.number, number),
        field: field.to_owned(),
        unique,
        automatic,
        ready: false,
    };
    layout::create(conn, collection, &index)?;
    Ok(index)
}
