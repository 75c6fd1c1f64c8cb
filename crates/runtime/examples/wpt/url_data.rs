//! The data of the tests of `URL`, which says more than its `.any.js` files ask.

use crate::{Outcome, outcomes_of};
use serde_json::json;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

pub const AREA: &str = "url";
/// Where it stands among the tests.
pub const PLACE: &str = "url/resources";

const SCRIPT: &str = include_str!("../../js/tests/wpt/url_data.js");

/// What the data in `newer` says; with `has_tests`, only what is not asked by tests anyway. The data
/// beside the tests is not asked for hosts: the standard has changed since.
pub fn run(has_tests: bool, newer: Option<&Path>) -> Vec<Outcome> {
    let folder = newer.map(|newer| newer.join(AREA));
    let mut files = BTreeMap::new();
    for path in folder.iter().flat_map(fs::read_dir).flatten().flatten() {
        let name = path.file_name().to_string_lossy().into_owned();
        if name.ends_with(".json")
            && let Ok(text) = fs::read_to_string(path.path())
        {
            files.insert(name, text);
        }
    }
    if files.is_empty() {
        return Vec::new();
    }
    let texts = json!({ "files": files, "hasTests": has_tests });
    outcomes_of(&format!("const wpt = {texts};\n{SCRIPT}"), PLACE)
}
