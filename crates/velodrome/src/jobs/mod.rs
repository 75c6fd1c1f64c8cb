//! Scheduled jobs in a process: when they begin, and what they run in.
//!
//! A run has a VM of its own, made of the release in force and dropped afterwards: what a job does to
//! its modules, and how it ends, is no business of requests.

mod run;
mod scheduler;

pub(crate) use run::{Ids, now_ms, perform, settings};
pub(crate) use scheduler::{Plan, Scheduler};
