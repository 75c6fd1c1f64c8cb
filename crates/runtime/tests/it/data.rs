//! wix-data over a host that the tests write in JavaScript: each file in `js/tests/data` is a set of
//! small tests about one concept. The shipped files are loaded anew for every world of a test, with
//! a `native` and hooks of its own; what they need from the runtime itself is shown elsewhere.

use crate::world::run;
use std::path::{Path, PathBuf};

const HARNESS: &str = include_str!("../../js/tests/harness.js");
const WORLD: &str = include_str!("../../js/tests/data/world.js");

fn js() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("js")
}

/// The shipped files that wix-data consists of, as an object from name to source.
fn sources() -> String {
    let mut names: Vec<String> = ["velo/json", "velo/own", "velo/platform", "velo/stub"]
        .map(str::to_owned)
        .into();
    let folder = std::fs::read_dir(js().join("velo/data")).expect("the module's folder");
    for file in folder {
        let name = file.expect("an entry").file_name();
        let name = name.to_str().expect("a name in ASCII");
        names.extend(
            name.strip_suffix(".js")
                .map(|stem| format!("velo/data/{stem}")),
        );
    }
    let members: Vec<String> = names
        .iter()
        .map(|name| {
            let source = std::fs::read_to_string(js().join(format!("{name}.js"))).expect("a file");
            format!("{name:?}: {}", serde_json::Value::from(source))
        })
        .collect();
    format!("const SOURCES = {{{}}};", members.join(","))
}

/// Runs one file; fails with every case that failed.
fn cases(name: &str) {
    let source =
        std::fs::read_to_string(js().join(format!("tests/data/{name}.js"))).expect("cases");
    let ran = run(&format!(
        "{}\n{HARNESS}\n{WORLD}\n{source}\nawait finish();",
        sources()
    ));
    if let Err(error) = ran.result {
        panic!("{}", error.message);
    }
}

/// Written as functions so that whoever looks for a test by its name finds it.
macro_rules! case_files {
    ($(fn $name:ident();)*) => {
        $(#[test]
        fn $name() {
            cases(stringify!($name));
        })*
        /// So that no file is forgotten.
        const LISTED: &[&str] = &[$(stringify!($name)),*];
    };
}

case_files! {
    fn aggregate();
    fn bulk();
    fn collections();
    fn dates();
    fn distinct();
    fn elevation();
    fn errors();
    fn filter();
    fn hooked_bulk();
    fn hooks();
    fn hostile();
    fn items();
    fn query();
    fn references();
    fn results();
    fn sdk();
    fn unread();
}

#[test]
fn every_case_file_is_run() {
    for file in std::fs::read_dir(js().join("tests/data")).expect("the folder of cases") {
        let name = file.expect("an entry").file_name();
        let name = name.to_str().expect("a name in ASCII");
        let stem = name.strip_suffix(".js").expect("only scripts are here");
        assert!(
            stem == "world" || LISTED.contains(&stem),
            "{name} is not listed in data.rs"
        );
    }
}
