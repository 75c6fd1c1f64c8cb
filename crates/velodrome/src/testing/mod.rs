//! `velodrome test`: the tests that lie beside a site's code, in the runtime that serves it.
//!
//! Each file has a VM of its own with the whole site in it; each test has its own copy of the data.
//! What decides here is only what JavaScript cannot: which files, how long, which data, and how the
//! outcome is told. Everything else is in `runtime/js/velo/testing`.

mod discover;
mod file_run;
mod folder;
mod host;
mod outcome;
mod recordings;
mod report;
mod request;
mod watchdog;
mod world;

pub(crate) use discover::find_tests;
pub(crate) use file_run::{Terms, run_file};
pub(crate) use outcome::FileOutcome;
pub(crate) use report::{Report, junit};
pub(crate) use watchdog::Watchdog;
pub(crate) use world::Ground;
