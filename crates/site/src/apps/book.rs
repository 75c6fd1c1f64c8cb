//! What the registry's file says once it is decrypted.

use serde::{Deserialize, Serialize};
use velodrome_model::cursor::CURSOR_KEYS_MAX;

use crate::sealed::{Content, Kind, SecretText};
use crate::webhooks::Events;

/// The registry's file.
const KIND: Kind = Kind {
    name: "applications",
    version: VERSION,
    // Many times what so many applications need.
    bytes_max: 8 * 1024 * 1024,
};

/// The form of the file's content that this version reads and writes.
pub(super) const VERSION: u32 = 1;

/// How long a cursor key that was replaced still opens cursors. Many times a cursor's lifetime, so
/// that a lifetime may be configured without a thought for this.
const RETIRED_KEY_MS: u64 = 24 * 60 * 60 * 1000;

/// What a page has in place of a cursor where there is no further page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CursorEnd {
    /// The number 0. Source: documentation.
    #[default]
    #[serde(rename = "0")]
    Zero,
    /// `null`, which is the only value that all published clients understand.
    #[serde(rename = "null")]
    Null,
}

/// Everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Book {
    pub(super) version: u32,
    /// The one that seals first, then those before it.
    pub(super) cursor_keys: Vec<CursorKeyRecord>,
    pub(super) applications: Vec<Record>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CursorKeyRecord {
    pub(super) id: u32,
    /// 32 bytes in lower-case hexadecimal digits.
    pub(super) key: SecretText,
    pub(super) created_ms: u64,
    /// Since when another one seals.
    pub(super) retired_ms: Option<u64>,
}

/// An application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Record {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) instance_id: String,
    pub(super) created_ms: u64,
    pub(super) cursor_end: CursorEnd,
    pub(super) scopes: String,
    /// The number of the next secret; numbers are not used twice.
    pub(super) next_secret: u32,
    /// Sorted by [`Record::sort_secrets`].
    pub(super) secrets: Vec<SecretRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) webhooks: Vec<WebhookRecord>,
}

/// Where an application is called, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WebhookRecord {
    pub(super) id: String,
    pub(super) url: String,
    pub(super) events: Events,
    pub(super) created_ms: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SecretRecord {
    pub(super) number: u32,
    pub(super) text: SecretText,
    pub(super) created_ms: u64,
    /// From when it is no longer accepted.
    pub(super) expires_ms: Option<u64>,
}

impl Content for Book {
    const KIND: &'static Kind = &KIND;

    fn version(&self) -> u32 {
        self.version
    }

    fn opened(&mut self) {
        self.applications.iter_mut().for_each(Record::sort_secrets);
    }
}

impl SecretRecord {
    pub(super) fn is_active(&self, now_ms: u64) -> bool {
        self.expires_ms.is_none_or(|expires| now_ms < expires)
    }
}

impl Record {
    /// Those that are accepted longest first, so that the active ones of any time come first; of two
    /// that end together, the newer.
    pub(super) fn sort_secrets(&mut self) {
        let end = |secret: &SecretRecord| secret.expires_ms.unwrap_or(u64::MAX);
        self.secrets
            .sort_by_key(|secret| std::cmp::Reverse((end(secret), secret.number)));
    }

    /// Forgets the secrets that have expired.
    pub(super) fn expire(&mut self, now_ms: u64) {
        self.secrets.retain(|secret| secret.is_active(now_ms));
    }
}

impl Book {
    /// A book without applications.
    pub(super) fn new(key: CursorKeyRecord) -> Book {
        Book {
            version: VERSION,
            cursor_keys: vec![key],
            applications: Vec::new(),
        }
    }

    /// Lets a new key seal; those that were replaced long ago are forgotten.
    pub(super) fn seal_with(&mut self, key: CursorKeyRecord) {
        let now_ms = key.created_ms;
        if let Some(sealing) = self.cursor_keys.first_mut() {
            sealing.retired_ms = Some(now_ms);
        }
        let is_kept = |key: &CursorKeyRecord| {
            key.retired_ms
                .is_none_or(|retired| now_ms < retired.saturating_add(RETIRED_KEY_MS))
        };
        self.cursor_keys.retain(is_kept);
        self.cursor_keys.insert(0, key);
        self.cursor_keys.truncate(CURSOR_KEYS_MAX);
    }

    /// Forgets the secrets that have expired.
    pub(super) fn expire(&mut self, now_ms: u64) {
        for record in &mut self.applications {
            record.expire(now_ms);
        }
    }
}
