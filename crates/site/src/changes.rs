//! Following the changes of collections from within the process: each committed change once, or
//! again after a crash, in order.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use velodrome_store::{Change, Post, Store, StoreError};

/// How often the changes that other processes made are looked for.
const LOOK: Duration = Duration::from_secs(1);

/// Changes that are given at once.
const CHANGES_MAX: usize = 200;

/// A consumer of the store's outbox, see [`velodrome_store::Outbox`]. Of one name there should be
/// one at a time: two would share the changes in an order that nobody knows.
pub struct Changes {
    store: Arc<dyn Store>,
    consumer: String,
    committed: watch::Receiver<u64>,
    /// Where the changes end that were given last.
    given: Option<i64>,
}

impl Changes {
    /// Follows these collections under a name from now on, or from where who had that name stopped.
    ///
    /// # Errors
    /// The store fails.
    pub async fn follow(
        store: Arc<dyn Store>,
        consumer: &str,
        collections: &[String],
    ) -> Result<Changes, StoreError> {
        let mut wanted = collections.to_vec();
        wanted.sort();
        if store.outbox().watched(consumer)? != wanted {
            store.outbox().watch(consumer, &wanted).get().await?;
        }
        Ok(Changes {
            committed: store.outbox().committed(),
            store,
            consumer: consumer.to_owned(),
            given: None,
        })
    }

    /// The next changes, waited for; never none. Asking says that those before were dealt with:
    /// until then they are given again to whoever follows under this name after a crash.
    ///
    /// # Errors
    /// The store fails. It can be asked again.
    pub async fn next(&mut self) -> Result<Vec<Change>, StoreError> {
        let outbox = self.store.outbox();
        if let Some(position) = self.given {
            let moved = outbox.advance(&self.consumer, position, Post::default());
            moved.get().await?;
            self.given = None;
        }
        loop {
            self.committed.mark_unchanged();
            let feed = outbox.feed(&self.consumer, CHANGES_MAX)?;
            if !feed.changes.is_empty() {
                self.given = Some(feed.position);
                return Ok(feed.changes);
            }
            if feed.more {
                // Changes that only others follow.
                let moved = outbox.advance(&self.consumer, feed.position, Post::default());
                moved.get().await?;
                continue;
            }
            tokio::select! {
                _ = self.committed.changed() => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::administer;
    use velodrome_model::data::Item;
    use velodrome_store::{Action, ChangeKind, Write};

    async fn insert(store: &Arc<dyn Store>, collection: &str, id: &str) {
        let write = Write {
            collection: collection.to_owned(),
            create: true,
            owner: String::new(),
            action: Action::Insert(Item::parse(&format!(r#"{{"_id":"{id}"}}"#)).expect("an item")),
        };
        store.write(write).get().await.expect("it is written");
    }

    #[tokio::test]
    async fn changes_are_given_until_the_next_are_asked_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let dir = folder.path().to_owned();
        let opened = tokio::task::spawn_blocking(move || administer(&dir));
        let store = opened.await.expect("no panic").expect("it opens").store;
        let names = ["orders".to_owned()];
        let mut changes = Changes::follow(Arc::clone(&store), "events", &names)
            .await
            .expect("followed");
        insert(&store, "orders", "a").await;
        let given = changes.next().await.expect("there is one");
        assert_eq!(
            (given.len(), given[0].id.as_str(), given[0].kind),
            (1, "a", ChangeKind::Inserted)
        );
        drop(changes);
        // Nobody said that it was dealt with.
        let mut changes = Changes::follow(Arc::clone(&store), "events", &names)
            .await
            .expect("followed");
        assert_eq!(changes.next().await.expect("the same"), given);
        let (next, ()) = tokio::join!(changes.next(), async {
            insert(&store, "others", "x").await;
            insert(&store, "orders", "b").await;
        });
        let next = next.expect("there is one");
        assert_eq!((next.len(), next[0].id.as_str()), (1, "b"));
    }
}
