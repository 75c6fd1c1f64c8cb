//! Why the registry of applications could not be read or changed.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::key::KEY_VARIABLE;
use super::registry::APPLICATIONS_MAX;

/// An error of the registry, with what to do about it. None of them holds a secret.
#[derive(Clone, Debug)]
pub enum AppsError {
    /// The file system refused.
    Io {
        /// What was being done.
        doing: &'static str,
        /// To which file.
        path: PathBuf,
        /// What the system said.
        error: Arc<io::Error>,
    },
    /// Somebody else is changing the registry and did not finish in time.
    Locked {
        /// The lock that is held.
        path: PathBuf,
        /// How long it was waited for.
        waited_ms: u64,
    },
    /// `VELODROME_KEY` or the key's file does not hold a key.
    BadKey {
        /// Where it came from.
        place: String,
    },
    /// The registry is there and its key is not.
    NoKey {
        /// The key's file.
        path: PathBuf,
    },
    /// The registry was encrypted with another key.
    OtherKey {
        /// The registry.
        path: PathBuf,
        /// Where the key that was tried came from.
        place: String,
    },
    /// The registry was damaged or tampered with.
    Damaged {
        /// The registry.
        path: PathBuf,
    },
    /// The registry was written by a newer version.
    Newer {
        /// The registry.
        path: PathBuf,
    },
    /// There are as many applications as there may be.
    TooMany,
    /// A name, an id or a secret that cannot be used.
    Unusable {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// There is an application of this name or id.
    Taken {
        /// The name or id.
        what: String,
    },
    /// There is no application of this name or id.
    Unknown {
        /// The name or id.
        what: String,
    },
    /// The application has as many active secrets as it may have.
    TooManySecrets {
        /// Its name.
        name: String,
        /// The number of the one that ends first.
        first: u32,
    },
    /// The application has no such secret.
    UnknownSecret {
        /// Its name.
        name: String,
        /// The number.
        number: u32,
    },
}

impl AppsError {
    /// The stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            AppsError::Io { .. } => "APPS_IO",
            AppsError::Locked { .. } => "APPS_LOCKED",
            AppsError::BadKey { .. } => "APPS_KEY_MALFORMED",
            AppsError::NoKey { .. } => "APPS_KEY_MISSING",
            AppsError::OtherKey { .. } => "APPS_KEY_WRONG",
            AppsError::Damaged { .. } => "APPS_DAMAGED",
            AppsError::Newer { .. } => "APPS_NEWER",
            AppsError::TooMany => "APPS_TOO_MANY",
            AppsError::Unusable { .. } => "APPS_UNUSABLE",
            AppsError::Taken { .. } => "APPS_TAKEN",
            AppsError::Unknown { .. } => "APPS_UNKNOWN",
            AppsError::TooManySecrets { .. } => "APPS_TOO_MANY_SECRETS",
            AppsError::UnknownSecret { .. } => "APPS_UNKNOWN_SECRET",
        }
    }
}

impl fmt::Display for AppsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AppsError::Io { doing, path, error } => {
                write!(f, "{doing} {} failed: {error}", path.display())
            }
            AppsError::Locked { path, waited_ms } => write!(
                f,
                "somebody else has held {} for {waited_ms} ms; is another command stuck?",
                path.display()
            ),
            AppsError::BadKey { place } => write!(
                f,
                "{place} is not a key: it must be 64 hexadecimal digits, as `openssl rand -hex 32` prints them"
            ),
            AppsError::NoKey { path } => write!(
                f,
                "the key of the applications is missing: put {} back, or set {KEY_VARIABLE}",
                path.display()
            ),
            AppsError::OtherKey { path, place } => write!(
                f,
                "{} was encrypted with another key than that of {place}; use the one it was made with",
                path.display()
            ),
            AppsError::Damaged { path } => write!(
                f,
                "{} is damaged; put a copy of it back, or remove it and create the applications again",
                path.display()
            ),
            AppsError::Newer { path } => write!(
                f,
                "{} was written by a newer version of velodrome; use that one",
                path.display()
            ),
            AppsError::TooMany => write!(
                f,
                "there are {APPLICATIONS_MAX} applications already; `velodrome apps revoke APP --remove` takes one off the list"
            ),
            AppsError::Unusable { reason } => f.write_str(reason),
            AppsError::Taken { what } => write!(f, "there is an application {what:?} already"),
            AppsError::Unknown { what } => write!(
                f,
                "there is no application {what:?}; `velodrome apps list` lists those there are"
            ),
            AppsError::TooManySecrets { name, first } => write!(
                f,
                "{name:?} has as many active secrets as are tried; `velodrome apps revoke {name:?} --secret {first}` ends the one that would end first"
            ),
            AppsError::UnknownSecret { name, number } => write!(
                f,
                "{name:?} has no active secret {number}; `velodrome apps list` lists those there are"
            ),
        }
    }
}

impl std::error::Error for AppsError {}
