//! The thread that makes indexes, one after the other, while everything else goes on.
//!
//! An index that another process, or this one before it died, has begun is filled from the beginning:
//! what is there already stays, and the triggers have kept it. Two processes may fill the same index
//! at once; the first that is through completes it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::Instant;

use rusqlite::Connection;
use tokio::sync::oneshot;
use velodrome_model::data::Wde;

use super::declare::{self, Begun};
use super::filler::Filler;
use crate::error::StoreError;
use crate::event::StoreEvent;
use crate::reply::Reply;
use crate::sqlite::catalog::{Collection, Index};
use crate::sqlite::shared::Shared;
use crate::store::IndexDeclaration;
use crate::write::{Action, Write};

/// Jobs that wait at most; one more answers WDE0014.
const WAITING_MAX: usize = 10_000;

/// What waits to be made.
#[derive(Default)]
pub(crate) struct Builder(Mutex<State>);

#[derive(Default)]
struct State {
    queue: VecDeque<Job>,
    running: bool,
}

/// What to make.
enum Wanted {
    Declared(Vec<IndexDeclaration>),
    Automatic(String),
}

struct Job {
    collection: String,
    wanted: Wanted,
    done: oneshot::Sender<Result<(), StoreError>>,
}

/// Makes the declared indexes of a collection what `wanted` says.
pub(crate) fn declare(
    shared: &Arc<Shared>,
    collection: &str,
    wanted: &[IndexDeclaration],
) -> Reply<()> {
    match add(shared, collection, Wanted::Declared(wanted.to_vec())) {
        Ok(waiting) => Reply::later(async {
            let gone = || StoreError::failed("the thread that makes indexes has ended");
            waiting.await.unwrap_or_else(|_| Err(gone()))
        }),
        Err(error) => Reply::Now(Err(error)),
    }
}

/// Makes an index that queries need.
pub(super) fn automatic(shared: &Arc<Shared>, collection: &str, field: String) {
    let _ = add(shared, collection, Wanted::Automatic(field));
}

type Waiting = oneshot::Receiver<Result<(), StoreError>>;

fn add(shared: &Arc<Shared>, collection: &str, wanted: Wanted) -> Result<Waiting, StoreError> {
    let (done, waiting) = oneshot::channel();
    let mut state = shared.builder.lock();
    if state.queue.len() >= WAITING_MAX {
        return Err(StoreError::refused(
            Wde::RATE_EXCEEDED,
            "Too many indexes are waiting to be made; try again later.",
        ));
    }
    state.queue.push_back(Job {
        collection: collection.to_owned(),
        wanted,
        done,
    });
    if !state.running {
        let weak = Arc::downgrade(shared);
        thread::Builder::new()
            .name("data-indexer".to_owned())
            .spawn(move || work(&weak))
            .map_err(|error| {
                state.queue.pop_back();
                StoreError::failed(format!("no thread to make indexes with: {error}"))
            })?;
        state.running = true;
    }
    Ok(waiting)
}

impl Builder {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next(&self) -> Option<Job> {
        let mut state = self.lock();
        let job = state.queue.pop_front();
        state.running = job.is_some();
        job
    }
}

/// Works until there is nothing left to make, or the store is closed.
fn work(shared: &Weak<Shared>) {
    while let Some(job) = shared.upgrade().and_then(|shared| shared.builder.next()) {
        let result = begin(shared, &job).and_then(|begun| match begun {
            Some((collection, indexes)) => fill_all(shared, &collection, indexes),
            None => Ok(()),
        });
        let _ = job.done.send(result);
    }
}

/// Gives the indexes that are wanted their tables.
fn begin(shared: &Weak<Shared>, job: &Job) -> Result<Begun, StoreError> {
    let shared = open(shared)?;
    let name = job.collection.clone();
    match &job.wanted {
        Wanted::Declared(wanted) => {
            let create = Write {
                collection: name.clone(),
                create: true,
                owner: String::new(),
                action: Action::CreateCollection,
            };
            shared.write(create).wait()?;
            let wanted = wanted.clone();
            let task = move |conn: &Connection| declare::declared(conn, &name, &wanted);
            shared.run(task).wait()
        }
        Wanted::Automatic(field) => {
            let (field, most) = (field.clone(), shared.limits().indexes_automatic_max);
            let task = move |conn: &Connection| declare::needed(conn, &name, &field, most);
            shared.run(task).wait()
        }
    }
}

/// Fills all; the first failure is the answer.
fn fill_all(
    shared: &Weak<Shared>,
    collection: &Arc<Collection>,
    indexes: Vec<Index>,
) -> Result<(), StoreError> {
    let mut first = Ok(());
    for index in indexes {
        let started = Instant::now();
        let field = index.field.clone();
        let result = Filler::new(shared, collection, index).build();
        let collection = collection.name.clone();
        let event = match &result {
            Ok(documents) => StoreEvent::IndexCreated {
                collection,
                field,
                documents: *documents,
                took_ms: started.elapsed().as_millis() as u64,
            },
            Err(error) => StoreEvent::IndexFailed {
                collection,
                field,
                error: error.clone(),
            },
        };
        open(shared)?.event(event);
        first = first.and(result.map(drop));
    }
    first
}

/// The store, while there is one.
pub(super) fn open(shared: &Weak<Shared>) -> Result<Arc<Shared>, StoreError> {
    shared
        .upgrade()
        .ok_or_else(|| StoreError::failed("the store was closed"))
}
