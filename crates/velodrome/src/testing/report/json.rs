//! One JSON object, for programs.

use serde_json::{Value, json};

use super::super::outcome::{Failure, FileOutcome, State};

pub(super) fn text(files: &[FileOutcome], took_ms: u64) -> String {
    let count = |state| files.iter().map(|file| file.count(state)).sum::<usize>();
    let value = json!({
        "passed": count(State::Passed),
        "failed": count(State::Failed),
        "skipped": count(State::Skipped),
        "todo": count(State::Todo),
        "tookMs": took_ms,
        "files": files.iter().map(file).collect::<Vec<_>>(),
    });
    format!("{value:#}\n")
}

fn file(file: &FileOutcome) -> Value {
    let tests = file.tests.iter().map(|test| {
        json!({
            "suites": test.suites,
            "name": test.name,
            "state": state(test.state),
            "tookMs": test.took_ms,
            "failures": test.failures.iter().map(failure).collect::<Vec<_>>(),
            "logs": test.logs,
        })
    });
    json!({
        "file": file.file,
        "tookMs": file.took_ms,
        "failures": file.failures.iter().map(failure).collect::<Vec<_>>(),
        "logs": file.logs,
        "tests": tests.collect::<Vec<_>>(),
    })
}

const fn state(state: State) -> &'static str {
    match state {
        State::Passed => "passed",
        State::Failed => "failed",
        State::Skipped => "skipped",
        State::Todo => "todo",
    }
}

fn failure(failure: &Failure) -> Value {
    let place = failure.place.as_ref();
    json!({
        "hook": failure.hook,
        "message": failure.message,
        "file": place.map(|place| &place.file),
        "line": place.map(|place| place.line),
        "column": place.map(|place| place.column),
        "frames": failure.frames,
    })
}
