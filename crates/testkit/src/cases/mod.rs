//! Folders of cases: a site, the requests sent to it, and the answers it must give.
//!
//! A case is a folder with a `case.toml` (see [`format`]) beside the site's own files, so that
//! behaviour is written down where anybody can read and extend it without knowing Rust.

mod check;
mod describe;
pub mod format;
mod run;
mod send;
mod site;

pub use run::{Failure, RunningServer, find, run_all, run_case};
