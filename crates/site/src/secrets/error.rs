//! Why a secret could not be read or changed.

use std::fmt;

use super::vault::{SECRETS_BYTES_MAX, SECRETS_MAX, VALUE_BYTES_MAX};
use crate::sealed::SealedError;

/// An error of the secrets, with what to do about it. None of them holds a value.
#[derive(Clone, Debug)]
pub enum SecretsError {
    /// The file or its key.
    Sealed(SealedError),
    /// A name that cannot be used.
    Name {
        /// Its beginning.
        shown: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A value that is empty or too long.
    Value,
    /// A description that is too long.
    Description,
    /// There is no secret of this name.
    Unknown {
        /// The name.
        name: String,
    },
    /// There is no secret with this id.
    UnknownId {
        /// The id.
        id: String,
    },
    /// There is a secret of this name.
    Taken {
        /// The name.
        name: String,
    },
    /// The secret lies in the file for development, which only people change.
    OfEnvFile {
        /// Its name.
        name: String,
    },
    /// The file for development cannot be read.
    EnvFile {
        /// Why, with the file and the line.
        why: String,
    },
    /// There are as many secrets as there may be, or their values take as much room as they may.
    TooMany,
}

impl SecretsError {
    /// The stable code of the error, which JavaScript sees as `code`.
    pub fn code(&self) -> &'static str {
        match self {
            SecretsError::Sealed(_) => "SECRETS_UNAVAILABLE",
            SecretsError::Name { .. } => "SECRET_NAME_INVALID",
            SecretsError::Value => "SECRET_VALUE_INVALID",
            SecretsError::Description => "SECRET_DESCRIPTION_INVALID",
            SecretsError::Unknown { .. } | SecretsError::UnknownId { .. } => "SECRET_NOT_FOUND",
            SecretsError::Taken { .. } => "SECRET_EXISTS",
            SecretsError::OfEnvFile { .. } => "SECRET_READ_ONLY",
            SecretsError::EnvFile { .. } => "SECRETS_ENV_INVALID",
            SecretsError::TooMany => "SECRETS_TOO_MANY",
        }
    }
}

impl fmt::Display for SecretsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SecretsError::Sealed(error) => error.fmt(f),
            SecretsError::Name { shown, reason } => {
                write!(f, "{shown:?} cannot be the name of a secret: {reason}")
            }
            SecretsError::Value => write!(
                f,
                "the value of a secret has 1 to {VALUE_BYTES_MAX} bytes of text"
            ),
            SecretsError::Description => {
                f.write_str("the description of a secret has at most 1000 characters")
            }
            SecretsError::Unknown { name } => write!(
                f,
                "there is no secret {name:?}; `velodrome secrets set {name}` makes one, `velodrome secrets list` shows those there are"
            ),
            SecretsError::UnknownId { id } => write!(f, "there is no secret with the id {id:?}"),
            SecretsError::Taken { name } => write!(f, "there is a secret {name:?} already"),
            SecretsError::OfEnvFile { name } => write!(
                f,
                "the secret {name:?} is in secrets.env: change it there, or make it with `velodrome secrets set {name}`"
            ),
            SecretsError::EnvFile { why } => f.write_str(why),
            SecretsError::TooMany => write!(
                f,
                "a site has at most {SECRETS_MAX} secrets, with {SECRETS_BYTES_MAX} bytes of values together"
            ),
        }
    }
}

impl std::error::Error for SecretsError {}

impl From<SealedError> for SecretsError {
    fn from(error: SealedError) -> SecretsError {
        SecretsError::Sealed(error)
    }
}
