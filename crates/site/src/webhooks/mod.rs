//! Webhooks: applications are called when something happened to the site's data.
//!
//! An application's webhooks are part of its record in the registry ([`crate::apps`]). The store
//! notes every change of what they are about in the transaction that makes it; [`Sender`] makes
//! letters of these changes, one for each webhook that wants to know, and brings each letter until
//! it has arrived or has been tried often enough. Neither a crash nor a receiver that is down loses
//! one; a receiver may get one twice, and tells it by its id.
//!
//! ```text
//! a document changes ─ outbox (store) ─ letters (store) ─ signed POST ─ the application
//!                      same transaction   same transaction as
//!                                         the outbox's position
//! ```

mod content;
mod event;
mod follow;
mod post;
mod schedule;
mod sender;
mod verdict;

pub use content::{Content, show};
pub use event::{EventFilter, Events};
pub use follow::follow;
pub use sender::{Clock, Random, Sender};

/// The consumer of the store's outbox that makes letters.
pub const CONSUMER: &str = "webhooks";
