//! Scheduled jobs: what `backend/jobs.config` may say, and when a job is due.
//!
//! Every way to say when becomes a cron expression, in UTC, so that there is one rule for the next
//! run. Nothing here knows a clock: callers give the time.

mod cron;
mod due;
mod file;
mod job;
mod text;

pub use cron::{Cron, CronError};
pub use due::{Due, LATE_MS_MAX, look};
pub use file::{JOBS_USUAL_MAX, Mistake, Parsed, parse};
pub use job::{Job, Place, find};
