//! The one task that turns changes into letters and brings them.
//!
//! Of several processes on one data directory one sends: who has the lock file. It goes with its
//! holder however that ends, and the next one begins where the store says.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::{Id, JoinSet};
use velodrome_model::limits::Limits;
use velodrome_outbound::Client;
use velodrome_store::{
    Change, Failed, Letter, NewLetter, NextLetter, Post, Session, Store, StoreError,
};

use super::content::Content;
use super::event::Kind;
use super::post::{Envelope, request};
use super::schedule::delay_ms;
use super::verdict::Verdict;
use super::{CONSUMER, follow};
use crate::apps::{Applications, ApplicationsWatch};
use crate::config::{Config, FetchError, Mode};
use crate::data::{DataService, now_ms, uuid};
use crate::file_lock::FileLock;

/// Milliseconds since 1970.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;
/// Fills bytes with randomness.
pub type Random = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// How often other processes' changes, new webhooks and the lock are looked for.
const LOOK: Duration = Duration::from_secs(1);

/// After a commit, how long others are waited for: under load one look serves many.
const GATHER: Duration = Duration::from_millis(20);

/// Changes that become letters in one transaction.
const CHANGES_MAX: usize = 200;

/// Name of the lock in the data directory.
const LOCK_FILE: &str = "webhooks.lock";

/// Sends what the webhooks of a site are to know.
pub struct Sender {
    data: Arc<DataService>,
    applications: Arc<ApplicationsWatch>,
    client: Arc<Client>,
    limits: Limits,
    lock_file: PathBuf,
    clock: Clock,
    random: Random,
    lock: Option<FileLock>,
    /// The webhooks whose letters are kept, sorted; before the first look unknown.
    known: Option<Vec<String>>,
    /// When a mailbox is to be looked at again, where not at once.
    asleep: HashMap<String, i64>,
    calls: JoinSet<Call>,
    /// The mailboxes that are being served, by their calls.
    busy: HashMap<Id, String>,
}

/// A call that has ended.
struct Call {
    letter: Letter,
    verdict: Verdict,
}

/// Whether there is anything to do.
enum Standing {
    /// No webhook, or another process sends.
    Idle,
    Working {
        store: Arc<dyn Store>,
        applications: Arc<Applications>,
    },
}

impl Sender {
    /// The sender of a site as it is configured.
    ///
    /// # Errors
    /// Calls cannot be made as `[fetch]` says.
    pub fn of_site(
        data: Arc<DataService>,
        applications: Arc<ApplicationsWatch>,
        config: &Config,
        mode: Mode,
        site_dir: &Path,
    ) -> Result<Sender, FetchError> {
        let limits = config.limits(mode);
        let environment = |name: &str| std::env::var(name).ok();
        let options = config.fetch.options(mode, &limits, site_dir, environment)?;
        Ok(Sender::new(
            data,
            applications,
            Client::new(Arc::new(options)),
            limits,
            Arc::new(now_ms),
            Arc::new(|bytes| {
                getrandom::fill(bytes).expect("the system has randomness once it is up");
            }),
        ))
    }

    /// A sender for one data directory, which has to exist by the time of its first webhook.
    pub fn new(
        data: Arc<DataService>,
        applications: Arc<ApplicationsWatch>,
        client: Client,
        limits: Limits,
        clock: Clock,
        random: Random,
    ) -> Sender {
        Sender {
            lock_file: data.dir().join(LOCK_FILE),
            data,
            applications,
            client: Arc::new(client),
            limits,
            clock,
            random,
            lock: None,
            known: None,
            asleep: HashMap::new(),
            calls: JoinSet::new(),
            busy: HashMap::new(),
        }
    }

    /// Sends until the future is dropped; calls on their way are given up then, and made again by
    /// whoever sends next. Touches no file while there is no webhook.
    pub async fn run(mut self) {
        let mut committed: Option<watch::Receiver<u64>> = None;
        loop {
            match self.round(&mut committed).await {
                Ok(wake_ms) => self.wait(&mut committed, wake_ms).await,
                Err(error) => {
                    self.data.tell(&error);
                    tokio::time::sleep(LOOK).await;
                }
            }
        }
    }

    /// Does what is to be done now. Gives when there is more, if that is known.
    async fn round(
        &mut self,
        committed: &mut Option<watch::Receiver<u64>>,
    ) -> Result<Option<i64>, StoreError> {
        let Standing::Working {
            store,
            applications,
        } = self.standing()?
        else {
            return Ok(None);
        };
        let watching = committed.get_or_insert_with(|| store.outbox().committed());
        watching.mark_unchanged();
        let all = applications.webhooks().map(|(_, webhook)| &webhook.events);
        follow(store.outbox(), all).await?;
        self.forget_removed(&store, &applications).await?;
        if self.make_letters(&store, &applications).await? {
            self.asleep.clear();
        }
        self.start_calls(&store, &applications)
    }

