//! docs/compat.md says what is compatible; here it is held against the cases, the flags and the tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use velodrome_model::compat::FLAGS;
use velodrome_model::data::WDE;
use velodrome_testkit::cases::find;
use velodrome_testkit::cases::format::Case;

const STATUSES: [&str; 5] = [
    "works",
    "partly",
    "planned",
    "absent",
    "planned or out of scope",
];

struct Row {
    line: usize,
    status: String,
    flag: Option<(String, String)>,
    shown_by: Vec<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The texts between backticks.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// What surrounds the table of npm packages, which has columns of its own.
const PACKAGES: [&str; 2] = [
    "<!-- This table is written by",
    "<!-- The table ends here. -->",
];

fn rows() -> Vec<Row> {
    let text = fs::read_to_string(root().join("docs/compat.md")).unwrap();
    let mut rows = Vec::new();
    let mut is_of_packages = false;
    for (number, line) in text.lines().enumerate() {
        if line.starts_with(PACKAGES[usize::from(is_of_packages)]) {
            is_of_packages = !is_of_packages;
        }
        if is_of_packages || !line.starts_with("| ") || line.starts_with("| Feature |") {
            continue;
        }
        let cells: Vec<&str> = line
            .trim()
            .trim_matches('|')
            .split('|')
            .map(str::trim)
            .collect();
        assert_eq!(
            cells.len(),
            5,
            "docs/compat.md:{}: a row has five cells",
            number + 1
        );
        let flag = match quoted(cells[3]).as_slice() {
            [] => None,
            [name, default] => Some((name.clone(), default.clone())),
            _ => panic!(
                "docs/compat.md:{}: the flag's cell is `name` = `default`",
                number + 1
            ),
        };
        let status = cells[2].split(':').next().unwrap().to_owned();
        rows.push(Row {
            line: number + 1,
            status,
            flag,
            shown_by: quoted(cells[4]),
        });
    }
    rows
}

/// The names of the cases, as `group/case`.
fn case_names() -> BTreeSet<String> {
    let cases = root().join("tests/cases");
    let name = |folder: PathBuf| {
        folder
            .strip_prefix(&cases)
            .unwrap()
            .to_string_lossy()
            .into_owned()
    };
    find(&cases).unwrap().into_iter().map(name).collect()
}

/// Whether the crate `name` has a test function called `test`.
fn rust_test_exists(name: &str, test: &str) -> bool {
    let mut folders = vec![root().join("crates").join(name)];
    let wanted = format!("fn {test}(");
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(folder) else {
            continue;
        };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs")
                && fs::read_to_string(&path).unwrap().contains(&wanted)
            {
                return true;
            }
        }
    }
    false
}

#[test]
fn every_row_names_what_exists() {
    let cases = case_names();
    let mut wrong = Vec::new();
    for row in rows() {
        let at = format!("docs/compat.md:{}", row.line);
        if !STATUSES.contains(&row.status.as_str()) {
            wrong.push(format!("{at}: there is no status {:?}", row.status));
        }
        if matches!(row.status.as_str(), "works" | "partly") && row.shown_by.is_empty() {
            wrong.push(format!("{at}: it works, but nothing shows it"));
        }
        for name in &row.shown_by {
            let exists = match name.split_once("::") {
                Some((krate, test)) => rust_test_exists(krate, test.rsplit("::").next().unwrap()),
                None => cases.contains(name),
            };
            if !exists {
                wrong.push(format!("{at}: there is no {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_case_has_its_row() {
    let named: BTreeSet<String> = rows().into_iter().flat_map(|row| row.shown_by).collect();
    let missing: Vec<String> = case_names().difference(&named).cloned().collect();
    assert!(
        missing.is_empty(),
        "docs/compat.md has no row for {missing:?}"
    );
}

#[test]
fn every_code_of_data_has_its_row() {
    let text = fs::read_to_string(root().join("docs/compat.md")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let mut wrong = Vec::new();
    for code in WDE {
        let name = format!("WDE{:04}", code.number);
        let row = rows().into_iter().find(|row| {
            let feature = lines[row.line - 1].split('|').nth(1);
            feature.is_some_and(|feature| feature.contains(&name))
        });
        match row.map(|row| row.status) {
            None => wrong.push(format!("there is no row for {name}")),
            Some(status) if code.raised && status == "absent" => {
                wrong.push(format!("{name} is not absent: it is raised"));
            }
            Some(status) if !code.raised && status == "works" => {
                wrong.push(format!("{name} does not work: nothing raises it"));
            }
            Some(_) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_flag_has_its_row_with_its_default() {
    let documented: BTreeMap<String, String> =
        rows().into_iter().filter_map(|row| row.flag).collect();
    let flags: BTreeMap<String, String> = FLAGS
        .iter()
        .map(|flag| (flag.name.to_owned(), flag.default.to_owned()))
        .collect();
    assert_eq!(documented, flags);
}

#[test]
fn every_value_of_a_flag_has_a_case_that_sets_it() {
    let mut set = BTreeSet::new();
    for folder in find(&root().join("tests/cases")).unwrap() {
        let (case, _) = Case::read(&folder).unwrap();
        let Some(config) = case.config else { continue };
        let config: toml::Table = config.text.parse().unwrap();
        let flags = config
            .get("compat")
            .and_then(toml::Value::as_table)
            .cloned()
            .unwrap_or_default();
        set.extend(
            flags
                .into_iter()
                .filter_map(|(name, value)| Some((name, value.as_str()?.to_owned()))),
        );
    }
    for flag in FLAGS {
        for value in flag.values.iter().filter(|value| **value != flag.default) {
            let pair = (flag.name.to_owned(), (*value).to_owned());
            assert!(
                set.contains(&pair),
                "no case sets {} = {value:?}",
                flag.name
            );
        }
    }
}

#[test]
fn every_npm_package_has_its_row_and_its_checks() {
    let text = fs::read_to_string(root().join("docs/compat.md")).unwrap();
    let (_, table) = text.split_once(PACKAGES[0]).unwrap();
    let (table, _) = table.split_once(PACKAGES[1]).unwrap();
    let documented: BTreeMap<String, String> = table
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            (cells[1].trim_matches('`').to_owned(), cells[2].to_owned())
        })
        .collect();
    let package = fs::read_to_string(root().join("tests/npm/package.json")).unwrap();
    let package: serde_json::Value = serde_json::from_str(&package).unwrap();
    let installed: BTreeMap<String, String> =
        serde_json::from_value(package["dependencies"].clone()).unwrap();
    assert_eq!(documented, installed);
    for name in installed.keys() {
        let file = name.replace('@', "").replace('/', "-");
        let file = root().join(format!("tests/npm/checks/{file}.js"));
        assert!(file.is_file(), "{} is missing", file.display());
    }
}
