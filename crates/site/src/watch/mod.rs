//! Telling that a site's files changed, never too early for long and never not at all.
//!
//! The system's notices (inotify) are only hints that it is worth looking; what counts is a
//! snapshot of the files' stamps, taken before each build and compared after each hint. So a
//! notice that is lost, late, or about a folder that was replaced cannot lead to a stale build:
//! where hints are not to be had, the same snapshots are taken again and again.

mod hints;
#[cfg(target_os = "linux")]
mod inotify;
#[cfg(not(target_os = "linux"))]
#[path = "no_inotify.rs"]
mod inotify;
mod scope;
mod snapshot;
mod stamp;
mod watcher;

pub use hints::WatchMode;
pub(crate) use hints::{About, Hints};
pub use watcher::{Change, Watcher};
