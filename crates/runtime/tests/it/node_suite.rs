//! Node's own test files (`test/parallel` of its source) against our modules, in the engine. Run by
//! `make node-tests`, which brings the files. What fails is listed, with the reason, in
//! `js/tests/node_suite/failures.txt`; anything else that fails, and anything listed that passes, is a
//! mistake.
//!
//! The unit is a file's top-level statement, which in these files is mostly one group of checks: a
//! statement that fails is taken out and the file is run again, so that the rest is tested too.

use crate::world::run_mapped;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};
use velodrome_model::log::Severity;

const HARNESS: &str = include_str!("../../js/tests/node_suite/common.js");
const KNOWN: &str = include_str!("../../js/tests/node_suite/failures.txt");
const FILE: &str = "test-file.js";

/// A family of files: its name, the beginnings of their names, and the share of its statements that
/// must pass, in percent.
const FAMILIES: &[(&str, &[&str], u32)] = &[
    ("path", &["path"], 95),
    ("querystring", &["querystring"], 95),
    ("string_decoder", &["string-decoder"], 95),
    ("url", &["url"], 95),
    ("buffer", &["buffer"], 85),
    ("events", &["event-", "events-"], 85),
    ("util", &["util"], 85),
    ("assert", &["assert"], 85),
    ("stream", &["stream"], 70),
    ("crypto", &["crypto"], 70),
    ("zlib", &["zlib"], 70),
];

/// Of one file: the statements that failed by their first line, with what was said; 0 is the file.
type Failures = BTreeMap<usize, String>;

struct TestFile {
    name: String,
    lines: Vec<String>,
    /// First and last line of each top-level statement, counted from 1.
    statements: Vec<(usize, usize)>,
    is_module: bool,
    /// What it reads or requires of Node's test folder, by path from there, each byte a character.
    beside: BTreeMap<String, String>,
}

/// Longer ones are not given to a test.
const BESIDE_BYTES_MAX: u64 = 1 << 20;

/// The files of Node's test folder that a test names: fixtures, keys, helpers of the family.
fn beside(path: &Path, source: &str) -> BTreeMap<String, String> {
    let root = path.ancestors().nth(2).expect("the test folder");
    let named = source
        .split(['"', '\'', '`'])
        .filter(|name| !name.is_empty() && name.len() < 100 && !name.contains(char::is_whitespace));
    let places = named.flat_map(|name| {
        let helper = name.trim_start_matches("../").trim_end_matches(".js");
        [
            format!("fixtures/{name}"),
            format!("fixtures/keys/{name}"),
            format!("{helper}.js"),
        ]
    });
    let mut found = BTreeMap::new();
    for place in places {
        let path = root.join(&place);
        let is_helper = place.starts_with("common/crypto");
        let is_wanted = place.starts_with("fixtures/") || is_helper;
        let fits = |path: &Path| {
            fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() <= BESIDE_BYTES_MAX)
        };
        if is_wanted && fits(&path) {
            let bytes = fs::read(&path).expect("a file that is there");
            found.insert(place, bytes.into_iter().map(char::from).collect());
        }
    }
    found
}

impl TestFile {
    fn read(path: &Path) -> TestFile {
        let source = fs::read_to_string(path).expect("a test file");
        let lines: Vec<String> = source.lines().map(str::to_owned).collect();
        TestFile {
            name: path
                .file_name()
                .and_then(|name| name.to_str())
                .expect("a name")
                .to_owned(),
            statements: statements(&lines),
            beside: beside(path, &source),
            lines,
            is_module: path.extension().is_some_and(|ext| ext == "mjs"),
        }
    }

    /// The first line of the statement that a line belongs to.
    fn statement_at(&self, line: usize) -> usize {
        self.statements
            .iter()
            .find(|(first, last)| (*first..=*last).contains(&line))
            .map_or(0, |(first, _)| *first)
    }

    /// The file's failures. One whose failures cannot be told apart is run without those that are
    /// listed, which then count as failed.
    fn failures(&self, listed: &BTreeSet<usize>) -> Failures {
        let found = self.failures_without(BTreeSet::new());
        if !found.contains_key(&0) || listed.is_empty() || listed.contains(&0) {
            return found;
        }
        let mut found = self.failures_without(listed.clone());
        found.extend(listed.iter().map(|line| (*line, "listed".to_owned())));
        found
    }

