//! One index on its way: chunk by chunk, batch by batch, and what becomes of it in the end.

use std::sync::{Arc, Weak};

use rusqlite::Connection;
use velodrome_model::data::Wde;

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
    /// the documents contradict is removed. One that could not be filled now (a lock kept for long,
    /// a full disk) stays as it is, kept by its triggers, for the next attempt.
    pub(super) fn build(&self) -> Result<u64, StoreError> {
        match self.fill() {
            Err(error) if error.external().wde == Wde::UNIQUE_VIOLATED => {
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rusqlite::Connection;
    use velodrome_model::data::{Item, Path, Wde};

    use super::super::declare;
    use super::Filler;
    use crate::options::{Limits, Options};
    use crate::sqlite::shared::Shared;
    use crate::store::IndexDeclaration;
    use crate::write::{Action, Write};

    fn insert(shared: &Shared, wire: &str) -> Option<Wde> {
        let write = Write {
            collection: "books".to_owned(),
            create: true,
            owner: String::new(),
            action: Action::Insert(Item::parse(wire).expect("it is an item")),
        };
        let refused = shared.write(write).wait().err();
        refused.map(|error| error.external().wde)
    }

    #[test]
    fn a_lock_that_is_kept_for_long_costs_no_unique_index() {
        let directory = tempfile::tempdir().expect("there is a place for temporary files");
        let path = directory.path().join("data.sqlite");
        let options = Options {
            path: path.clone(),
            clock: Arc::new(|| 0),
            random: Arc::new(|_| {}),
            events: Arc::new(|_| {}),
            limits: Limits {
                op_time_ms: 200,
                ..Limits::default()
            },
        };
        let shared = Arc::new(Shared::open(options).expect("a new database opens"));
        assert_eq!(insert(&shared, r#"{"_id":"1","x":1}"#), None);
        let wanted = [IndexDeclaration {
            field: Path::parse("x").expect("a path"),
            unique: true,
        }];
        let begin = shared.run(move |conn| declare::declared(conn, "books", &wanted));
        let begun = begin.wait().expect("it is begun");
        let (collection, indexes) = begun.expect("the collection is there");
        let weak = Arc::downgrade(&shared);
        let filler = || Filler::new(&weak, &collection, indexes[0].clone());

        let other = Connection::open(&path).expect("another has it open");
        other
            .execute_batch("BEGIN IMMEDIATE")
            .expect("and takes the lock");
        std::thread::scope(|scope| {
            let built = scope.spawn(|| filler().build());
            while shared.writer.statistics().withdrawn == 0 {
                std::thread::yield_now();
            }
            other.execute_batch("ROLLBACK").expect("and gives it back");
            let error = built.join().expect("no panic").expect_err("no time left");
            assert_eq!(error.external().wde, Wde::TIMED_OUT);
        });
        assert_eq!(
            insert(&shared, r#"{"_id":"2","x":2}"#),
            None,
            "others may be written"
        );
        assert_eq!(filler().build(), Ok(2));
        assert_eq!(
            insert(&shared, r#"{"_id":"3","x":1}"#),
            Some(Wde::UNIQUE_VIOLATED)
        );
    }
}
