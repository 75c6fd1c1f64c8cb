//! npm `buffer`'s own test files against our Buffer, in the engine. What fails is listed, with the
//! reason, in `js/tests/npm/buffer_failures.txt`; anything else that fails, and anything listed that
//! passes, is a mistake.

use crate::world::run;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const HARNESS: &str = include_str!("../../js/tests/npm/harness.js");
const KNOWN: &str = include_str!("../../js/tests/npm/buffer_failures.txt");

/// The folder of tests, or why it is not there.
fn fetch() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("npm-buffer");
    let script = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../scripts/fetch-buffer-tests"
    );
    let output = Command::new(script)
        .arg(&folder)
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
    }
    Ok(folder.join("buffer-6.0.3/test"))
}

fn test_files(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for (sub, prefix) in [("", ""), ("node", "node/")] {
        for entry in fs::read_dir(folder.join(sub)).expect("the folder of tests") {
            let path = entry.expect("an entry").path();
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .expect("a name")
                .to_owned();
            if name.ends_with(".js") && name != "common.js" {
                files.insert(
                    format!("{prefix}{name}"),
                    fs::read_to_string(&path).expect("a test file"),
                );
            }
        }
    }
    files
}

/// Failures of one file as lines `file:line message`. A statement that throws ends the file: it is
/// noted, taken out, and the file is run again, so that the rest is tested too.
fn failures(name: &str, source: &str) -> BTreeSet<String> {
    const RUNS_MAX: usize = 40;
    let mut lines: Vec<&str> = source.lines().collect();
    let mut found = BTreeSet::new();
    // The harness ends with a line feed, and two more come before the file.
    let first = HARNESS.lines().count() + 3;
    for _ in 0..RUNS_MAX {
        let file = lines.join("\n");
        let script = format!(
            "{HARNESS}\nrunFile({name:?}, {first}, function (require, module, exports, __filename) {{\n{file}\n}});"
        );
        let ran = run(&script);
        if let Err(error) = ran.result {
            // What was taken out was only a part of a statement: the rest cannot be tested.
            found.insert(format!("{name}:0 ends early: {}", error.message));
            break;
        }
        found.extend(ran.lines.into_iter().map(|(_, line)| line));
        let thrown = found
            .iter()
            .filter(|line| line.contains(" thrown: "))
            .find_map(|line| {
                let number: usize = line
                    .strip_prefix(name)?
                    .strip_prefix(':')?
                    .split(' ')
                    .next()?
                    .parse()
                    .ok()?;
                (number <= lines.len() && !lines[number - 1].is_empty()).then_some(number)
            });
        match thrown {
            Some(number) => take_out(&mut lines, number),
            None => break,
        }
    }
    found
}

/// Blanks the statement that begins on a line (counted from 1).
fn take_out(lines: &mut [&str], number: usize) {
    let mut open = 0;
    for line in &mut lines[number - 1..] {
        open += line.matches(['(', '{']).count() as i32 - line.matches([')', '}']).count() as i32;
        *line = "";
        if open <= 0 {
            break;
        }
    }
}

/// `file:line` of the known failures; the rest of each line is the reason.
fn known() -> BTreeSet<&'static str> {
    let entries = KNOWN
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    entries
        .map(|line| line.split_once(' ').expect("a place and a reason").0)
        .collect()
}

#[test]
fn the_tests_of_npm_buffer_pass() {
    let folder = match fetch() {
        Ok(folder) => folder,
        Err(reason) => {
            eprintln!("skipped: the tests of npm buffer are not to be had: {reason}");
            return;
        }
    };
    let files = test_files(&folder);
    assert!(files.len() > 40, "only {} files", files.len());
    let failed: Vec<String> = files
        .iter()
        .flat_map(|(name, source)| failures(name, source))
        .collect();
    let known = known();
    let place = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
    let places: BTreeSet<String> = failed.iter().map(|line| place(line)).collect();
    let new: Vec<&String> = failed
        .iter()
        .filter(|line| !known.contains(place(line).as_str()))
        .collect();
    let gone: Vec<&&str> = known
        .iter()
        .filter(|listed| !places.contains(**listed))
        .collect();
    assert!(
        new.is_empty() && gone.is_empty(),
        "not listed:\n{new:#?}\nlisted, but they pass: {gone:#?}"
    );
}