    /// Runs it again and again without what has failed.
    fn failures_without(&self, mut without: BTreeSet<usize>) -> Failures {
        const RUNS_MAX: usize = 60;
        let mut found = Failures::new();
        for _ in 0..RUNS_MAX {
            let new = self.run(&without);
            let before = without.len();
            for (line, message) in new {
                let statement = self.statement_at(line);
                without.insert(statement);
                found.entry(statement).or_insert(message);
            }
            if without.len() == before || without.contains(&0) {
                break;
            }
        }
        found
    }

    /// One run without some statements: lines and messages of what went wrong.
    fn run(&self, without: &BTreeSet<usize>) -> Vec<(usize, String)> {
        let ran = run_mapped(&self.script(without), &self.source_map());
        let mut wrong = Vec::new();
        let mut is_done = false;
        for (severity, text) in ran.lines {
            if text == "done" {
                is_done = true;
            } else if let Some((line, message)) =
                text.strip_prefix('!').and_then(|rest| rest.split_once(' '))
            {
                wrong.push((line.parse().unwrap_or_default(), message.to_owned()));
            } else if severity == Severity::Error && is_uncaught(&text) {
                wrong.push((
                    line_in(&text),
                    text.lines().next().unwrap_or_default().to_owned(),
                ));
            }
        }
        if let Err(error) = ran.result {
            wrong.push((line_in(&error.stack), error.message));
        } else if !is_done {
            wrong.push((0, "the file did not come to its end".to_owned()));
        }
        wrong
    }

    fn script(&self, without: &BTreeSet<usize>) -> String {
        let mut file = String::new();
        for (index, line) in self.lines.iter().enumerate() {
            let statement = self.statement_at(index + 1);
            if statement == 0 || !without.contains(&statement) {
                let line = stack_reads(line.trim_start_matches("#!"));
                file.push_str(&if self.is_module {
                    as_commonjs(&line)
                } else {
                    line
                });
            }
            file.push('\n');
        }
        let is_async = if self.is_module { "async " } else { "" };
        format!(
            "{}\nconst beside = {}; await runFile({:?}, {is_async}function (require, module, exports, __filename, __dirname) {{\n{file}\n}});",
            harness(),
            serde_json::to_string(&self.beside).expect("texts"),
            self.name
        )
    }

    /// Maps each line of the script that is of the file to that line.
    fn source_map(&self) -> String {
        let first = harness().lines().count() + 3;
        // In base 64 VLQ: a new line, in the first source, one line further than the last.
        let mut mappings = ";".repeat(first - 1);
        for line in 0..self.lines.len() {
            mappings.push_str(if line == 0 { "AAAA;" } else { "AACA;" });
        }
        format!(r#"{{"version":3,"sources":["{FILE}"],"names":[],"mappings":"{mappings}"}}"#)
    }
}

fn harness() -> &'static str {
    HARNESS
}

/// Reads of `.stack` give the usual form, as in a bundled site.
fn stack_reads(line: &str) -> String {
    let mut text = line.to_owned();
    let mut from = 0;
    while let Some(at) = text[from..].find(".stack").map(|found| from + found) {
        let rest = &text[at + ".stack".len()..];
        from = at + 1;
        let ends = rest
            .chars()
            .next()
            .is_none_or(|next| !next.is_alphanumeric());
        let is_written = rest.trim_start().starts_with("= ");
        let start = text[..at]
            .rfind(|found: char| !(found.is_alphanumeric() || found == '_'))
            .map_or(0, |before| before + 1);
        let is_deleted = text[..start].ends_with("delete ");
        let is_member = text[..start].ends_with('.');
        if ends && !is_written && !is_deleted && !is_member && start < at {
            let read = format!("vd.stack({})", &text[start..at]);
            let end = at + ".stack".len();
            text.replace_range(start..end, &read);
            from = start + read.len();
        }
    }
    text
}

/// The forms of `import` that Node's tests use, as `require`.
fn as_commonjs(line: &str) -> String {
    let Some(rest) = line.strip_prefix("import ") else {
        return line.to_owned();
    };
    let Some((names, from)) = rest.rsplit_once(" from ") else {
        return format!("require({});", rest.trim_end_matches(';'));
    };
    let from = from.trim_end_matches(';');
    match names.strip_prefix("* as ") {
        Some(name) => format!("const {name} = require({from});"),
        None => format!("const {} = require({from});", names.replace(" as ", ": ")),
    }
}

fn is_uncaught(text: &str) -> bool {
    text.starts_with("Uncaught") || text.starts_with("Unhandled")
}

