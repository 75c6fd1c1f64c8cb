//! Which files hold tests, and what each needs beside it.

use crate::expected::Expected;
use crate::options::SLOW;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A file of tests.
pub struct TestFile {
    /// From the root of the tests.
    pub path: String,
    source: String,
}

/// The files of an area that can run without a browser, but for those that are listed as skipped.
pub fn test_files(root: &Path, area: &str, expected: &Expected) -> Vec<TestFile> {
    let mut found = Vec::new();
    collect(&root.join(area), &mut found);
    found.sort();
    let mut files: Vec<TestFile> = found
        .into_iter()
        .filter_map(|path| {
            let relative = path.strip_prefix(root).ok()?.to_str()?.to_owned();
            if !relative.ends_with(".any.js") || expected.skips(&relative) {
                return None;
            }
            let source = fs::read_to_string(&path).ok()?;
            Some(TestFile {
                path: relative,
                source,
            })
        })
        .collect();
    files.sort_by_key(|file| !SLOW.contains(&file.path.as_str()));
    files
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        } else {
            found.push(path);
        }
    }
}

impl TestFile {
    fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// A path that the file names, from the root of the tests.
    fn resolve(&self, named: &str) -> String {
        let mut parts: Vec<&str> = if named.starts_with('/') {
            Vec::new()
        } else {
            self.folder().split('/').collect()
        };
        for part in named.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop();
                }
                part => parts.push(part),
            }
        }
        parts.join("/")
    }

    /// The scripts that the file asks for (`// META: script=..`) and the file itself, as one text.
    pub fn script(&self, root: &Path) -> String {
        let mut script = String::new();
        for line in self.source.lines() {
            if let Some(named) = line.strip_prefix("// META: script=") {
                let path = match named.trim() {
                    // The server of these tests has another name for it.
                    "/resources/WebIDLParser.js" => root.join("resources/webidl2/lib/webidl2.js"),
                    named => root.join(self.resolve(named)),
                };
                script.push_str(&fs::read_to_string(path).unwrap_or_default());
                script.push_str("\n;\n");
            }
        }
        script + &self.source
    }

    /// Whether the file says that it takes long.
    pub fn is_long(&self) -> bool {
        self.source.contains("// META: timeout=long")
    }

    /// Descriptions of interfaces that a test of them names.
    fn interfaces(&self, root: &Path) -> BTreeMap<String, String> {
        if !self.source.contains("idl_test") {
            return BTreeMap::new();
        }
        let names = self
            .source
            .split(['"', '\'', '`'])
            .map(|name| format!("interfaces/{name}.idl"));
        names
            .filter_map(|path| {
                fs::read_to_string(root.join(&path))
                    .ok()
                    .map(|text| (path, text))
            })
            .collect()
    }

    /// The files of data that the script names, by path; those in `newer` come before those of `root`.
    pub fn resources(&self, root: &Path, newer: Option<&Path>) -> BTreeMap<String, String> {
        let script = self.script(root);
        let named = script
            .split(['"', '\'', '`'])
            .filter(|text| text.ends_with(".json") && !text.contains(char::is_whitespace));
        let mut resources = self.interfaces(root);
        for name in named {
            let path = self.resolve(name);
            let last = Path::new(&path).file_name().unwrap_or_default();
            // The folder of the area, or the one above it.
            let fresh = newer
                .into_iter()
                .flat_map(|newer| [newer.join(last), newer.join(self.folder()).join(last)]);
            let text = fresh
                .filter(|_| self.path.starts_with("url/"))
                .find_map(|path| fs::read_to_string(path).ok())
                .or_else(|| fs::read_to_string(root.join(&path)).ok());
            if let Some(text) = text {
                resources.insert(path, text);
            }
        }
        resources
    }
}
