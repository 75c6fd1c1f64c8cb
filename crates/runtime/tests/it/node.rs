//! Node's modules: each file in `js/tests/node` is a set of small tests about one of them, or several.

use crate::world::run;
use std::path::{Path, PathBuf};

const HARNESS: &str = include_str!("../../js/tests/harness.js");

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("js/tests/node")
}

/// Runs one file; fails with every case that failed.
fn cases(name: &str) {
    let file = name.strip_prefix("node_").unwrap_or(name);
    let source = std::fs::read_to_string(folder().join(format!("{file}.js"))).expect("cases");
    let ran = run(&format!("{HARNESS}\n{source}\nawait finish();"));
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
    fn node_assert();
    fn node_events();
    fn node_fs();
    fn node_http();
    fn node_modules();
    fn node_stream();
    fn node_util();
}

#[test]
fn every_case_file_is_run() {
    for file in std::fs::read_dir(folder()).expect("the folder of cases") {
        let name = file.expect("an entry").file_name();
        let name = name.to_str().expect("a name in ASCII");
        let stem = name.strip_suffix(".js").expect("only scripts are here");
        assert!(
            LISTED.contains(&format!("node_{stem}").as_str()),
            "{name} is not listed in node.rs"
        );
    }
}
