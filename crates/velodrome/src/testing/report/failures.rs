//! Failures for people: what, where, the lines around it, what the site logged.

use std::fmt::Write as _;

use super::super::outcome::{Failure, FileOutcome, State};
use super::Report;
use crate::logs::plain;

/// Frames shown of a stack.
const FRAMES_MAX: usize = 8;
/// Log lines shown of a test; the last ones tell most.
const LOGS_MAX: usize = 30;

pub(super) fn text(report: &Report, files: &[FileOutcome]) -> String {
    let mut text = String::new();
    for file in files {
        for failure in &file.failures {
            heading(report, &mut text, &file.file);
            one(report, &mut text, failure);
        }
        if !file.failures.is_empty() {
            logs(report, &mut text, &file.logs);
        }
        for test in file.tests.iter().filter(|test| test.state == State::Failed) {
            heading(
                report,
                &mut text,
                &format!("{} > {}", file.file, test.full_name()),
            );
            test.failures
                .iter()
                .for_each(|failure| one(report, &mut text, failure));
            logs(report, &mut text, &test.logs);
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn heading(report: &Report, text: &mut String, name: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "\n{} {}",
        report.paint("1;31", "FAILED"),
        report.paint("1", &plain(name))
    );
}

fn one(report: &Report, text: &mut String, failure: &Failure) {
    text.push('\n');
    let hook = failure
        .hook
        .as_ref()
        .map(|hook| format!("in {hook}: "))
        .unwrap_or_default();
    for (number, line) in failure.message.lines().enumerate() {
        let line = if number == 0 {
            format!("{hook}{line}")
        } else {
            line.to_owned()
        };
        let line = plain(&line).into_owned();
        let shown = match line.as_str() {
            line if line.starts_with("- ") => report.paint("32", line),
            line if line.starts_with("+ ") => report.paint("31", line),
            line => line.to_owned(),
        };
        let _ = writeln!(text, "{}", format!("  {shown}").trim_end());
    }
    if let Some(place) = &failure.place {
        let _ = writeln!(
            text,
            "\n  {}",
            report.paint(
                "36",
                &format!("{}:{}:{}", plain(&place.file), place.line, place.column)
            )
        );
    }
    for line in failure.code_frame.iter().flat_map(|frame| frame.lines()) {
        let _ = writeln!(text, "  {}", plain(line).trim_end());
    }
    // One frame says what the place says.
    if failure.frames.len() > 1 {
        text.push('\n');
        for frame in failure.frames.iter().take(FRAMES_MAX) {
            let _ = writeln!(text, "  {}", report.paint("2", &plain(frame)));
        }
    }
}

fn logs(report: &Report, text: &mut String, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n  {}", report.paint("2", "logged:"));
    let hidden = lines.len().saturating_sub(LOGS_MAX);
    if hidden > 0 {
        let _ = writeln!(text, "    .. {hidden} lines before");
    }
    for line in lines[hidden..].iter().flat_map(|line| line.lines()) {
        let _ = writeln!(text, "    {}", plain(line));
    }
}
