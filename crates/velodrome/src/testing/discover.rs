//! Which files have tests: `NAME.test.js` and its like, anywhere in the site's folder.

use std::path::{Path, PathBuf};

const ENDINGS: [&str; 6] = [
    ".test.js",
    ".test.mjs",
    ".test.cjs",
    ".test.ts",
    ".test.mts",
    ".test.cts",
];
/// Folders with code of others, or none.
const SKIPPED: [&str; 3] = ["node_modules", "dist", "coverage"];
const DEPTH_MAX: usize = 20;
const FILES_MAX: usize = 2000;
const ENTRIES_MAX: usize = 200_000;

/// The files with tests, sorted. Hidden folders are skipped, the data directory among them.
pub(crate) fn find_tests(site_dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut left = ENTRIES_MAX;
    walk(site_dir, DEPTH_MAX, &mut left, &mut found);
    found.sort();
    found
}

fn walk(dir: &Path, depth: usize, left: &mut usize, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return;
    };
    for entry in entries.flatten() {
        if *left == 0 || found.len() == FILES_MAX {
            return;
        }
        *left -= 1;
        let name = entry.file_name();
        let Some(name) = name
            .to_str()
            .filter(|name| !name.chars().any(char::is_control))
        else {
            continue;
        };
        let Ok(kind) = entry.file_type() else {
            continue;
        };
        if kind.is_dir() {
            if depth > 0 && !name.starts_with('.') && !SKIPPED.contains(&name) {
                walk(&entry.path(), depth - 1, left, found);
            }
        } else if ENDINGS.iter().any(|ending| name.ends_with(ending)) {
            found.push(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_lie_anywhere_but_in_packages_and_hidden_folders() {
        let dir = tempfile::tempdir().expect("a folder");
        for file in [
            "backend/a.test.js",
            "backend/deep/b.test.ts",
            "c.test.mjs",
            "node_modules/x/d.test.js",
            ".velodrome/e.test.js",
            "backend/f.js",
            "backend/test.js",
        ] {
            let path = dir.path().join(file);
            std::fs::create_dir_all(path.parent().expect("below")).expect("made");
            std::fs::write(path, "").expect("written");
        }
        let found = find_tests(dir.path());
        let names: Vec<_> = found
            .iter()
            .map(|path| path.strip_prefix(dir.path()).expect("below"))
            .collect();
        assert_eq!(
            names,
            ["backend/a.test.js", "backend/deep/b.test.ts", "c.test.mjs"].map(Path::new)
        );
    }
}
