//! Files into a collection: one thread reads and checks, the store's writes meanwhile.
//!
//! Either each batch of documents is there as soon as it is written, and what is wrong is left out;
//! or all of them, or none: then they wait in a collection of their own, and move in one transaction.

mod prepare;

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};

use velodrome_model::data::Wde;
use velodrome_store::{Action, BulkOutcome, References, Reply, Store, StoreError, Write, Written};

use super::fault::Fault;
use super::import::Import;
use super::references::Multiple;
use prepare::Batch;

/// Batches that were read and wait.
const BATCHES_READ: usize = 2;
/// Writes that the store has before the first is waited for.
const WRITES_UNDER_WAY: usize = 2;
/// Links that the store has before they are waited for.
const LINKS_UNDER_WAY: usize = 200;

/// Collections that are made because documents refer to them.
const REFERRED_MAX: usize = 1_000;

/// Where documents go.
#[derive(Clone)]
pub struct Target {
    /// The store.
    pub store: Arc<dyn Store>,
    /// The collection, made when there is none.
    pub collection: String,
    /// `_owner` of documents that name none.
    pub owner: String,
    /// Its multi-reference fields.
    pub multiple: Multiple,
    /// Where documents wait when all or none shall be kept: the name of a collection that is not
    /// there. Without it each is kept at once.
    pub staging: Option<String>,
    /// Makes the `_id` of a document that refers to others and has none.
    pub new_id: Arc<dyn Fn() -> String + Send + Sync>,
}

/// What became of documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New documents.
    pub inserted: u64,
    /// Documents that took the place of those with the same `_id`.
    pub replaced: u64,
    /// Rows that were left out.
    pub faults: u64,
}

impl Counts {
    /// Documents that were written.
    pub fn written(&self) -> u64 {
        self.inserted + self.replaced
    }
}

/// What happens meanwhile.
pub enum Event<'a> {
    /// A row is left out.
    Fault(&'a Fault),
    /// So much has been done.
    Counts(Counts),
}

