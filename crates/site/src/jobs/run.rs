//! One run of a job, as the history keeps it.

use serde::{Deserialize, Serialize};

/// Why a job ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Trigger {
    /// Its moment came.
    Schedule,
    /// Somebody asked for it.
    Manual,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RunOutcome {
    /// It goes on.
    Running,
    /// The function ended, or its promise was fulfilled.
    Done,
    /// The function threw, its promise was rejected, or a limit ended it.
    Failed,
    /// The process that ran it is gone.
    Lost,
    /// The run before it still went on.
    Skipped,
    /// No process was there to begin it in time.
    Missed,
}

impl RunOutcome {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            RunOutcome::Running => "running",
            RunOutcome::Done => "done",
            RunOutcome::Failed => "failed",
            RunOutcome::Lost => "lost",
            RunOutcome::Skipped => "skipped",
            RunOutcome::Missed => "missed",
        }
    }
}

/// One run, or what came of a moment without one. Times are milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    /// Its id, as in its log lines.
    pub id: String,
    /// The job, as `dir/file.js#function`.
    pub job: String,
    /// Why.
    pub trigger: Trigger,
    /// Number of the release; 0 for the working tree.
    pub release: u64,
    /// The moment of the schedule; `None` for a run that somebody asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduled_ms: Option<i64>,
    /// When it began, or was noted.
    pub started_ms: i64,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_ms: Option<i64>,
    /// How it ended.
    pub outcome: RunOutcome,
    /// Time inside JavaScript, in microseconds.
    #[serde(default)]
    pub cpu_us: u64,
    /// The error's message, or how many runs were missed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
}

/// Longest message that is kept, in bytes.
const MESSAGE_BYTES_MAX: usize = 2048;

impl Run {
    /// The same with its message cut to what the history keeps.
    #[must_use]
    pub(super) fn bounded(mut self) -> Run {
        let mut end = self.message.len().min(MESSAGE_BYTES_MAX);
        while !self.message.is_char_boundary(end) {
            end -= 1;
        }
        self.message.truncate(end);
        self
    }
}
