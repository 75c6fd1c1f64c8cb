//! The key that the registry is encrypted with: from the environment, or a file beside it.
//!
//! The file protects copies of the registry (a backup, a repository, a bug report); the environment
//! also protects a copy of the whole data directory.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};

use super::error::AppsError;
use super::files::{make_dir, replace};

/// The environment variable with the key: 64 hexadecimal digits.
pub const KEY_VARIABLE: &str = "VELODROME_KEY";

/// The key's file in the data directory; it has the same digits.
const FILE: &str = "keys/applications.key";
/// Longest such file, in bytes.
const FILE_BYTES_MAX: u64 = 1024;

pub(super) const KEY_BYTES: usize = 32;

/// Where the key is.
#[derive(Clone, Default)]
pub enum KeySource {
    /// In `keys/applications.key` of the data directory, made when it is first needed.
    #[default]
    File,
    /// These digits.
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
    pub(super) fn place(&self, data_dir: &Path) -> String {
        match self {
            KeySource::File => file(data_dir).display().to_string(),
            KeySource::Given(_) => KEY_VARIABLE.to_owned(),
        }
    }

    /// The key; it must be there.
    pub(super) fn load(&self, data_dir: &Path) -> Result<[u8; KEY_BYTES], AppsError> {
        let path = file(data_dir);
        let digits = match self {
            KeySource::Given(digits) => digits.clone(),
            KeySource::File => match crate::bounded::read_text(&path, FILE_BYTES_MAX) {
                Ok(text) => text,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    return Err(AppsError::NoKey { path });
                }
                Err(error) => return super::files::at("reading", &path, Err(error)),
            },
        };
        read(&digits).ok_or_else(|| AppsError::BadKey {
            place: self.place(data_dir),
        })
    }

    /// The key, made when it is not there. Callers hold the lock.
    pub(super) fn load_or_make(&self, data_dir: &Path) -> Result<[u8; KEY_BYTES], AppsError> {
        match self.load(data_dir) {
            Err(AppsError::NoKey { path }) => {
                let key = super::registry::random();
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

fn file(data_dir: &Path) -> PathBuf {
    data_dir.join(FILE)
}

fn read(digits: &str) -> Option<[u8; KEY_BYTES]> {
    let bytes = HEXLOWER_PERMISSIVE.decode(digits.trim().as_bytes()).ok()?;
    bytes.try_into().ok()
}
