//! A site's secrets: named values that its code asks for, such as keys of other servers.
//!
//! They are one sealed file of the data directory ([`crate::sealed`]), `secrets`. [`Vault`] is the
//! commands' side. [`SecretsService`] is what JavaScript asks (`runtime/js/velo/secrets`); it follows
//! the file, so that a change holds from the next question on. While developing, a plain file,
//! [`ENV_FILE`], may name more. What was ever read is known to [`Redactor`], which takes it out of
//! whatever is written about the site.

mod book;
mod env_file;
mod env_watch;
mod error;
mod name;
mod redact;
mod redacted_log;
mod service;
mod vault;

pub use env_file::{EnvFileError, read_env};
pub use env_watch::ENV_FILE;
pub use error::SecretsError;
pub use redact::{REDACTED_CHARS_MIN, Redactor};
pub use redacted_log::RedactedLog;
pub use service::SecretsService;
pub use vault::{
    Change, ListedSecret, NewSecret, SECRETS_BYTES_MAX, SECRETS_MAX, VALUE_BYTES_MAX, Vault,
};
