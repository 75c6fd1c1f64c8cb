//! The message of a step that failed: what differs, what was sent, what came, what was logged.

use std::fmt::Write as _;

use super::format::Step;
use crate::http::Response;
use crate::logs::Logs;

/// How much of a body is shown.
const SHOWN_BYTES_MAX: usize = 1000;
/// How many of the last log lines are shown.
const SHOWN_LOG_LINES: usize = 20;

/// Everything needed to see why `step` failed.
pub fn describe(
    step: &Step,
    sent: &str,
    differences: &[String],
    answer: Option<&Response>,
    logs: &Logs,
) -> String {
    let mut text = step
        .note
        .clone()
        .unwrap_or_else(|| format!("{} {}", step.request.method, step.request.path));
    for difference in differences {
        let _ = write!(text, "\n    {difference}");
    }
    let _ = write!(text, "\n  sent\n    {}", sent.replace("\r\n", "\n    "));
    if let Some(answer) = answer {
        let _ = write!(text, "\n  got\n    {}", answer.status);
        for (name, value) in &answer.headers {
            let _ = write!(text, "\n    {name}: {value}");
        }
        let body: String = answer.text().chars().take(SHOWN_BYTES_MAX).collect();
        let _ = write!(text, "\n    body ({} bytes): {body:?}", answer.body.len());
    }
    let lines = logs.lines();
    if !lines.is_empty() {
        text.push_str("\n  log");
    }
    for line in lines
        .iter()
        .skip(lines.len().saturating_sub(SHOWN_LOG_LINES))
    {
        let _ = write!(text, "\n    {line}");
    }
    text
}
