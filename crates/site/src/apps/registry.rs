//! The commands' side of the registry: each change reads the file, changes its content and replaces
//! it, under one lock.

use std::path::Path;

use data_encoding::HEXLOWER;
use velodrome_model::signing::ACTIVE_SECRETS_MAX;

use super::book::{Book, CursorEnd, CursorKeyRecord, Record, SecretRecord};
use super::error::AppsError;
use super::scope::Scopes;
use crate::data::uuid;
use crate::sealed::{KeySource, SealedFile, SecretText, random};

/// How many applications a site may have.
pub const APPLICATIONS_MAX: usize = 1000;
/// How long a secret that was replaced is still accepted, unless something else is asked for.
pub const OVERLAP_MS_DEFAULT: u64 = 24 * 60 * 60 * 1000;

const NAME_CHARS_MAX: usize = 100;

/// The registry of a data directory, to look into and to change.
#[derive(Clone, Debug)]
pub struct Registry(SealedFile<Book>);

/// An application that is to be made.
#[derive(Clone, Debug)]
pub struct NewApplication {
    /// What people call it: 1 to 100 characters, no other application's name or id.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
    /// What its pages end with.
    pub cursor_end: CursorEnd,
}

/// An application that was made. Its secret is not shown again.
#[derive(Clone, Debug)]
pub struct Created {
    /// Its id.
    pub application_id: String,
    /// The instance id that binds it to this site.
    pub instance_id: String,
    /// Its secret.
    pub secret: SecretText,
}

/// A secret that was replaced by a new one.
#[derive(Clone, Debug)]
pub struct Rotated {
    /// The application's id.
    pub application_id: String,
    /// Its instance id.
    pub instance_id: String,
    /// The new secret's number.
    pub number: u32,
    /// The new secret. It is not shown again.
    pub secret: SecretText,
    /// The other secrets that are still accepted.
    pub others: Vec<ListedSecret>,
}

/// An application as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub application_id: String,
    /// What people call it.
    pub name: String,
    /// The instance id that binds it to this site.
    pub instance_id: String,
    /// When it was made, in milliseconds since 1970.
    pub created_ms: u64,
    /// What its pages end with.
    pub cursor_end: CursorEnd,
    /// What it may do.
    pub scopes: Scopes,
    /// The secrets that are accepted, the one that is accepted longest first. Empty when it was revoked.
    pub secrets: Vec<ListedSecret>,
}

/// A secret as lists show it: without the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedSecret {
    /// By which it is named; the application's first is 1.
    pub number: u32,
    /// When it was made, in milliseconds since 1970.
    pub created_ms: u64,
    /// From when it is not accepted; `None` until another one replaces it.
    pub expires_ms: Option<u64>,
}

impl Registry {
    /// The registry in this data directory. Touches no file.
    pub fn open(data_dir: &Path, key: KeySource) -> Registry {
        Registry(SealedFile::new(data_dir, key))
    }

    /// Makes an application with one secret; also the registry and its key, when they are not there.
    ///
    /// # Errors
    /// The name cannot be used, there are too many, or the registry cannot be changed.
    pub fn create(&self, new: NewApplication, now_ms: u64) -> Result<Created, AppsError> {
        check_name(&new.name)?;
        self.change(now_ms, |book| {
            if find(book, &new.name).is_some() {
                return Err(AppsError::Taken { what: new.name });
            }
            if book.applications.len() >= APPLICATIONS_MAX {
                return Err(AppsError::TooMany);
            }
            let mut record = Record {
                id: new_id(),
                name: new.name,
                instance_id: new_id(),
                created_ms: now_ms,
                cursor_end: new.cursor_end,
                scopes: new.scopes.to_string(),
                next_secret: 1,
                secrets: Vec::new(),
                webhooks: Vec::new(),
            };
            let (_, secret) = add_secret(&mut record, now_ms);
            let created = Created {
                application_id: record.id.clone(),
                instance_id: record.instance_id.clone(),
                secret,
            };
            book.applications.push(record);
            Ok(created)
        })
    }

