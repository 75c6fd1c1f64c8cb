//! One index on its way: chunk by chunk, batch by batch, and what becomes of it in the end.

use std::sync::{Arc, Weak};

use rusqlite::Connection;

use super::build::open;
use super::fill::{self, Entry, Pace};
use super::layout;
use crate::error::StoreError;
use crate::sqlite::catalog::{Collection, Index};
use crate::sqlite::failure;
use crate::sqlite::shared::Shared;

/// Fills an index that has its tables. Holds on to the store only while it works on a batch, so that
/// a store can be closed meanwhile.
pub(super) struct Filler<'a> {
    shared: &'a Weak<Shared>,
    collection: &'a Arc<Collection>,
    index: Arc<Index>,
}

impl<'a> Filler<'a> {
    pub(super) fn new(
        shared: &'a Weak<Shared>,
        collection: &'a Arc<Collection>,
        index: Index,
    ) -> Filler<'a> {
        Filler {
            shared,
            collection,
            index: Arc::new(index),
        }
    }

    /// Fills it and lets it be used; gives how many documents it was filled with. A unique one that
    /// the documents contradict is removed.
    pub(super) fn build(&self) -> Result<u64, StoreError> {
        match self.fill() {
            Err(error @ StoreError::Refused(_)) => {
                let index = Arc::clone(&self.index);
                self.write(move |conn| Ok(layout::remove(conn, &index)?))?;
                Err(error)
            }
            // Another process was through first.
            Err(_) if self.is_ready() => Ok(0),
            result => result,
        }
    }

    fn fill(&self) -> Result<u64, StoreError> {
        let conn = open(self.shared)?.open_reader()?;
        let mut pace = Pace::new();
        let (mut documents, mut next) = (0, Some(i64::MIN));
        while let Some(from_seq) = next {
            let chunk = fill::read(&conn, self.collection, &self.index, from_seq)?;
            documents += chunk.entries.len() as u64;
            next = chunk.next_seq;
            let mut left = chunk.entries;
            while !left.is_empty() {
                left = self.batch(left, &mut pace)?;
            }
        }
        let (collection, index) = (Arc::clone(self.collection), Arc::clone(&self.index));
        self.write(move |conn| Ok(layout::complete(conn, &collection, &index)?))?;
        Ok(documents)
    }

    fn batch(&self, entries: Vec<Entry>, pace: &mut Pace) -> Result<Vec<Entry>, StoreError> {
        let (collection, index) = (Arc::clone(self.collection), Arc::clone(&self.index));
        let count = pace.entries;
        let entered = self.write(move |conn| {
            let entered = fill::enter(conn, &index, entries, count)?;
            match entered.duplicates.as_slice() {
                [] => Ok(entered),
                some => Err(Trouble::Store(fill::contradiction(
                    conn,
                    &collection,
                    &index,
                    some,
                )?)),
            }
        })?;
        pace.learn(entered.took);
        Ok(entered.left)
    }

    /// Runs `task` on the writer's thread, in a transaction of its own.
    fn write<T: Send + 'static>(
        &self,
        task: impl FnOnce(&Connection) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, StoreError> {
        let reply = open(self.shared)?.run(move |conn| {
            task(conn).map_err(|trouble| match trouble {
                Trouble::Store(error) => error,
                Trouble::Sqlite(error) => failure::to_store("filling an index", &error),
            })
        });
        reply.wait()
    }

    fn is_ready(&self) -> bool {
        let ready = || {
            let shared = open(self.shared).ok()?;
            let conn = shared.open_reader().ok()?;
            let catalogue = shared.fresh(&conn).ok()?;
            let collection = catalogue.get(&self.collection.name)?;
            let mut indexes = collection.indexes.iter();
            indexes
                .find(|index| index.number == self.index.number)
                .map(|index| index.ready)
        };
        ready().unwrap_or(false)
    }
}

/// Why a task failed.
enum Trouble {
    Store(StoreError),
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Trouble {
        Trouble::Sqlite(error)
    }
}
