//! Files of the data directory that nobody reads or changes without a key: each is sealed as a whole
//! and replaced as a whole.
//!
//! [`SealedFile`] is the commands' side: it changes the file, one writer at a time. The server's side
//! is [`Watch`], which touches no file before it is first asked and from then on looks once per
//! question whether the file was replaced, so that a change holds from the next question on.
//!
//! ```text
//! NAME            the content; encrypted
//! NAME.lock       held (flock) while it is changed
//! keys/NAME.key   what it is encrypted with, unless VELODROME_KEY holds that
//! ```

mod cipher;
mod error;
mod file;
mod files;
mod key;
mod secret;
mod stamp;
mod watch;

pub use error::SealedError;
pub use key::{KEY_VARIABLE, KeySource};
pub use secret::SecretText;

pub(crate) use file::{Content, Kind, SealedFile, random};
pub(crate) use stamp::Stamp;
pub(crate) use watch::{Reader, Watch};
