//! How the outcome is told: while tests run, at the end, and for other programs.

mod failures;
mod json;
pub(crate) mod junit;
mod tap;

use std::fmt::Write as _;

use super::outcome::{FileOutcome, State, TestOutcome};
use crate::cli::Reporter;
use crate::logs::plain;

/// Writes to stdout; colours only for a terminal that wants them.
pub(crate) struct Report {
    reporter: Reporter,
    pub(super) colour: bool,
    shows_logs: bool,
    written: usize,
    out: fn(&str),
}

impl Report {
    pub(crate) fn new(reporter: Reporter, colour: bool, shows_logs: bool, out: fn(&str)) -> Report {
        let report = Report {
            reporter,
            colour,
            shows_logs,
            written: 0,
            out,
        };
        if reporter == Reporter::Tap {
            (report.out)("TAP version 14\n");
        }
        report
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.colour {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    /// A file begins.
    pub(crate) fn file(&self, file: &str) {
        if self.reporter == Reporter::Spec {
            (self.out)(&format!("{}\n", self.paint("1", &plain(file))));
        }
    }

    /// A test has ended.
    pub(crate) fn test(&mut self, test: &TestOutcome) {
        self.written += 1;
        match self.reporter {
            Reporter::Spec => (self.out)(&self.spec_line(test)),
            Reporter::Dot => (self.out)(match test.state {
                State::Passed => ".",
                State::Failed => "F",
                State::Skipped => "-",
                State::Todo => "*",
            }),
            Reporter::Tap => (self.out)(&tap::line(self.written, test)),
            Reporter::Json => {}
        }
    }

    fn spec_line(&self, test: &TestOutcome) -> String {
        let (sign, colour) = match test.state {
            State::Passed => ("ok", "32"),
            State::Failed => ("FAILED", "31"),
            State::Skipped => ("skipped", "33"),
            State::Todo => ("todo", "36"),
        };
        let took = match test.state {
            State::Passed | State::Failed => format!(" ({} ms)", test.took_ms),
            _ => String::new(),
        };
        let mut line = format!(
            "  {} {}{took}\n",
            self.paint(colour, sign),
            plain(&test.full_name())
        );
        if self.shows_logs && test.state == State::Passed {
            for log in &test.logs {
                for part in log.lines() {
                    // Writing to a string cannot fail.
                    let _ = writeln!(line, "      {}", plain(part));
                }
            }
        }
        line
    }

    /// All files have ended.
    pub(crate) fn end(&self, files: &[FileOutcome], took_ms: u64) {
        let text = match self.reporter {
            Reporter::Spec => failures::text(self, files) + &self.summary(files, took_ms),
            Reporter::Dot => format!(
                "\n{}{}",
                failures::text(self, files),
                self.summary(files, took_ms)
            ),
            Reporter::Tap => tap::end(self.written, files),
            Reporter::Json => json::text(files, took_ms),
        };
        (self.out)(&text);
    }

    /// `12 tests: 10 passed, 1 failed, 1 skipped (2 files, 340 ms)`
    fn summary(&self, files: &[FileOutcome], took_ms: u64) -> String {
        let count = |state| files.iter().map(|file| file.count(state)).sum::<usize>();
        let tests: usize = files.iter().map(|file| file.tests.len()).sum();
        let counts = [
            (State::Passed, "passed", "32"),
            (State::Failed, "failed", "31"),
            (State::Skipped, "skipped", "33"),
            (State::Todo, "todo", "36"),
        ];
        let mut parts: Vec<String> = counts
            .into_iter()
            .filter(|(state, ..)| count(*state) > 0)
            .map(|(state, word, colour)| self.paint(colour, &format!("{} {word}", count(state))))
            .collect();
        let broken = files
            .iter()
            .filter(|file| !file.failures.is_empty())
            .count();
        if broken > 0 {
            parts.push(self.paint(
                "31",
                &format!("{} could not run to the end", plural(broken, "file")),
            ));
        }
        let parts = if parts.is_empty() {
            String::new()
        } else {
            format!(": {}", parts.join(", "))
        };
        format!(
            "{}{parts} ({}, {took_ms} ms)\n",
            plural(tests, "test"),
            plural(files.len(), "file")
        )
    }
}

fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
