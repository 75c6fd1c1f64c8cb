//! The side of the secrets that changes them: each change reads the file, changes its content and
//! replaces it, under one lock.

use std::path::Path;

use super::book::{Book, Record};
use super::error::SecretsError;
use super::name::{check_description, check_name};
use crate::data::uuid;
use crate::sealed::{KeySource, SealedFile, SecretText, random};

/// How many secrets a site may have.
pub const SECRETS_MAX: usize = 1000;
/// Longest value, in bytes.
pub const VALUE_BYTES_MAX: usize = 64 * 1024;
/// All values of a site together, in bytes.
pub const SECRETS_BYTES_MAX: usize = 1024 * 1024;

/// The secrets of a data directory, to look into and to change. Every change takes a lock and waits
/// for the disk.
#[derive(Clone, Debug)]
pub struct Vault(SealedFile<Book>);

/// A secret that is to be made.
#[derive(Clone, Debug)]
pub struct NewSecret {
    /// By which code asks for it.
    pub name: String,
    /// What code gets.
    pub value: SecretText,
    /// A note for people; may be empty.
    pub description: String,
}

/// What is to change of a secret; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// The new name.
    pub name: Option<String>,
    /// The new value.
    pub value: Option<SecretText>,
    /// The new description.
    pub description: Option<String>,
}

/// A secret as lists show it: without its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedSecret {
    /// By which it is changed.
    pub id: String,
    /// By which code asks for it.
    pub name: String,
    /// A note for people.
    pub description: String,
    /// When it was made, in milliseconds since 1970.
    pub created_ms: u64,
    /// When it was changed last, in milliseconds since 1970.
    pub updated_ms: u64,
}

impl Vault {
    /// The secrets in this data directory. Touches no file.
    pub fn open(data_dir: &Path, key: KeySource) -> Vault {
        Vault(SealedFile::new(data_dir, key))
    }

    /// All secrets, the oldest first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn list(&self) -> Result<Vec<ListedSecret>, SecretsError> {
        let book = self.0.read()?;
        let records = book.map(|book| book.secrets).unwrap_or_default();
        Ok(records.iter().map(listed).collect())
    }

    /// Makes a secret and gives its id.
    ///
    /// # Errors
    /// The name is taken, something of it cannot be used, or the file cannot be changed.
    pub fn create(&self, new: NewSecret, now_ms: u64) -> Result<String, SecretsError> {
        self.change(|book| {
            if book.of_name(&new.name).is_some() {
                return Err(SecretsError::Taken { name: new.name });
            }
            add(book, new, now_ms)
        })
    }

    /// Gives secrets these values, all or none; those that are not there are made. A description
    /// that is empty leaves what was there. Gives how many were made.
    ///
    /// # Errors
    /// Something of one cannot be used, or the file cannot be changed.
    pub fn set(&self, secrets: Vec<NewSecret>, now_ms: u64) -> Result<usize, SecretsError> {
        self.change(|book| {
            let mut made = 0;
            for new in secrets {
                if let Some(record) = book.of_name(&new.name) {
                    let description = Some(new.description).filter(|text| !text.is_empty());
                    let change = Change {
                        name: None,
                        value: Some(new.value),
                        description,
                    };
                    apply(record, change, now_ms)?;
                } else {
                    add(book, new, now_ms)?;
                    made += 1;
                }
            }
            Ok(made)
        })
    }

    /// Changes a secret.
    ///
    /// # Errors
    /// There is none with this id, the name is taken, something of the change cannot be used, or the
    /// file cannot be changed.
    pub fn update(&self, id: &str, change: Change, now_ms: u64) -> Result<(), SecretsError> {
        self.change(|book| {
            if let Some(name) = &change.name
                && book.of_name(name).is_some_and(|other| other.id != id)
            {
                let name = name.clone();
                return Err(SecretsError::Taken { name });
            }
            let found = book.of_id(id);
            let record = found.ok_or_else(|| SecretsError::UnknownId { id: id.to_owned() })?;
            apply(record, change, now_ms)
        })
    }

    /// Removes the secret with this id.
    ///
    /// # Errors
    /// There is none, or the file cannot be changed.
    pub fn delete(&self, id: &str) -> Result<(), SecretsError> {
        self.remove(|one| one.id == id)?
            .then_some(())
            .ok_or_else(|| SecretsError::UnknownId { id: id.to_owned() })
    }

    /// Removes the secret of this name.
    ///
    /// # Errors
    /// There is none, or the file cannot be changed.
    pub fn delete_named(&self, name: &str) -> Result<(), SecretsError> {
        self.remove(|one| one.name == name)?
            .then_some(())
            .ok_or_else(|| SecretsError::Unknown {
                name: name.to_owned(),
            })
    }

    fn remove(&self, is_meant: impl Fn(&Record) -> bool) -> Result<bool, SecretsError> {
        // Without a file there is nothing to remove, and none is made for it.
        let Some(book) = self.0.read()? else {
            return Ok(false);
        };
        if !book.secrets.iter().any(&is_meant) {
            return Ok(false);
        }
        self.change(|book| {
            let before = book.secrets.len();
            book.secrets.retain(|one| !is_meant(one));
            Ok(book.secrets.len() < before)
        })
    }

    fn change<T>(
        &self,
        change: impl FnOnce(&mut Book) -> Result<T, SecretsError>,
    ) -> Result<T, SecretsError> {
        self.0.change(Book::new, |book| {
            let changed = change(book)?;
            if book.secrets.len() > SECRETS_MAX || book.value_bytes() > SECRETS_BYTES_MAX {
                return Err(SecretsError::TooMany);
            }
            Ok(changed)
        })
    }
}

fn add(book: &mut Book, new: NewSecret, now_ms: u64) -> Result<String, SecretsError> {
    let mut record = Record {
        id: uuid(random()),
        name: String::new(),
        description: String::new(),
        value: new.value.clone(),
        created_ms: now_ms,
        updated_ms: now_ms,
    };
    let all = Change {
        name: Some(new.name),
        value: Some(new.value),
        description: Some(new.description),
    };
    apply(&mut record, all, now_ms)?;
    let id = record.id.clone();
    book.secrets.push(record);
    Ok(id)
}

fn apply(record: &mut Record, change: Change, now_ms: u64) -> Result<(), SecretsError> {
    if let Some(name) = change.name {
        check_name(&name)?;
        record.name = name;
    }
    if let Some(value) = change.value {
        if value.reveal().is_empty() || value.reveal().len() > VALUE_BYTES_MAX {
            return Err(SecretsError::Value);
        }
        record.value = value;
    }
    if let Some(description) = change.description {
        check_description(&description)?;
        record.description = description;
    }
    record.updated_ms = now_ms;
    Ok(())
}

pub(super) fn listed(record: &Record) -> ListedSecret {
    ListedSecret {
        id: record.id.clone(),
        name: record.name.clone(),
        description: record.description.clone(),
        created_ms: record.created_ms,
        updated_ms: record.updated_ms,
    }
}
