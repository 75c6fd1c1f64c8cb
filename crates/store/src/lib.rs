//! A site's documents, durable: collections, queries, references and indexes behind one trait.
//!
//! What a query means is `velodrome_model::data`'s business and who may ask is the site's. Here lies
//! what it takes that an acknowledged write survives anything and that no question holds up another.
//! No SQL and no type of the database leaves this crate, so another database can stand behind
//! [`Store`] later.

mod answer;
mod documents;
mod error;
mod event;
mod options;
mod outbox;
mod reply;
mod snapshot;
mod sqlite;
mod statistics;
mod store;
mod write;

pub use answer::{CollectionInfo, IndexInfo, LinkField, LinkQuery, Linked, Page, Plan, Rows};
pub use documents::Documents;
pub use error::{OpenError, StoreError};
pub use event::StoreEvent;
pub use options::{Clock, Limits, Options, Random, Sink};
pub use outbox::{Change, ChangeKind, Failed, Feed, Letter, NewLetter, NextLetter, Outbox, Post};
pub use reply::Reply;
pub use snapshot::{References, Scanned, Snapshot};
pub use sqlite::SqliteStore;
pub use statistics::Statistics;
pub use store::{IndexDeclaration, Session, Store};
pub use write::{Action, Bulk, BulkOutcome, Guard, Write, Written};
