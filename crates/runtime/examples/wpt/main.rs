//! Runs the Web Platform Tests that need no browser in our VM, testharness.js unmodified.
//!
//! `cargo run --example wpt -- FOLDER [AREA..]`: FOLDER holds the tests, as in `test/fixtures/wpt` of
//! Node's source. Failures that are known stand in `js/tests/wpt/failures.txt`, each with a reason: a
//! test that fails and is not listed, or is listed and passes, makes the run fail.
//! `WPT_DIR` may point to newer data for tests of `URL`; `WPT_LIST=1` prints every failure.

mod expected;
mod files;
#[allow(dead_code, missing_docs)]
#[path = "../../tests/it/world.rs"]
mod world;

use expected::Expected;
use files::{TestFile, test_files};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;

const PRELUDE: &str = include_str!("../../js/tests/wpt/prelude.js");
/// How long a file may take, and one that says it needs longer.
const TIMEOUT_MS: u32 = 20_000;
const LONG_TIMEOUT_MS: u32 = 240_000;

/// The areas, and the part of their tests that has to pass.
const AREAS: &[(&str, f64)] = &[
    ("FileAPI", 0.0),
    ("WebCryptoAPI", 90.0),
    ("console", 0.0),
    ("dom/abort", 95.0),
    ("encoding", 95.0),
    ("hr-time", 0.0),
    ("html/webappapis/atob", 0.0),
    ("html/webappapis/microtask-queuing", 0.0),
    ("html/webappapis/structured-clone", 95.0),
    ("html/webappapis/timers", 0.0),
    ("streams", 90.0),
    ("url", 99.0),
];

/// What one test did.
struct Outcome {
    file: String,
    name: String,
    status: String,
    message: String,
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(root) = arguments.next().map(PathBuf::from) else {
        eprintln!("usage: wpt FOLDER [AREA..]");
        return ExitCode::from(2);
    };
    let wanted: Vec<String> = arguments.collect();
    let newer = std::env::var_os("WPT_DIR").map(PathBuf::from);
    let expected = Expected::read();
    let mut good = true;
    let mut failed_names = Vec::new();
    for (area, least) in AREAS {
        let is_wanted =
            |given: &String| given.starts_with(area) || area.starts_with(given.as_str());
        if !wanted.is_empty() && !wanted.iter().any(is_wanted) {
            continue;
        }
        let files = test_files(&root, area, &expected)
            .into_iter()
            .filter(|file| {
                wanted.is_empty()
                    || wanted
                        .iter()
                        .any(|given| file.path.starts_with(given.as_str()))
            })
            .collect();
        let outcomes = run_all(files, &root, newer.as_deref());
        good &= summary(area, *least, &outcomes, &expected);
        failed_names.extend(failures(&outcomes));
    }
    let unlisted: Vec<_> = failed_names
        .iter()
        .filter(|(place, _)| !expected.allows(place))
        .collect();
    for (place, message) in &unlisted {
        println!("not listed: {place} | {message}");
    }
    let stale = if wanted.is_empty() {
        expected.unused(
            failed_names.iter().map(|(place, _)| place.as_str()),
            newer.is_some(),
        )
    } else {
        Vec::new()
    };
    for entry in &stale {
        println!("listed, but it passes: {entry}");
    }
    if std::env::var_os("WPT_LIST").is_some() {
        for (place, message) in &failed_names {
            println!("failed: {place} | {message}");
        }
    }
    if good && unlisted.is_empty() && stale.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The places (`file: name`) that failed, with their messages.
fn failures(outcomes: &[Outcome]) -> Vec<(String, String)> {
    let failed = outcomes.iter().filter(|outcome| outcome.status != "PASS");
    failed
        .map(|outcome| {
            let message = outcome.message.replace('\n', " ");
            (
                format!("{}: {}", outcome.file, outcome.name.replace('\n', "\\n")),
                format!("{} {message}", outcome.status),
            )
        })
        .collect()
}

/// Prints a line about an area; false when too few of its tests pass.
fn summary(area: &str, least: f64, outcomes: &[Outcome], expected: &Expected) -> bool {
    let passed = outcomes
        .iter()
        .filter(|outcome| outcome.status == "PASS")
        .count();
    let share = if outcomes.is_empty() {
        100.0
    } else {
        100.0 * passed as f64 / outcomes.len() as f64
    };
    let skipped = expected.skipped(area);
    println!(
        "{area:<36} {passed:>6} of {:>6} tests pass ({share:.1} %), {skipped} files skipped",
        outcomes.len()
    );
    if share < least {
        println!("{area}: at least {least} % have to pass");
    }
    share >= least
}

/// Runs files on as many threads as there are cores.
fn run_all(files: Vec<TestFile>, root: &Path, newer: Option<&Path>) -> Vec<Outcome> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let queue = Mutex::new(files.into_iter());
    let results = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let next = queue.lock().expect("no thread panics with it").next();
                    let Some(file) = next else {
                        return;
                    };
                    let outcomes = run_one(&file, root, newer);
                    results
                        .lock()
                        .expect("no thread panics with it")
                        .insert(file.path, outcomes);
                }
            });
        }
    });
    let results = results.into_inner().expect("no thread panics with it");
    results.into_values().flatten().collect()
}

fn run_one(file: &TestFile, root: &Path, newer: Option<&Path>) -> Vec<Outcome> {
    let harness =
        std::fs::read_to_string(root.join("resources/testharness.js")).expect("testharness.js");
    let texts = json!({
        "harness": harness,
        "test": file.script(root),
        "files": file.resources(root, newer),
        "timeout_ms": if file.is_long() { LONG_TIMEOUT_MS } else { TIMEOUT_MS },
    });
    let body = format!("const wpt = {texts};\n{PRELUDE}");
    let ran = world::run(&body);
    let outcome = |name: &str, status: &str, message: &str| Outcome {
        file: file.path.clone(),
        name: name.to_owned(),
        status: status.to_owned(),
        message: message.to_owned(),
    };
    let mut outcomes = Vec::new();
    for (_, line) in &ran.lines {
        let Some(entry) = line.strip_prefix("WPT ") else {
            continue;
        };
        let entry: Value = serde_json::from_str(entry).unwrap_or_default();
        let text = |key: &str| entry[key].as_str().unwrap_or_default();
        outcomes.push(outcome(text("name"), text("status"), text("message")));
    }
    if let Err(error) = ran.result {
        outcomes.push(outcome("", "ERROR", &error.message));
    }
    if outcomes.is_empty() {
        outcomes.push(outcome("", "ERROR", "no test ran"));
    }
    outcomes
}