    /// All applications, the oldest first.
    ///
    /// # Errors
    /// The registry cannot be read.
    pub fn list(&self, now_ms: u64) -> Result<Vec<Listed>, AppsError> {
        let Some(mut book) = self.0.read()? else {
            return Ok(Vec::new());
        };
        book.expire(now_ms);
        book.applications
            .iter()
            .map(|record| self.listed(record))
            .collect()
    }

    /// An application's ids and the secret to sign with, by its id or name.
    ///
    /// # Errors
    /// There is no such application, all its secrets were revoked, or the registry cannot be read.
    pub fn credentials(&self, application: &str, now_ms: u64) -> Result<Created, AppsError> {
        let mut book = self.0.read()?;
        let found = book.as_mut().and_then(|book| find(book, application));
        let record = found.ok_or_else(|| unknown(application))?;
        record.expire(now_ms);
        let secret = record.secrets.first().ok_or(AppsError::Unusable {
            reason: "all secrets of this application were revoked; `velodrome apps rotate` makes a new one",
        })?;
        Ok(Created {
            application_id: record.id.clone(),
            instance_id: record.instance_id.clone(),
            secret: secret.text.clone(),
        })
    }

    /// Gives an application, by its id or name, a new secret. Its others are accepted for another
    /// `overlap_ms`, or until they expire if that is earlier.
    ///
    /// # Errors
    /// There is no such application, it has too many secrets, or the registry cannot be changed.
    pub fn rotate(
        &self,
        application: &str,
        overlap_ms: u64,
        now_ms: u64,
    ) -> Result<Rotated, AppsError> {
        self.change(now_ms, |book| {
            let record = find(book, application).ok_or_else(|| unknown(application))?;
            let end_ms = now_ms.saturating_add(overlap_ms);
            for secret in &mut record.secrets {
                let expires_ms = secret.expires_ms.unwrap_or(u64::MAX).min(end_ms);
                secret.expires_ms = Some(expires_ms);
            }
            record.expire(now_ms);
            if let Some(first) = record.secrets.last()
                && record.secrets.len() >= ACTIVE_SECRETS_MAX
            {
                return Err(AppsError::TooManySecrets {
                    first: first.number,
                    name: record.name.clone(),
                });
            }
            let (number, secret) = add_secret(record, now_ms);
            let others = record.secrets.iter().filter(|one| one.number != number);
            Ok(Rotated {
                application_id: record.id.clone(),
                instance_id: record.instance_id.clone(),
                number,
                secret,
                others: others.map(listed_secret).collect(),
            })
        })
    }

    /// Ends one secret of an application, by its id or name, or all of them. Gives the application
    /// with what is left.
    ///
    /// # Errors
    /// There is no such application or secret, or the registry cannot be changed.
    pub fn revoke(
        &self,
        application: &str,
        secret: Option<u32>,
        now_ms: u64,
    ) -> Result<Listed, AppsError> {
        self.change(now_ms, |book| {
            let record = find(book, application).ok_or_else(|| unknown(application))?;
            match secret {
                None => record.secrets.clear(),
                Some(number) => {
                    let before = record.secrets.len();
                    record.secrets.retain(|one| one.number != number);
                    if record.secrets.len() == before {
                        let name = record.name.clone();
                        return Err(AppsError::UnknownSecret { name, number });
                    }
                }
            }
            self.listed(record)
        })
    }

    /// Forgets an application, by its id or name.
    ///
    /// # Errors
    /// There is no such application, or the registry cannot be changed.
    pub fn remove(&self, application: &str, now_ms: u64) -> Result<(), AppsError> {
        self.change(now_ms, |book| {
            let id = find(book, application)
                .ok_or_else(|| unknown(application))?
                .id
                .clone();
            book.applications.retain(|record| record.id != id);
            Ok(())
        })
    }

