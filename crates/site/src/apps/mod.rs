//! The applications that may call a site with signed requests: who they are, their secrets, what
//! they may do, and the keys that seal their cursors.
//!
//! All of it is one file of the data directory, sealed as a whole and replaced as a whole.
//! [`Registry`] is the commands' side: it changes the file, one writer at a time. The server's side
//! is [`ApplicationsWatch`], which touches no file before it is first asked and from then on looks
//! once per request whether the file was replaced, so that a change holds for the next request.
//!
//! ```text
//! applications            every application with its secrets, and the cursor keys; encrypted
//! applications.lock       held (flock) while it is changed
//! keys/applications.key   what it is encrypted with, unless VELODROME_KEY holds that
//! ```

mod book;
mod error;
mod files;
mod key;
mod registry;
mod scope;
mod seal;
mod secret;
mod snapshot;
mod stamp;
mod watch;

pub use book::CursorEnd;
pub use error::AppsError;
pub use key::{KEY_VARIABLE, KeySource};
pub use registry::{
    APPLICATIONS_MAX, Created, Listed, ListedSecret, NewApplication, OVERLAP_MS_DEFAULT, Registry,
    Rotated,
};
pub use scope::{Access, Area, Scope, ScopeError, Scopes};
pub use secret::SecretText;
pub use snapshot::{Application, Applications, ApplicationsAt};
pub use watch::{ApplicationsReader, ApplicationsWatch};
