//! Following the outbox: which collections, which changes, up to where.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::LocalSet;
use velodrome_model::events::{EventKind, EventSubject, handler_of, raised};
use velodrome_model::log::{LogLine, Severity};
use velodrome_server::Site;
use velodrome_site::crm::CONTACTS;
use velodrome_site::jobs::{JobBook, Running};
use velodrome_store::{Change, ChangeKind, Outbox, Store, StoreError};

use super::Handlers;
use super::run::{Caller, Event};
use crate::jobs::now_ms;

/// How often it looks by itself: other processes are not heard of, and a lock comes free without a
/// word.
const LOOK: Duration = Duration::from_secs(2);
/// Changes that are read at once.
const CHANGES_MAX: usize = 100;

/// The body of the thread.
pub(super) fn run(
    site: Arc<Site>,
    book: JobBook,
    mode: &'static str,
    handlers: watch::Receiver<Handlers>,
    begun: Sender<()>,
) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return say(&site, format!("events: no event loop: {error}")),
    };
    let follower = Follower {
        caller: Caller::new(Arc::clone(&site)),
        consumer: format!("events ({mode})"),
        site,
        book,
        lock: None,
        trouble: String::new(),
        begun: Some(begun),
    };
    LocalSet::new().block_on(&runtime, follower.follow(handlers));
}

/// A line about the events of a site.
pub(super) fn say(site: &Site, message: String) {
    site.logs.line(LogLine {
        time_ms: u64::try_from(now_ms()).unwrap_or_default(),
        severity: Severity::Error,
        function: None,
        request_id: None,
        position: None,
        message,
        revision: 0,
    });
}

struct Follower {
    site: Arc<Site>,
    caller: Caller,
    /// Its name in the outbox, and that of its lock.
    consumer: String,
    book: JobBook,
    /// While this is ours, no other process calls the handlers.
    lock: Option<Running>,
    /// What was said last.
    trouble: String,
    /// Who waits for the store to note changes.
    begun: Option<Sender<()>>,
}

/// What a round came to.
enum Round {
    /// There may be more.
    Again,
    /// Nothing until something is told or it is time to look.
    Wait,
}

impl Follower {
    async fn follow(mut self, mut handlers: watch::Receiver<Handlers>) {
        let mut committed: Option<watch::Receiver<u64>> = None;
        loop {
            let now = handlers.borrow_and_update().clone();
            if now.ending {
                return;
            }
            match self.round(&now, &handlers, &mut committed).await {
                Ok(Round::Again) => continue,
                Ok(Round::Wait) => self.trouble.clear(),
                Err(error) => self.tell(&error),
            }
            tokio::select! {
                changed = handlers.changed() => if changed.is_err() { return },
                () = heard(&mut committed) => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }

    async fn round(
        &mut self,
        now: &Handlers,
        handlers: &watch::Receiver<Handlers>,
        committed: &mut Option<watch::Receiver<u64>>,
    ) -> Result<Round, String> {
        let Some(data) = self.site.data.clone() else {
            return Ok(Round::Wait);
        };
        if self.lock.is_none() {
            let free = self.book.begin(&self.consumer);
            self.lock = free.map_err(|error| error.to_string())?;
        }
        if self.lock.is_none() {
            // Another process has seen to it.
            drop(self.begun.take());
            return Ok(Round::Wait);
        }
        let store = data.store().map_err(text)?;
        let outbox = store.outbox();
        committed
            .get_or_insert_with(|| outbox.committed())
            .mark_unchanged();
        self.watch(&*store, now).await.map_err(text)?;
        // Whoever waited may have given up.
        drop(self.begun.take());
        let Some(release) = &now.release else {
            return Ok(Round::Wait);
        };
        let feed = outbox.feed(&self.consumer, CHANGES_MAX).map_err(text)?;
        for change in &feed.changes {
            if handlers.has_changed().unwrap_or(true) {
                // Somebody wants something else: what is left comes again.
                return Ok(Round::Again);
            }
            if let Some(event) = event_of(change, now) {
                self.caller.call(release, &event).await;
                self.advance(outbox, change.sequence).await?;
            }
        }
        if !feed.changes.is_empty() || feed.more {
            self.advance(outbox, feed.position).await?;
        }
        Ok(if feed.more { Round::Again } else { Round::Wait })
    }

    async fn advance(&self, outbox: &dyn Outbox, position: i64) -> Result<(), String> {
        let moved = outbox.advance(&self.consumer, position, Default::default());
        moved.get().await.map_err(text)
    }

    /// Has the store note the changes that some handler is for, and no others.
    async fn watch(&self, store: &dyn Store, now: &Handlers) -> Result<(), StoreError> {
        let outbox = store.outbox();
        let wants = |subject| {
            let of = |name: &String| raised(name).is_some_and(|(is_for, _)| is_for == subject);
            now.release.is_some() && now.names.iter().any(of)
        };
        let mut wanted = BTreeSet::new();
        if wants(EventSubject::DataItem) {
            let declared = self.site.config.collections.declared.keys().cloned();
            let stored = store.session().collections().get().await?;
            let stored = stored.into_iter().map(|collection| collection.name);
            // Those of ours begin with a sign that no collection of a site may have.
            wanted.extend(declared.chain(stored).filter(|name| !name.starts_with('$')));
        }
        if wants(EventSubject::Contact) {
            wanted.insert(CONTACTS.to_owned());
        }
        let wanted: Vec<String> = wanted.into_iter().collect();
        if outbox.watched(&self.consumer)? == wanted {
            return Ok(());
        }
        outbox.watch(&self.consumer, &wanted).get().await
    }

    /// What keeps the events from being raised is said once until it is over.
    fn tell(&mut self, message: &str) {
        if self.trouble != message {
            say(&self.site, format!("events: {message}"));
            message.clone_into(&mut self.trouble);
        }
    }
}

fn text(error: StoreError) -> String {
    error.to_string()
}

async fn heard(committed: &mut Option<watch::Receiver<u64>>) {
    match committed {
        // Its sender lives as long as the store.
        Some(committed) => drop(committed.changed().await),
        None => std::future::pending().await,
    }
}

/// The handler's call for a change, where there is such a handler.
fn event_of(change: &Change, now: &Handlers) -> Option<Event> {
    let is_contact = change.collection == CONTACTS;
    let subject = match is_contact {
        true => EventSubject::Contact,
        false => EventSubject::DataItem,
    };
    let kind = match change.kind {
        ChangeKind::Inserted => EventKind::Created,
        ChangeKind::Updated => EventKind::Updated,
        ChangeKind::Removed => EventKind::Deleted,
    };
    let handler = handler_of(subject, kind);
    now.names.iter().any(|name| name == handler).then(|| Event {
        handler,
        number: change.sequence,
        at_ms: change.at_ms,
        id: change.id.clone(),
        collection: (!is_contact).then(|| change.collection.clone()),
    })
}
