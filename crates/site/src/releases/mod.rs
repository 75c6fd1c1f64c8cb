//! What was published: immutable releases, the journal of switches, and which one is current.
//!
//! The data directory looks so:
//!
//! ```text
//! .gitignore             keeps the whole folder out of version control
//! lock                   held (flock) while something is written
//! releases/<id>/         manifest.json, script.js, script.js.map, velodrome.toml
//! journal/00000007-publish-3.json     one file per publish or rollback, never changed
//! current                the release that production runs
//! ```
//!
//! An id is the hash of the manifest, which has the hash of every other file, so a release that
//! was damaged says so. Everything is written beside its place and renamed into it, in the order
//! release, journal, current: a crash between two steps leaves the site as it was, at worst with
//! a release that was numbered and never switched to.

mod current;
mod error;
mod files;
mod journal;
mod lock;
mod manifest;
mod store;
mod watch;

pub use current::Current;
pub use error::ReleaseError;
pub use files::{FaultPoint, Faults, NoFaults};
pub use journal::{Action, Entry};
pub use manifest::{Content, Release, content_id};
pub use store::Releases;
pub use watch::CurrentWatch;
