//! Documents in one SQLite file: write-ahead log, one writer per process, any number of readers.

mod backup;
mod catalog;
mod check;
mod failure;
mod function;
mod index;
mod meta;
mod open;
mod outbox;
mod pause;
mod plan;
mod read;
mod schema;
mod session;
mod shared;
mod snapshot;
mod store;
mod write;

pub use store::SqliteStore;
