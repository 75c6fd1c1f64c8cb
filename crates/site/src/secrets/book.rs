//! What the secrets' file says once it is opened.

use serde::{Deserialize, Serialize};

use crate::sealed::{Content, Kind, SecretText};

const VERSION: u32 = 1;

/// The secrets' file.
const KIND: Kind = Kind {
    name: "secrets",
    version: VERSION,
    // Many times what values of SECRETS_BYTES_MAX need, escaped as JSON.
    bytes_max: 32 * 1024 * 1024,
};

/// Everything.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Book {
    version: u32,
    /// The oldest first.
    pub(super) secrets: Vec<Record>,
}

/// A secret.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Record {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) value: SecretText,
    pub(super) created_ms: u64,
    pub(super) updated_ms: u64,
}

impl Book {
    /// A book without secrets.
    pub(super) fn new() -> Book {
        Book {
            version: VERSION,
            secrets: Vec::new(),
        }
    }

    pub(super) fn of_name(&mut self, name: &str) -> Option<&mut Record> {
        self.secrets.iter_mut().find(|one| one.name == name)
    }

    pub(super) fn of_id(&mut self, id: &str) -> Option<&mut Record> {
        self.secrets.iter_mut().find(|one| one.id == id)
    }

    /// All values together, in bytes.
    pub(super) fn value_bytes(&self) -> usize {
        let bytes = self.secrets.iter().map(|one| one.value.reveal().len());
        bytes.sum()
    }
}

impl Content for Book {
    const KIND: &'static Kind = &KIND;

    fn version(&self) -> u32 {
        self.version
    }
}