    /// Letters of webhooks that went with their application go too.
    async fn forget_removed(
        &mut self,
        store: &Arc<dyn Store>,
        applications: &Applications,
    ) -> Result<(), StoreError> {
        let ids = applications
            .webhooks()
            .map(|(_, webhook)| webhook.id.clone());
        let mut ids: Vec<String> = ids.collect();
        ids.sort();
        if self.known.as_ref() != Some(&ids) {
            store.outbox().keep_mailboxes(&ids).get().await?;
            self.known = Some(ids);
        }
        Ok(())
    }

    fn standing(&mut self) -> Result<Standing, StoreError> {
        let applications = self
            .applications
            .current()
            .map_err(|error| StoreError::failed(format!("webhooks cannot be read: {error}")))?;
        let has_webhooks = applications.webhooks().next().is_some();
        if !has_webhooks && self.lock.is_none() {
            return Ok(Standing::Idle);
        }
        if self.lock.is_none() {
            self.lock = FileLock::take(&self.lock_file, 0).ok();
        }
        if self.lock.is_none() {
            return Ok(Standing::Idle);
        }
        let store = self.data.store()?;
        if !has_webhooks && store.outbox().watched(CONSUMER)?.is_empty() {
            self.lock = None;
            return Ok(Standing::Idle);
        }
        Ok(Standing::Working {
            store,
            applications,
        })
    }

    /// Turns all changes there are into letters; whether there were any.
    async fn make_letters(
        &self,
        store: &Arc<dyn Store>,
        applications: &Applications,
    ) -> Result<bool, StoreError> {
        let outbox = store.outbox();
        let mut made = false;
        loop {
            let feed = outbox.feed(CONSUMER, CHANGES_MAX)?;
            if feed.changes.is_empty() && !feed.more {
                return Ok(made);
            }
            let session = store.session();
            let mut letters = Vec::new();
            for change in &feed.changes {
                self.letters_of(change, &*session, applications, &mut letters)
                    .await?;
            }
            made |= !letters.is_empty();
            let post = Post {
                letters,
                now_ms: (self.clock)(),
                waiting_max: self.limits.webhook_letters_max,
                dead_max: self.limits.webhook_dead_letters_max,
            };
            outbox.advance(CONSUMER, feed.position, post).get().await?;
            if !feed.more {
                return Ok(made);
            }
        }
    }

    async fn letters_of(
        &self,
        change: &Change,
        session: &dyn Session,
        applications: &Applications,
        letters: &mut Vec<NewLetter>,
    ) -> Result<(), StoreError> {
        let kind = Kind::from(change.kind);
        let mut document = None;
        for (_, webhook) in applications.webhooks() {
            if !webhook.events.want(&change.collection, kind) {
                continue;
            }
            if document.is_none() && Content::needs_document(change) {
                document = session.get(&change.collection, &change.id).get().await?;
            }
            let mut bytes = [0; 16];
            (self.random)(&mut bytes);
            let content = Content::of(change, document.as_deref(), uuid(bytes));
            letters.push(NewLetter {
                mailbox: webhook.id.clone(),
                content: serde_json::to_string(&content).expect("it has only texts"),
            });
        }
        Ok(())
    }

    /// Starts the calls that are due, one for each webhook at most. Gives when the next will be.
    fn start_calls(
        &mut self,
        store: &Arc<dyn Store>,
        applications: &Arc<Applications>,
    ) -> Result<Option<i64>, StoreError> {
        let now_ms = (self.clock)();
        let calls_max = usize::try_from(self.limits.webhook_calls_max).unwrap_or(usize::MAX);
        let mut wake_ms = now_ms + LOOK.as_millis() as i64;
        for (_, webhook) in applications.webhooks() {
            if self.calls.len() >= calls_max {
                break;
            }
            if self.busy.values().any(|mailbox| *mailbox == webhook.id) {
                continue;
            }
            if let Some(until_ms) = self
                .asleep
                .get(&webhook.id)
                .filter(|until| **until > now_ms)
            {
                wake_ms = wake_ms.min(*until_ms);
                continue;
            }
            match store.outbox().next_letter(&webhook.id, now_ms)? {
                NextLetter::Due(letter) => self.call(letter, Arc::clone(applications)),
                // Commands of other processes may change it before that.
                NextLetter::At(due_ms) => {
                    wake_ms = wake_ms.min(due_ms);
                    self.asleep.insert(webhook.id.clone(), wake_ms);
                }
                NextLetter::None => {
                    self.asleep.insert(webhook.id.clone(), wake_ms);
                }
            }
        }
        Ok(Some(wake_ms))
    }

