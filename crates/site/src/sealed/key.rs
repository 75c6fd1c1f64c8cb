//! The key that a file is encrypted with: from the environment, or a file of the same directory.
//!
//! The key's file protects copies of what it seals (a backup, a repository, a bug report); the environment
//! also protects a copy of the whole data directory.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};

use super::error::SealedError;
use super::file::{Kind, LOCK_WAIT_MS_MAX, random};
use super::files::{at, lock, make_dir, replace};
use crate::data::prepare_dir;

/// The environment variable with the key: 64 hexadecimal digits.
pub const KEY_VARIABLE: &str = "VELODROME_KEY";

/// Folder of the data directory with the keys' files, which have the same digits.
const FOLDER: &str = "keys";
/// Longest such file, in bytes.
const FILE_BYTES_MAX: u64 = 1024;

pub(super) const KEY_BYTES: usize = 32;

/// Where the key is.
#[derive(Clone, Default)]
pub enum KeySource {
    /// In `keys/NAME.key` of the data directory, made when it is first needed.
    #[default]
    File,
    /// These digits, for every kind of file.
    Given(String),
}

impl fmt::Debug for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            KeySource::File => "File",
            KeySource::Given(_) => "Given(..)",
        })
    }
}

impl KeySource {
    /// The variable [`KEY_VARIABLE`] when it is set and not empty, otherwise the file.
    pub fn from_environment(variable: impl FnOnce(&str) -> Option<String>) -> KeySource {
        match variable(KEY_VARIABLE) {
            Some(digits) if !digits.is_empty() => KeySource::Given(digits),
            _ => KeySource::File,
        }
    }

    /// Says in messages where the key came from.
    pub(super) fn place(&self, kind: &Kind, data_dir: &Path) -> String {
        match self {
            KeySource::File => file(kind, data_dir).display().to_string(),
            KeySource::Given(_) => KEY_VARIABLE.to_owned(),
        }
    }

    /// The key; it must be there.
    pub(super) fn load(
        &self,
        kind: &Kind,
        data_dir: &Path,
    ) -> Result<[u8; KEY_BYTES], SealedError> {
        let path = file(kind, data_dir);
        let digits = match self {
            KeySource::Given(digits) => digits.clone(),
            KeySource::File => match crate::bounded::read_text(&path, FILE_BYTES_MAX) {
                Ok(text) => text,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    let what = kind.name;
                    return Err(SealedError::NoKey { what, path });
                }
                Err(error) => return at("reading", &path, Err(error)),
            },
        };
        read(&digits).ok_or_else(|| SealedError::BadKey {
            place: self.place(kind, data_dir),
        })
    }

    /// A key for something else than sealing a file, made when it is not there. With
    /// [`KeySource::Given`] all of them are the same: derive from it what is used.
    pub(crate) fn key_for(
        &self,
        name: &'static str,
        data_dir: &Path,
    ) -> Result<[u8; KEY_BYTES], SealedError> {
        let kind = Kind {
            name,
            version: 0,
            bytes_max: 0,
        };
        match self.load(&kind, data_dir) {
            Err(SealedError::NoKey { path, .. }) => {
                at("making", data_dir, prepare_dir(data_dir))?;
                make_dir(path.parent().expect("it is in a folder of its own"))?;
                let _lock = lock(&path.with_extension("lock"), LOCK_WAIT_MS_MAX)?;
                self.load_or_make(&kind, data_dir)
            }
            loaded => loaded,
        }
    }

    /// The key, made when it is not there. Callers hold the lock.
    pub(super) fn load_or_make(
        &self,
        kind: &Kind,
        data_dir: &Path,
    ) -> Result<[u8; KEY_BYTES], SealedError> {
        match self.load(kind, data_dir) {
            Err(SealedError::NoKey { path, .. }) => {
                let key = random();
                let mut digits = HEXLOWER.encode(&key);
                digits.push('\n');
                make_dir(path.parent().expect("it is in a folder of its own"))?;
                replace(&path, digits.as_bytes(), SystemTime::now())?;
                Ok(key)
            }
            loaded => loaded,
        }
    }
}

fn file(kind: &Kind, data_dir: &Path) -> PathBuf {
    data_dir.join(FOLDER).join(kind.name).with_extension("key")
}

fn read(digits: &str) -> Option<[u8; KEY_BYTES]> {
    let bytes = HEXLOWER_PERMISSIVE.decode(digits.trim().as_bytes()).ok()?;
    bytes.try_into().ok()
}
