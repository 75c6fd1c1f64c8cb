//! Test Anything Protocol, version 14.

use std::fmt::Write as _;

use super::super::outcome::{Failure, FileOutcome, State, TestOutcome};
use crate::logs::plain;

/// `not ok 3 - suite > test`, and why.
pub(super) fn line(number: usize, test: &TestOutcome) -> String {
    let name = name(&test.full_name());
    match test.state {
        State::Passed => format!("ok {number} - {name}\n"),
        State::Skipped => format!("ok {number} - {name} # SKIP\n"),
        State::Todo => format!("not ok {number} - {name} # TODO\n"),
        State::Failed => format!("not ok {number} - {name}\n") + &why(&test.failures),
    }
}

/// What failed outside of tests, and the plan.
pub(super) fn end(written: usize, files: &[FileOutcome]) -> String {
    let mut text = String::new();
    let mut count = written;
    for file in files.iter().filter(|file| !file.failures.is_empty()) {
        count += 1;
        text.push_str(&format!("not ok {count} - {}\n", name(&file.file)));
        text.push_str(&why(&file.failures));
    }
    format!("{text}1..{count}\n")
}

/// A number sign would begin a directive.
fn name(text: &str) -> String {
    plain(text)
        .replace('\\', "\\\\")
        .replace('#', "\\#")
        .replace('\n', " ")
}

fn why(failures: &[Failure]) -> String {
    let mut text = String::from("  ---\n");
    for failure in failures {
        if let Some(place) = &failure.place {
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "  at: \"{}:{}:{}\"",
                plain(&place.file),
                place.line,
                place.column
            );
        }
        text.push_str("  message: |\n");
        for line in failure.message.lines() {
            let _ = writeln!(text, "    {}", plain(line));
        }
    }
    text.push_str("  ...\n");
    text
}
