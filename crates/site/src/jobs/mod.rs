//! The jobs of one data directory: which moments have come, which runs there were.
//!
//! Several processes may share the directory. What a job's moments are settled up to is claimed under
//! a lock, so that one process begins a run; while it runs, a lock of the job's own keeps every other
//! run away. Both locks are the kernel's and go with their holder.

mod book;
mod error;
mod run;
mod running;

pub use book::{Came, JobBook};
pub use error::JobError;
pub use run::{Run, RunOutcome, Trigger};
pub use running::Running;
