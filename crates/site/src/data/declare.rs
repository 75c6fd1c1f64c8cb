//! Making the store's indexes what the configuration says.
//!
//! An index of a million documents takes seconds to build, so a thread of its own asks for them, once,
//! when the store was opened. Writes to a collection with unique fields wait for its turn: none slips
//! past an index that is being made.

use super::events::Events;
use super::step::Step;
use crate::config::{Collection, Collections};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use velodrome_model::data::{DataError, Path, Wde};
use velodrome_model::log::Severity;
use velodrome_store::{IndexDeclaration, Reply, Store, StoreError};

/// Which collections must not be written yet.
pub(super) struct Declaring {
    pending: watch::Receiver<BTreeSet<String>>,
}

impl Declaring {
    /// Begins; nothing is begun where nothing is declared.
    pub(super) fn start(
        store: &Arc<dyn Store>,
        collections: &Collections,
        events: &Arc<Events>,
    ) -> Declaring {
        let declared: Vec<(String, Collection)> =
            collections.declared.clone().into_iter().collect();
        let names = declared
            .iter()
            .filter(|(_, collection)| !collection.unique.is_empty())
            .map(|(name, _)| name.clone())
            .collect();
        let (sender, pending) = watch::channel(names);
        if declared.is_empty() {
            return Declaring { pending };
        }
        let (store, told) = (Arc::clone(store), Arc::clone(events));
        let work = move || {
            for (name, collection) in declared {
                if let Err(error) = declare(&*store, &name, &collection) {
                    told.say(Severity::Error, failure(&name, &error));
                }
                sender.send_modify(|pending| {
                    pending.remove(&name);
                });
            }
        };
        let thread = std::thread::Builder::new().name("data-declare".to_owned());
        if let Err(error) = thread.spawn(work) {
            // The sender went with the closure: nobody waits.
            let message = format!("the indexes of collections could not be looked after: {error}");
            events.say(Severity::Error, message);
        }
        Declaring { pending }
    }

    /// Waits until the collection is what it was declared to be, or cannot be made so; WDE0028 when
    /// that takes longer than an operation may.
    pub(super) fn ready(&self, collection: &str, time_max: Duration) -> Step<()> {
        if !self.pending.borrow().contains(collection) {
            return Step::done(());
        }
        let (mut pending, collection) = (self.pending.clone(), collection.to_owned());
        Step::Later(Box::pin(async move {
            let ready = pending.wait_for(|pending| !pending.contains(&collection));
            match tokio::time::timeout(time_max, ready).await {
                // Without a sender nobody works on it any more.
                Ok(_) => Ok(()),
                Err(_) => {
                    let message = format!(
                        "Operation time limit exceeded: the unique index of the {collection} collection is being made."
                    );
                    Err(DataError::new(Wde::TIMED_OUT, message).into())
                }
            }
        }))
    }
}

/// Makes the indexes of one collection what was declared, and the collection.
pub(super) fn declare(
    store: &dyn Store,
    name: &str,
    collection: &Collection,
) -> Result<(), StoreError> {
    let wanted = wanted(collection)?;
    match store.declare_indexes(name, &wanted) {
        Reply::Now(result) => result,
        later => later.wait(),
    }
}

fn wanted(collection: &Collection) -> Result<Vec<IndexDeclaration>, DataError> {
    let unique = collection.unique.iter().map(|field| (field, true));
    let plain = collection.indexes.iter().map(|field| (field, false));
    let plain = plain.filter(|(field, _)| !collection.unique.contains(field));
    unique
        .chain(plain)
        .map(|(field, unique)| {
            let field = Path::parse(field)?;
            Ok(IndexDeclaration { field, unique })
        })
        .collect()
}

fn failure(name: &str, error: &StoreError) -> String {
    format!(
        "the collection \"{name}\" is not as velodrome.toml declares it: {error}. Documents can be read and written all the same; the next start tries again."
    )
}
