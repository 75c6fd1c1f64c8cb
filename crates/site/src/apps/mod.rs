//! The applications that may call a site with signed requests: who they are, their secrets, what
//! they may do, and the keys that seal their cursors.
//!
//! All of it is one sealed file of the data directory ([`crate::sealed`]), `applications`. [`Registry`]
//! is the commands' side, [`ApplicationsWatch`] the server's.

mod book;
mod error;
mod registry;
mod scope;
mod snapshot;
mod watch;
mod webhooks;

pub use book::CursorEnd;
pub use error::AppsError;
pub use registry::{
    APPLICATIONS_MAX, Created, Listed, ListedSecret, NewApplication, OVERLAP_MS_DEFAULT, Registry,
    Rotated,
};
pub use scope::{Access, Area, Scope, ScopeError, Scopes};
pub use snapshot::{Application, Applications, ApplicationsAt};
pub use watch::{ApplicationsReader, ApplicationsWatch};
pub use webhooks::{Webhook, WebhookListed};

pub use crate::sealed::{KEY_VARIABLE, KeySource, SecretText};