    /// Sets what an application, by its id or name, may do and what its pages end with; what is
    /// `None` stays. Gives the application.
    ///
    /// # Errors
    /// There is no such application, or the registry cannot be changed.
    pub fn set(
        &self,
        application: &str,
        scopes: Option<Scopes>,
        cursor_end: Option<CursorEnd>,
        now_ms: u64,
    ) -> Result<Listed, AppsError> {
        self.change(now_ms, |book| {
            let record = find(book, application).ok_or_else(|| unknown(application))?;
            if let Some(scopes) = scopes {
                record.scopes = scopes.to_string();
            }
            record.cursor_end = cursor_end.unwrap_or(record.cursor_end);
            self.listed(record)
        })
    }

    /// Lets a new key seal cursors; those that were given out stay good as long as they were.
    ///
    /// # Errors
    /// The registry cannot be changed.
    pub fn rotate_cursor_key(&self, now_ms: u64) -> Result<(), AppsError> {
        self.change(now_ms, |book| {
            let mut key = cursor_key(now_ms);
            while book.cursor_keys.iter().any(|one| one.id == key.id) {
                key = cursor_key(now_ms);
            }
            book.seal_with(key);
            Ok(())
        })
    }

    /// What the registry says; `None` when there is none.
    pub(super) fn book(&self) -> Result<Option<Book>, AppsError> {
        Ok(self.0.read()?)
    }

    /// Changes the book under the lock; an error leaves it as it is.
    pub(super) fn change<T>(
        &self,
        now_ms: u64,
        change: impl FnOnce(&mut Book) -> Result<T, AppsError>,
    ) -> Result<T, AppsError> {
        self.0.change(
            || Book::new(cursor_key(now_ms)),
            |book| {
                book.expire(now_ms);
                change(book)
            },
        )
    }

    fn listed(&self, record: &Record) -> Result<Listed, AppsError> {
        Ok(Listed {
            application_id: record.id.clone(),
            name: record.name.clone(),
            instance_id: record.instance_id.clone(),
            created_ms: record.created_ms,
            cursor_end: record.cursor_end,
            scopes: record.scopes.parse().map_err(|_| self.0.damaged())?,
            secrets: record.secrets.iter().map(listed_secret).collect(),
        })
    }
}

pub(super) fn find<'b>(book: &'b mut Book, id_or_name: &str) -> Option<&'b mut Record> {
    let is_meant = |record: &&mut Record| record.id == id_or_name || record.name == id_or_name;
    book.applications.iter_mut().find(is_meant)
}

pub(super) fn unknown(what: &str) -> AppsError {
    AppsError::Unknown {
        what: what.to_owned(),
    }
}

fn check_name(name: &str) -> Result<(), AppsError> {
    let is_padded = name.trim() != name;
    if name.is_empty() || is_padded || name.chars().any(char::is_control) {
        let reason =
            "an application's name has no space around it, no control characters, and is not empty";
        return Err(AppsError::Unusable { reason });
    }
    if name.chars().count() > NAME_CHARS_MAX {
        let reason = "an application's name has at most 100 characters";
        return Err(AppsError::Unusable { reason });
    }
    Ok(())
}

fn add_secret(record: &mut Record, now_ms: u64) -> (u32, SecretText) {
    let number = record.next_secret;
    record.next_secret = number.saturating_add(1);
    // Clients take the secret for a GUID's text; it has 122 random bits.
    let text = SecretText::new(new_id());
    record.secrets.push(SecretRecord {
        number,
        text: text.clone(),
        created_ms: now_ms,
        expires_ms: None,
    });
    record.sort_secrets();
    (number, text)
}

fn listed_secret(secret: &SecretRecord) -> ListedSecret {
    ListedSecret {
        number: secret.number,
        created_ms: secret.created_ms,
        expires_ms: secret.expires_ms,
    }
}

fn cursor_key(now_ms: u64) -> CursorKeyRecord {
    CursorKeyRecord {
        // Random, so that the keys of a registry made anew are not taken for those before.
        id: u32::from_be_bytes(random()),
        key: SecretText::new(HEXLOWER.encode(&random::<32>())),
        created_ms: now_ms,
        retired_ms: None,
    }
}

fn new_id() -> String {
    uuid(random())
}