/// The outermost line of the test file in a stack.
fn line_in(stack: &str) -> usize {
    let places = stack.rsplit(FILE).next().filter(|_| stack.contains(FILE));
    let digits = places.map(|rest| {
        rest.trim_start_matches(':')
            .chars()
            .take_while(char::is_ascii_digit)
            .collect::<String>()
    });
    digits
        .and_then(|digits| digits.parse().ok())
        .unwrap_or_default()
}

/// Top-level statements by their indentation: these files are formatted by a tool.
fn statements(lines: &[String]) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut is_comment = false;
    let mut is_template = false;
    for (index, line) in lines.iter().enumerate() {
        let begins = line
            .chars()
            .next()
            .is_some_and(|first| !first.is_whitespace() && !"})]/*`.:?|&+".contains(first));
        let is_new = begins && !is_comment && !is_template && !line.starts_with("//");
        if line.starts_with("/*") {
            is_comment = true;
        }
        if line.contains("*/") {
            is_comment = false;
        }
        if is_new {
            found.push((index + 1, index + 1));
        } else if let Some(last) = found.last_mut()
            && !line.trim().is_empty()
        {
            last.1 = index + 1;
        }
        if line.matches('`').count() % 2 == 1 {
            is_template = !is_template;
        }
    }
    found
}

/// In place of a line: the file is not even run, because it would not end.
const NEVER: usize = usize::MAX;

/// `file`, `file:line` or `file:never` of what is known to fail; the rest of each line is the reason.
fn known() -> BTreeMap<String, BTreeSet<usize>> {
    let mut known: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    let entries = KNOWN
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    for entry in entries {
        let (place, _) = entry.split_once(' ').expect("a place and a reason");
        let (file, line) = place.split_once(':').unwrap_or((place, "0"));
        known
            .entry(file.to_owned())
            .or_default()
            .insert(match line {
                "never" => NEVER,
                line => line.parse().expect("a line"),
            });
    }
    known
}

fn files_of(folder: &Path, beginnings: &[&str], only: Option<&str>) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder of tests")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            let ours = name.strip_prefix("test-").is_some_and(|rest| {
                beginnings
                    .iter()
                    .any(|beginning| rest.starts_with(beginning))
            });
            ours && (name.ends_with(".js") || name.ends_with(".mjs"))
                && only.is_none_or(|only| name.contains(only))
        })
        .collect();
    files.sort();
    files
}

#[test]
#[ignore = "needs Node's test files: run by `make node-tests`"]
fn the_tests_of_node_pass() {
    let folder = PathBuf::from(
        env::var_os("NODE_TESTS").expect("NODE_TESTS names the folder test/parallel"),
    );
    let only = env::var("NODE_TESTS_ONLY").ok();
    let known = known();
    let mut report = String::new();
    let mut wrong = String::new();
    for (family, beginnings, share) in FAMILIES {
        let (mut files, mut whole, mut out, mut total, mut failed) = (0, 0, 0, 0, 0);
        for path in files_of(&folder, beginnings, only.as_deref()) {
            let test = TestFile::read(&path);
            let listed = known.get(&test.name).cloned().unwrap_or_default();
            files += 1;
            if listed.contains(&NEVER) {
                out += 1;
                continue;
            }
            let found = test.failures(&listed);
            if listed.contains(&0) {
                out += 1;
                if found.is_empty() {
                    let _ = writeln!(wrong, "{} is listed, but it passes", test.name);
                }
                continue;
            }
            for (line, message) in &found {
                if !listed.contains(line) {
                    let _ = writeln!(wrong, "{}:{line} {message}", test.name);
                }
            }
            for line in listed.iter().filter(|line| !found.contains_key(line)) {
                let _ = writeln!(wrong, "{}:{line} is listed, but it passes", test.name);
            }
            if found.contains_key(&0) {
                out += 1;
                continue;
            }
            whole += usize::from(found.is_empty());
            total += test.statements.len();
            failed += found.len();
        }
        let passed = total - failed;
        let percent = if total == 0 {
            100.0
        } else {
            passed as f64 * 100.0 / total as f64
        };
        let _ = writeln!(
            report,
            "{family}: {whole} of {files} files whole, {out} not run; {passed} of {total} statements, {percent:.1} %"
        );
        if only.is_none() && percent < f64::from(*share) {
            let _ = writeln!(wrong, "{family}: {percent:.1} % is less than {share} %");
        }
    }
    println!("{report}");
    assert!(wrong.is_empty(), "\n{wrong}");
}
