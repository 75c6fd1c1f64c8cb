//! Why the registry of applications could not be read or changed.

use std::fmt;

use super::registry::APPLICATIONS_MAX;
use crate::sealed::SealedError;

/// An error of the registry, with what to do about it. None of them holds a secret.
#[derive(Clone, Debug)]
pub enum AppsError {
    /// The registry's file or its key.
    Sealed(SealedError),
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
    /// A webhook that cannot be, or is not there.
    Webhook {
        /// Why.
        why: String,
    },
}

impl AppsError {
    /// The stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            AppsError::Sealed(error) => match error {
                SealedError::Io { .. } => "APPS_IO",
                SealedError::Locked { .. } => "APPS_LOCKED",
                SealedError::BadKey { .. } => "APPS_KEY_MALFORMED",
                SealedError::NoKey { .. } => "APPS_KEY_MISSING",
                SealedError::OtherKey { .. } => "APPS_KEY_WRONG",
                SealedError::Damaged { .. } => "APPS_DAMAGED",
                SealedError::Newer { .. } => "APPS_NEWER",
            },
            AppsError::TooMany => "APPS_TOO_MANY",
            AppsError::Unusable { .. } => "APPS_UNUSABLE",
            AppsError::Taken { .. } => "APPS_TAKEN",
            AppsError::Unknown { .. } => "APPS_UNKNOWN",
            AppsError::TooManySecrets { .. } => "APPS_TOO_MANY_SECRETS",
            AppsError::UnknownSecret { .. } => "APPS_UNKNOWN_SECRET",
            AppsError::Webhook { .. } => "APPS_WEBHOOK",
        }
    }
}

impl fmt::Display for AppsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AppsError::Sealed(error) => error.fmt(f),
            AppsError::TooMany => write!(
                f,
                "there are {APPLICATIONS_MAX} applications already; `velodrome apps revoke APP --remove` takes one off the list"
            ),
            AppsError::Unusable { reason } => f.write_str(reason),
            AppsError::Webhook { why } => f.write_str(why),
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

impl From<SealedError> for AppsError {
    fn from(error: SealedError) -> AppsError {
        AppsError::Sealed(error)
    }
}