    fn call(&mut self, letter: Letter, applications: Arc<Applications>) {
        let client = Arc::clone(&self.client);
        let now_ms = (self.clock)();
        let time_max = Duration::from_millis(self.limits.webhook_time_ms_max);
        let mailbox = letter.mailbox.clone();
        let call = self.calls.spawn(async move {
            let verdict = attempt(&client, &letter, &applications, now_ms, time_max).await;
            Call { letter, verdict }
        });
        self.busy.insert(call.id(), mailbox);
    }

    /// Waits for a commit, the end of a call, a time, or a second.
    async fn wait(&mut self, committed: &mut Option<watch::Receiver<u64>>, wake_ms: Option<i64>) {
        let until_wake = wake_ms.map_or(LOOK, |wake_ms| {
            let wait_ms = u64::try_from(wake_ms - (self.clock)()).unwrap_or(0);
            Duration::from_millis(wait_ms).min(LOOK)
        });
        let is_sending = self.lock.is_some();
        let commit = async {
            let changed = match committed {
                Some(committed) if is_sending => committed.changed().await.is_ok(),
                _ => false,
            };
            match changed {
                true => tokio::time::sleep(GATHER).await,
                false => std::future::pending().await,
            }
        };
        let ended = tokio::select! {
            ended = self.calls.join_next_with_id(), if !self.calls.is_empty() => ended,
            () = commit => None,
            () = tokio::time::sleep(until_wake) => None,
        };
        let mut next = ended;
        while let Some(ended) = next {
            match ended {
                Ok((id, call)) => {
                    self.busy.remove(&id);
                    self.settle(call).await;
                }
                // It panicked: its letter is still there.
                Err(error) => {
                    self.busy.remove(&error.id());
                }
            }
            next = self.calls.try_join_next_with_id();
        }
    }

    /// Notes what became of a call.
    async fn settle(&mut self, Call { letter, verdict }: Call) {
        let noted = async {
            let store = self.data.store()?;
            let outbox = store.outbox();
            match verdict {
                Verdict::Arrived => outbox.arrived(letter.number).get().await,
                Verdict::Failed {
                    reason,
                    holds,
                    asked_ms,
                } => {
                    let failed = self.what_next(&letter, holds, asked_ms);
                    outbox.failed(letter.number, failed, &reason).get().await
                }
            }
        };
        if let Err(error) = noted.await {
            self.data.tell(&error);
        }
    }

    fn what_next(&self, letter: &Letter, holds: bool, asked_ms: Option<u64>) -> Failed {
        let attempt = letter.attempts.saturating_add(1);
        if u64::from(attempt) >= self.limits.webhook_attempts_max {
            return Failed::Dead {
                dead_max: self.limits.webhook_dead_letters_max,
            };
        }
        let mut bytes = [0; 8];
        (self.random)(&mut bytes);
        let random = u64::from_le_bytes(bytes);
        let delay_ms = delay_ms(attempt, self.limits.webhook_delay_ms_max, asked_ms, random);
        let delay_ms = i64::try_from(delay_ms).unwrap_or(i64::MAX);
        Failed::Again {
            due_ms: (self.clock)().saturating_add(delay_ms),
            holds,
        }
    }
}

/// One call.
async fn attempt(
    client: &Client,
    letter: &Letter,
    applications: &Applications,
    now_ms: i64,
    time_max: Duration,
) -> Verdict {
    let found = applications
        .webhooks()
        .find(|(_, webhook)| webhook.id == letter.mailbox);
    let Some((application, webhook)) = found else {
        return Verdict::not_now("the webhook was removed");
    };
    let Some(key) = application
        .secrets(u64::try_from(now_ms).unwrap_or_default())
        .first()
    else {
        return Verdict::not_now("all secrets of the application were revoked");
    };
    let Ok(content) = serde_json::from_str::<Content>(&letter.content) else {
        return Verdict::not_now("the letter cannot be read");
    };
    let envelope = Envelope {
        url: &webhook.url,
        application: &application.id,
        instance: &application.instance,
        key,
        now_ms,
    };
    let mut request = match request(&envelope, &content) {
        Ok(request) => request,
        Err(why) => return Verdict::not_now(format!("it cannot be signed: {why}")),
    };
    request.deadline = Some(tokio::time::Instant::now() + time_max);
    match client.send(request).await {
        Err(error) => Verdict::from(error),
        Ok(mut answer) => {
            let retry_after = answer.header("retry-after");
            let retry_after = retry_after.and_then(|value| std::str::from_utf8(value).ok());
            let verdict = Verdict::of_status(answer.status, retry_after);
            // Read to its end where it is short, so that the connection can be used again.
            let _ = answer.body.chunk().await;
            let _ = answer.body.chunk().await;
            verdict
        }
    }
}
