//! Which crate may know which: ARCHITECTURE.md says why. A new edge, or a crate without a row here,
//! fails; so does `unsafe` anywhere but in the engine's `sys`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A crate, and what it may name in `[dependencies]` of ours and among libraries of concern.
struct Rule {
    name: &'static str,
    ours: &'static [&'static str],
    libraries: &'static [&'static str],
}

/// Libraries that belong to few crates: an event loop, HTTP, the bundler, the command line.
const WATCHED: &[&str] = &[
    "axum",
    "clap",
    "h2",
    "http",
    "httparse",
    "hyper",
    "oxc",
    "reqwest",
    "rolldown",
    "rusqlite",
    "tokio",
    "tokio-rustls",
];

const RULES: &[Rule] = &[
    Rule {
        name: "velodrome-model",
        ours: &[],
        libraries: &[],
    },
    Rule {
        name: "velodrome-crypto",
        ours: &[],
        libraries: &[],
    },
    Rule {
        name: "velodrome-engine",
        ours: &[],
        libraries: &[],
    },
    Rule {
        name: "velodrome-runtime",
        ours: &["crypto", "engine", "model"],
        libraries: &["tokio"],
    },
    Rule {
        name: "velodrome-bundle",
        ours: &["model"],
        libraries: &["oxc", "rolldown", "tokio"],
    },
    Rule {
        name: "velodrome-store",
        ours: &["model"],
        libraries: &["rusqlite", "tokio"],
    },
    Rule {
        name: "velodrome-outbound",
        ours: &["model"],
        libraries: &["http", "httparse", "hyper", "tokio", "tokio-rustls"],
    },
    Rule {
        name: "velodrome-site",
        ours: &["model", "outbound", "runtime", "store"],
        libraries: &["tokio"],
    },
    Rule {
        name: "velodrome-server",
        ours: &["model", "runtime", "site"],
        libraries: &["h2", "http", "tokio", "tokio-rustls"],
    },
    Rule {
        name: "velodrome",
        ours: &[
            "bundle", "engine", "model", "runtime", "server", "site", "store",
        ],
        libraries: &["clap", "tokio"],
    },
    Rule {
        name: "velodrome-bench",
        ours: &[],
        libraries: &["http", "hyper", "tokio"],
    },
    Rule {
        name: "velodrome-testkit",
        ours: &[],
        libraries: &[],
    },
];

/// What the tests of a crate may know beyond that.
const FOR_TESTS: &[(&str, &[&str])] = &[
    ("velodrome-bench", &["model", "server", "store"]),
    ("velodrome-bundle", &["engine"]),
    ("velodrome-server", &["testkit"]),
    ("velodrome", &["testkit"]),
    ("velodrome-testkit", &["model"]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The workspace's packages as Cargo reads their manifests.
fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--offline", "--no-deps", "--format-version=1"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// Names of a package's dependencies: those for its tests, or all others.
fn dependencies(package: &Value, for_tests: bool) -> BTreeSet<String> {
    let all = package["dependencies"].as_array().unwrap();
    all.iter()
        .filter(|dependency| (dependency["kind"] == "dev") == for_tests)
        .map(|dependency| dependency["name"].as_str().unwrap().to_owned())
        .collect()
}

/// The short names of those that are ours.
fn ours(names: &BTreeSet<String>) -> BTreeSet<&str> {
    names
        .iter()
        .filter_map(|name| name.strip_prefix("velodrome-"))
        .collect()
}

#[test]
fn no_crate_knows_more_than_it_may() {
    for package in packages() {
        let name = package["name"].as_str().unwrap();
        let rule = RULES.iter().find(|rule| rule.name == name);
        let rule = rule.unwrap_or_else(|| panic!("{name} has no row in edges.rs"));
        let used = dependencies(&package, false);
        let allowed: BTreeSet<&str> = rule.ours.iter().copied().collect();
        let known = ours(&used);
        assert!(
            known.is_subset(&allowed),
            "{name} may know {allowed:?} of ours, and names {known:?}"
        );
        let libraries: BTreeSet<&str> = used
            .iter()
            .map(String::as_str)
            .filter(|used| WATCHED.contains(used) && !rule.libraries.contains(used))
            .collect();
        assert!(
            libraries.is_empty(),
            "{name} must not depend on {libraries:?}"
        );
    }
}

#[test]
fn no_test_knows_more_than_it_may() {
    for package in packages() {
        let name = package["name"].as_str().unwrap();
        let used = dependencies(&package, true);
        let more = FOR_TESTS.iter().find(|(of, _)| *of == name);
        let allowed: BTreeSet<&str> = more
            .map_or(&[][..], |(_, more)| more)
            .iter()
            .copied()
            .collect();
        let known = ours(&used);
        assert!(
            known.is_subset(&allowed),
            "the tests of {name} may know {allowed:?} besides, and name {known:?}"
        );
    }
}

/// Every Rust file below a folder.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

#[test]
fn unsafe_code_is_forbidden_everywhere_but_in_the_engine() {
    let root = root();
    let read = |path: &Path| -> toml::Table { fs::read_to_string(path).unwrap().parse().unwrap() };
    let workspace = read(&root.join("Cargo.toml"));
    let lint = &workspace["workspace"]["lints"]["rust"]["unsafe_code"];
    assert_eq!(lint.as_str(), Some("forbid"));
    for package in packages() {
        let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap());
        let lints = read(&manifest)["lints"].clone();
        if package["name"] == "velodrome-engine" {
            assert_eq!(lints["rust"]["unsafe_code"].as_str(), Some("deny"));
            assert_eq!(
                lints["clippy"]["undocumented_unsafe_blocks"].as_str(),
                Some("deny")
            );
        } else {
            let inherited = lints.get("workspace").and_then(toml::Value::as_bool);
            assert_eq!(inherited, Some(true), "{}", manifest.display());
        }
    }
}

#[test]
fn unsafe_code_lies_in_sys_and_says_why_it_is_sound() {
    // How far above a reason may stand: it may need some lines, and cover an expression's first.
    const LINES: usize = 10;
    let root = root();
    let sys = root.join("crates/engine/src/sys");
    let mut wrong = Vec::new();
    for file in rust_files(&root.join("crates")) {
        let is_source = file.components().any(|part| part.as_os_str() == "src");
        if !is_source {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let code = line.split("//").next().unwrap();
            let begins = ["unsafe {", "unsafe impl", "unsafe fn", "unsafe extern"]
                .iter()
                .any(|begin| code.contains(begin));
            if !begins || code.contains('"') && !code.contains("extern \"C\"") {
                continue;
            }
            let place = || format!("{}:{}", file.display(), at + 1);
            if !file.starts_with(&sys) {
                wrong.push(format!("{}: unsafe outside of the engine's sys", place()));
            }
            let needs_reason = code.contains("unsafe {") || code.contains("unsafe impl");
            let nearby = &lines[at.saturating_sub(LINES)..=at];
            if needs_reason && !nearby.iter().any(|line| line.contains("SAFETY: ")) {
                wrong.push(format!("{}: unsafe without a SAFETY comment", place()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
