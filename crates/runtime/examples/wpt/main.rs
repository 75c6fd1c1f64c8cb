//! Runs the Web Platform Tests that need no browser in our VM, testharness.js unmodified.
//!
//! `wpt [--quick] [--tests FOLDER] [AREA..]`: FOLDER holds the tests, as in `test/fixtures/wpt` of Node's
//! source. Failures that are known stand in `js/tests/wpt/failures.txt`, each with a reason: a test that
//! fails and is not listed, or is listed and passes, makes the run fail. `--quick` leaves out the few
//! files that take most of the time. `WPT_DIR` may point to newer data for tests of `URL`, which is
//! also run without FOLDER; `WPT_LIST=1` prints every failure.

mod expected;
mod files;
mod options;
mod url_data;
#[allow(dead_code, missing_docs)]
#[path = "../../tests/it/world.rs"]
mod world;

use expected::Expected;
use files::{TestFile, test_files};
use options::Options;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
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

impl Outcome {
    /// Which test that was.
    fn place(&self) -> String {
        format!("{}: {}", self.file, self.name.replace('\n', "\\n"))
    }
}

fn main() -> ExitCode {
    let options = match Options::read() {
        Ok(options) => options,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    let expected = Expected::read();
    let mut good = true;
    let mut failed = Vec::new();
    for (area, least) in AREAS {
        if !options.touches(area) {
            continue;
        }
        let outcomes = run_area(area, &options, &expected);
        if options.tests.is_some() || !outcomes.is_empty() {
            good &= summary(area, *least, &outcomes, &expected);
        }
        failed.extend(failures(&outcomes));
    }
    if std::env::var_os("WPT_LIST").is_some() {
        for (place, message) in &failed {
            println!("failed: {place} | {message}");
        }
    }
    good &= is_as_listed(&failed, &expected, &options);
    if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Everything of an area that is wanted and there.
fn run_area(area: &str, options: &Options, expected: &Expected) -> Vec<Outcome> {
    let newer = options.newer.as_deref();
    let mut outcomes = Vec::new();
    if let Some(root) = &options.tests {
        let files = test_files(root, area, expected)
            .into_iter()
            .filter(|file| options.wants(&file.path))
            .collect();
        outcomes = run_all(files, root, newer);
    }
    if area == url_data::AREA && options.wants(url_data::PLACE) {
        outcomes.extend(url_data::run(options.tests.is_some(), newer));
    }
    outcomes
}

/// Prints what failed without being listed and what is listed without failing; false if there is any.
fn is_as_listed(failed: &[(String, String)], expected: &Expected, options: &Options) -> bool {
    let unlisted: Vec<_> = failed
        .iter()
        .filter(|(place, _)| !expected.allows(place))
        .collect();
    for (place, message) in &unlisted {
        println!("not listed: {place} | {message}");
    }
    // The data alone is too little to say that something passes.
    let stale = if options.tests.is_some() {
        let places = failed.iter().map(|(place, _)| place.as_str());
        expected.unused(places, options)
    } else {
        Vec::new()
    };
    for entry in &stale {
        println!("listed, but it passes: {entry}");
    }
    unlisted.is_empty() && stale.is_empty()
}

/// The places (`file: name`) that failed, with their messages.
fn failures(outcomes: &[Outcome]) -> Vec<(String, String)> {
    let failed = outcomes.iter().filter(|outcome| outcome.status != "PASS");
    failed
        .map(|outcome| {
            let message = outcome.message.replace('\n', " ");
            (outcome.place(), format!("{} {message}", outcome.status))
        })
        .collect()
}

/// Prints a line about an area; false when too few of its tests pass.
fn summary(area: &str, least: f64, outcomes: &[Outcome], expected: &Expected) -> bool {
    let (passing, failing): (Vec<_>, Vec<_>) = outcomes
        .iter()
        .partition(|outcome| outcome.status == "PASS");
    let passed = passing.len();
    let failed = failing
        .iter()
        .filter(|outcome| !expected.is_outdated(&outcome.place()))
        .count();
    let all = passed + failed;
    let share = if all == 0 {
        100.0
    } else {
        100.0 * passed as f64 / all as f64
    };
    let skipped = expected.skipped(area);
    println!(
        "{area:<36} {passed:>6} of {all:>6} tests pass ({share:.1} %), {skipped} files skipped"
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
    outcomes_of(&format!("const wpt = {texts};\n{PRELUDE}"), &file.path)
}

/// Runs a script that logs an outcome a line; `file` is whose they are, unless they say otherwise.
fn outcomes_of(script: &str, file: &str) -> Vec<Outcome> {
    let ran = world::run(script);
    let outcome = |file: &str, name: &str, status: &str, message: &str| Outcome {
        file: file.to_owned(),
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
        let file = entry["file"].as_str().unwrap_or(file);
        outcomes.push(outcome(file, text("name"), text("status"), text("message")));
    }
    if let Err(error) = ran.result {
        outcomes.push(outcome(file, "", "ERROR", &error.message));
    }
    if outcomes.is_empty() {
        outcomes.push(outcome(file, "", "ERROR", "no test ran"));
    }
    outcomes
}
