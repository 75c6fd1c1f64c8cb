//! One sealed file: read as a whole, changed under a lock.

use std::io;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::cipher::{self, Unopened};
use super::error::SealedError;
use super::files::{at, lock, replace};
use super::key::KeySource;
use super::stamp::next_time;
use crate::data::prepare_dir;

pub(super) const LOCK_WAIT_MS_MAX: u64 = 10_000;

/// A kind of sealed file.
#[derive(Debug)]
pub(crate) struct Kind {
    /// What it holds; the name of the file in the data directory.
    pub(crate) name: &'static str,
    /// The form of its content that this version reads and writes.
    pub(crate) version: u32,
    /// Longest such file, in bytes.
    pub(crate) bytes_max: u64,
}

/// What a sealed file says once it is opened.
pub(crate) trait Content: Serialize + DeserializeOwned {
    /// In which file it lies.
    const KIND: &'static Kind;

    /// Of which form it says that it is.
    fn version(&self) -> u32;

    /// Called when it was read.
    fn opened(&mut self) {}
}

/// The sealed file with this content in one data directory. Touches no file before it is asked.
#[derive(Debug)]
pub(crate) struct SealedFile<C> {
    data_dir: PathBuf,
    path: PathBuf,
    key: KeySource,
    content: PhantomData<fn() -> C>,
}

impl<C> Clone for SealedFile<C> {
    fn clone(&self) -> SealedFile<C> {
        SealedFile {
            data_dir: self.data_dir.clone(),
            path: self.path.clone(),
            key: self.key.clone(),
            content: PhantomData,
        }
    }
}

impl<C: Content> SealedFile<C> {
    pub(crate) fn new(data_dir: &Path, key: KeySource) -> SealedFile<C> {
        SealedFile {
            data_dir: data_dir.to_owned(),
            path: data_dir.join(C::KIND.name),
            key,
            content: PhantomData,
        }
    }

    /// Where it lies.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// What it says; `None` when there is none.
    pub(crate) fn read(&self) -> Result<Option<C>, SealedError> {
        let path = &self.path;
        let file = match crate::bounded::read(path, C::KIND.bytes_max) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            read => at("reading", path, read)?,
        };
        let content = match cipher::open(C::KIND, &self.key.load(C::KIND, &self.data_dir)?, &file) {
            Ok(content) => content,
            Err(Unopened::OtherKey) => {
                let place = self.key.place(C::KIND, &self.data_dir);
                let path = path.clone();
                return Err(SealedError::OtherKey { path, place });
            }
            Err(Unopened::Newer) => return Err(self.newer()),
            Err(Unopened::Damaged) => return Err(self.damaged()),
        };
        match serde_json::from_slice::<C>(&content) {
            Ok(mut content) if content.version() == C::KIND.version => {
                content.opened();
                Ok(Some(content))
            }
            Ok(_) => Err(self.newer()),
            Err(_) => Err(self.damaged()),
        }
    }

    /// Changes it under its lock; an error leaves it as it is. It is made from `first` when there is
    /// none.
    pub(crate) fn change<T, E: From<SealedError>>(
        &self,
        first: impl FnOnce() -> C,
        change: impl FnOnce(&mut C) -> Result<T, E>,
    ) -> Result<T, E> {
        let prepared = prepare_dir(&self.data_dir);
        at("making", &self.data_dir, prepared)?;
        let _lock = lock(&self.path.with_extension("lock"), LOCK_WAIT_MS_MAX)?;
        let mut content = self.read()?.unwrap_or_else(first);
        let changed = change(&mut content)?;
        self.write(&content)?;
        Ok(changed)
    }

    fn write(&self, content: &C) -> Result<(), SealedError> {
        let key = self.key.load_or_make(C::KIND, &self.data_dir)?;
        let content = serde_json::to_vec(content).expect("it has only strings and numbers");
        let file = cipher::seal(C::KIND, &key, content, random());
        replace(&self.path, &file, next_time(&self.path))
    }

    /// The error that it makes no sense.
    pub(crate) fn damaged(&self) -> SealedError {
        SealedError::Damaged {
            what: C::KIND.name,
            path: self.path.clone(),
        }
    }

    fn newer(&self) -> SealedError {
        SealedError::Newer {
            path: self.path.clone(),
        }
    }
}

/// Random bytes.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system has randomness once it is up");
    bytes
}
