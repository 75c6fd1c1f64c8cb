//! The registry as the server reads it: immutable, with every key prepared.

use std::collections::HashMap;

use data_encoding::HEXLOWER;
use velodrome_model::cursor::{CursorKey, CursorKeys};
use velodrome_model::signing::{ApplicationKeys, ApplicationLookup, SigningKey};

use super::book::{Book, CursorEnd, CursorKeyRecord, Record, VERSION};
use super::scope::Scopes;
use super::webhooks::Webhook;

/// All applications of a site at one moment.
#[derive(Debug)]
pub struct Applications {
    by_id: HashMap<String, Application>,
    cursor_keys: CursorKeys,
}

/// One application.
#[derive(Debug)]
pub struct Application {
    /// Its id, which requests name.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The only instance id under which it may call this site.
    pub instance: String,
    /// What it may do.
    pub scopes: Scopes,
    /// What its pages end with.
    pub cursor_end: CursorEnd,
    /// Where it is called.
    pub webhooks: Vec<Webhook>,
    /// Those that are accepted longest first.
    secrets: Vec<SigningKey>,
    /// Of each secret, from when it is not accepted; descending.
    expire_ms: Vec<u64>,
    /// Of each secret, the number that people know it by.
    numbers: Vec<u32>,
}

impl Application {
    /// The secrets that are accepted at this time, those that are accepted longest first: the first
    /// is the one to sign with. Empty when all were revoked.
    pub fn secrets(&self, now_ms: u64) -> &[SigningKey] {
        let active = self.expire_ms.partition_point(|expires| now_ms < *expires);
        &self.secrets[..active]
    }

    /// The number, as `velodrome apps list` shows it, of the secret with this index in
    /// [`Application::secrets`].
    pub fn secret_number(&self, index: usize) -> Option<u32> {
        self.numbers.get(index).copied()
    }

    fn of(record: Record) -> Option<Application> {
        let secrets = &record.secrets;
        Some(Application {
            scopes: record.scopes.parse().ok()?,
            cursor_end: record.cursor_end,
            secrets: secrets
                .iter()
                .map(|secret| SigningKey::new(secret.text.reveal()))
                .collect(),
            expire_ms: secrets
                .iter()
                .map(|secret| secret.expires_ms.unwrap_or(u64::MAX))
                .collect(),
            numbers: secrets.iter().map(|secret| secret.number).collect(),
            webhooks: record.webhooks.into_iter().map(Webhook::from).collect(),
            id: record.id,
            name: record.name,
            instance: record.instance_id,
        })
    }
}

impl Applications {
    /// No application. Its cursor key is random: nobody can ask for a cursor.
    pub fn none() -> Applications {
        let key = CursorKey::new(0, &crate::sealed::random());
        Applications {
            by_id: HashMap::new(),
            cursor_keys: CursorKeys::new(key, []),
        }
    }

    /// What the registry says; `None` when it contradicts itself.
    pub(super) fn of(mut book: Book) -> Option<Applications> {
        if book.version != VERSION {
            return None;
        }
        let mut keys = Vec::with_capacity(book.cursor_keys.len());
        for record in &book.cursor_keys {
            keys.push(cursor_key(record)?);
        }
        let mut keys = keys.into_iter();
        let cursor_keys = CursorKeys::new(keys.next()?, keys);
        let mut by_id = HashMap::with_capacity(book.applications.len());
        for mut record in book.applications.drain(..) {
            record.sort_secrets();
            let application = Application::of(record)?;
            by_id.insert(application.id.clone(), application);
        }
        Some(Applications { by_id, cursor_keys })
    }

    /// The application of this id, compared exactly.
    pub fn get(&self, id: &str) -> Option<&Application> {
        self.by_id.get(id)
    }

    /// All of them, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Application> {
        self.by_id.values()
    }

    /// All webhooks, each with its application; in no order.
    pub fn webhooks(&self) -> impl Iterator<Item = (&Application, &Webhook)> {
        self.by_id.values().flat_map(|application| {
            let webhooks = application.webhooks.iter();
            webhooks.map(move |webhook| (application, webhook))
        })
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// The keys that seal and open cursors of this site.
    pub fn cursor_keys(&self) -> &CursorKeys {
        &self.cursor_keys
    }

    /// The applications with the secrets that are accepted at this time: what a
    /// [`Verifier`](velodrome_model::signing::Verifier) looks in.
    pub fn at(&self, now_ms: u64) -> ApplicationsAt<'_> {
        ApplicationsAt {
            applications: self,
            now_ms,
        }
    }
}

fn cursor_key(record: &CursorKeyRecord) -> Option<CursorKey> {
    let bytes = HEXLOWER.decode(record.key.reveal().as_bytes()).ok()?;
    let key: [u8; 32] = bytes.try_into().ok()?;
    Some(CursorKey::new(record.id, &key))
}

/// [`Applications`] at one time.
#[derive(Clone, Copy, Debug)]
pub struct ApplicationsAt<'a> {
    applications: &'a Applications,
    now_ms: u64,
}

impl ApplicationLookup for ApplicationsAt<'_> {
    type Key = SigningKey;

    fn application(&self, id: &str) -> Option<ApplicationKeys<'_, SigningKey>> {
        let application = self.applications.get(id)?;
        Some(ApplicationKeys {
            instance: &application.instance,
            secrets: application.secrets(self.now_ms),
        })
    }
}
