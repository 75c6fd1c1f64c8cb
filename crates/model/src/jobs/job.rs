//! One job, as it is kept with a release.

use serde::{Deserialize, Serialize};

/// Places in the text of `jobs.config`, as byte offsets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Of the value of `functionLocation`.
    pub location: usize,
    /// Of the value of `functionName`.
    pub function: usize,
}

/// One job of `backend/jobs.config`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// The file with the function, relative to the backend folder, without a slash in front.
    pub location: String,
    /// The exported function.
    pub function: String,
    /// What its author says of it, perhaps nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// When it runs: a cron expression of five fields, in UTC.
    pub schedule: String,
}

impl Job {
    /// What people call it: the file and the function.
    pub fn name(&self) -> String {
        format!("{}#{}", self.location, self.function)
    }
}

/// The jobs that `text` names: by function, by `file#function`, or by description.
pub fn find<'j>(jobs: &'j [Job], text: &str) -> Vec<&'j Job> {
    let named = |job: &&Job| job.function == text || job.name() == text || job.description == text;
    jobs.iter().filter(named).collect()
}