/// Who hears of it.
pub type Listener<'a> = &'a mut dyn FnMut(Event<'_>);

/// Files on their way into one collection.
pub struct Loader {
    target: Target,
    counts: Counts,
    /// Collections that documents refer to and that are there.
    referred: HashSet<String>,
    is_finished: bool,
}

struct UnderWay {
    reply: Reply<Written>,
    batch: Batch,
    ids: Vec<Option<String>>,
}

impl Loader {
    /// Nothing is written before the first file.
    pub fn new(target: Target) -> Loader {
        Loader {
            target,
            counts: Counts::default(),
            referred: HashSet::new(),
            is_finished: false,
        }
    }

    /// What became of the documents so far.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Reads a file to its end. Where all or none shall be kept, nothing more is written after the
    /// first fault, but the others are still told.
    ///
    /// # Errors
    /// The store failed; batches that were written before stay.
    pub fn load(&mut self, import: Import, listener: Listener<'_>) -> Result<(), StoreError> {
        self.write(Action::CreateCollection)?;
        let (sender, batches) = sync_channel(BATCHES_READ);
        let (multiple, new_id) = (
            self.target.multiple.clone(),
            Arc::clone(&self.target.new_id),
        );
        std::thread::scope(|scope| {
            scope.spawn(move || prepare::run(import, &multiple, &*new_id, &sender));
            // The batches are dropped with an error, which ends the thread.
            self.drain(batches, listener)
        })
    }

    fn drain(
        &mut self,
        batches: Receiver<Batch>,
        listener: Listener<'_>,
    ) -> Result<(), StoreError> {
        let mut under_way = VecDeque::new();
        for mut batch in batches {
            for fault in batch.faults.drain(..) {
                self.leave_out(&fault, listener);
            }
            let is_lost = self.target.staging.is_some() && self.counts.faults > 0;
            if is_lost || batch.items.is_empty() {
                continue;
            }
            under_way.push_back(self.begin(batch));
            if under_way.len() >= WRITES_UNDER_WAY
                && let Some(first) = under_way.pop_front()
            {
                self.complete(first, listener)?;
            }
        }
        under_way
            .into_iter()
            .try_for_each(|each| self.complete(each, listener))
    }

    fn begin(&self, mut batch: Batch) -> UnderWay {
        let items = std::mem::take(&mut batch.items);
        let ids = batch
            .references
            .iter()
            .map(|(place, _)| items[*place].id.clone())
            .collect();
        UnderWay {
            reply: self.send(Action::Load(items)),
            batch,
            ids,
        }
    }

    fn complete(&mut self, written: UnderWay, listener: Listener<'_>) -> Result<(), StoreError> {
        let outcome = match written.reply.wait()? {
            Written::Bulk(outcome) => outcome,
            _ => BulkOutcome::default(),
        };
        self.counts.inserted += outcome.inserted.len() as u64;
        self.counts.replaced += outcome.updated.len() as u64;
        for (place, error) in &outcome.errors {
            let line = written.batch.lines.get(*place).copied().unwrap_or_default();
            self.leave_out(&Fault::row(line, error.to_string()), listener);
        }
        let is_there = |place| outcome.errors.iter().all(|(wrong, _)| *wrong != place);
        let mut links = Vec::new();
        for ((place, references), id) in written.batch.references.into_iter().zip(written.ids) {
            if let Some(id) = id.filter(|_| is_there(place)) {
                links.push((written.batch.lines[place], id, references));
            }
        }
        for some in links.chunks(LINKS_UNDER_WAY) {
            self.link(some, listener)?;
        }
        listener(Event::Counts(self.counts));
        Ok(())
    }

    fn link(
        &mut self,
        links: &[(u64, String, Vec<References>)],
        listener: Listener<'_>,
    ) -> Result<(), StoreError> {
        let mut under_way = Vec::with_capacity(links.len());
        for (line, from, references) in links {
            for field in references {
                self.make(field.target.as_deref())?;
                let action = Action::Relink {
                    field: field.field.clone(),
                    from: from.clone(),
                    to: field.to.clone(),
                    target: field.target.clone(),
                };
                under_way.push((*line, &field.field, self.send(action)));
            }
        }
        for (line, field, reply) in under_way {
            match reply.wait() {
                Err(StoreError::Refused(error)) if is_about_one(error.wde) => {
                    let what = format!("the references of {field}: {error}");
                    self.leave_out(&Fault::row(line, what), listener);
                }
                other => drop(other?),
            }
        }
        Ok(())
    }

    /// Makes a collection that is referred to: files come in any order, and a link only keeps where
    /// it leads to when that is there.
    fn make(&mut self, referred: Option<&str>) -> Result<(), StoreError> {
        let Some(name) = referred else { return Ok(()) };
        if self.referred.contains(name) || self.referred.len() >= REFERRED_MAX {
            return Ok(());
        }
        self.referred.insert(name.to_owned());
        let write = Write {
            collection: name.to_owned(),
            create: true,
            owner: String::new(),
            action: Action::CreateCollection,
        };
        match self.target.store.write(write).wait() {
            // The link leads to whatever has the id.
            Err(StoreError::Refused(error)) if is_about_one(error.wde) => Ok(()),
            other => other.map(drop),
        }
    }

    /// Ends: what waits is kept or goes.
    ///
    /// # Errors
    /// The store failed; where all or none shall be kept, it is none.
    pub fn finish(mut self, keep: bool) -> Result<Counts, StoreError> {
        self.is_finished = true;
        let Some(staging) = self.target.staging.take() else {
            return Ok(self.counts);
        };
        if keep {
            let moved = self.write(Action::Absorb(staging.clone()));
            let moved = moved.inspect_err(|_| self.discard(&staging))?;
            if let Written::Moved { inserted, replaced } = moved {
                (self.counts.inserted, self.counts.replaced) = (inserted, replaced);
            }
        } else {
            self.discard(&staging);
            (self.counts.inserted, self.counts.replaced) = (0, 0);
        }
        Ok(self.counts)
    }

    /// What cannot be removed now stays until somebody drops it.
    fn discard(&self, name: &str) {
        let write = Write {
            collection: name.to_owned(),
            create: false,
            owner: String::new(),
            action: Action::Discard,
        };
        let _discarded = self.target.store.write(write).wait();
    }

    fn leave_out(&mut self, fault: &Fault, listener: Listener<'_>) {
        self.counts.faults += 1;
        listener(Event::Fault(fault));
    }

    fn write(&self, action: Action) -> Result<Written, StoreError> {
        self.send(action).wait()
    }

    fn send(&self, action: Action) -> Reply<Written> {
        let target = &self.target;
        self.target.store.write(Write {
            collection: target
                .staging
                .as_ref()
                .unwrap_or(&target.collection)
                .clone(),
            create: true,
            owner: target.owner.clone(),
            action,
        })
    }
}

impl Drop for Loader {
    fn drop(&mut self) {
        if !self.is_finished
            && let Some(staging) = self.target.staging.take()
        {
            self.discard(&staging);
        }
    }
}

/// Whether an error is about what was to be written, not about the store's state.
fn is_about_one(wde: Wde) -> bool {
    ![Wde::TIMED_OUT, Wde::RATE_EXCEEDED, Wde::QUOTA_EXCEEDED].contains(&wde)
}
