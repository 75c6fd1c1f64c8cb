//! The site's files beside its code (templates, keys, lists), for sites that import `fs`.
//!
//! They become part of the script, so that a release is one text and stays what it was; a bound
//! keeps that text small.

use std::path::{Path, PathBuf};

use crate::limits::{READABLE_BYTES_MAX, READABLE_FILE_BYTES_MAX, READABLE_FILES_MAX};
use crate::paths::SitePaths;
use crate::virtual_module::quote;

/// What is bundled, or known otherwise.
const CODE: &[&str] = &[
    "cjs", "cts", "js", "jsw", "jsx", "map", "mjs", "mts", "ts", "tsx",
];
/// Folders deeper than this are not looked into: links may go round in circles.
const DEPTH_MAX: usize = 16;

/// The files that were found.
#[derive(Default)]
pub(crate) struct SiteFiles {
    /// A JSON object from the path below the site to "t" and text, or "h" and hexadecimal digits; empty when
    /// there are none.
    pub(crate) table: String,
    /// Where they are.
    pub(crate) paths: Vec<PathBuf>,
    /// The first that did not fit, as shown to people.
    pub(crate) left_out: Option<String>,
}

/// Files of the backend's and of the public folder, in the order of their names.
pub(crate) fn collect(paths: &SitePaths) -> SiteFiles {
    let mut found = Vec::new();
    let folders = [Some(&paths.backend), paths.public.as_ref()];
    for folder in folders.into_iter().flatten() {
        walk(folder, 0, &mut found);
    }
    found.sort();
    found.dedup();
    let mut files = SiteFiles::default();
    let mut members = Vec::new();
    let mut bytes_left = READABLE_BYTES_MAX;
    for path in found {
        let size = std::fs::metadata(&path).map_or(0, |known| known.len());
        let fits = size <= READABLE_FILE_BYTES_MAX.min(bytes_left);
        if !fits || members.len() >= READABLE_FILES_MAX {
            files.left_out.get_or_insert_with(|| paths.show(&path));
            continue;
        }
        let Ok(bytes) = std::fs::read(&path) else {
            continue;
        };
        bytes_left = bytes_left.saturating_sub(bytes.len() as u64);
        members.push(format!(
            "{}: {}",
            quote(&paths.show(&path)),
            quote(&encoded(&bytes))
        ));
        files.paths.push(path);
    }
    if !members.is_empty() {
        files.table = format!("{{ {} }}", members.join(", "));
    }
    files
}

fn walk(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // What is hidden is nobody's business, packages are bundled.
        if name.starts_with('.') || name == "node_modules" || found.len() > 4 * READABLE_FILES_MAX {
            continue;
        }
        if path.is_dir() {
            if depth < DEPTH_MAX {
                walk(&path, depth + 1, found);
            }
        } else if !is_code(&path) {
            found.push(path);
        }
    }
}

fn is_code(path: &Path) -> bool {
    path.extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| CODE.contains(&extension))
}

/// Text as it is, anything else in hexadecimal digits.
fn encoded(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => format!("t{text}"),
        Err(_) => {
            let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
            std::iter::once("h".to_owned()).chain(digits).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_text_are_in_digits() {
        assert_eq!(encoded("aé".as_bytes()), "taé");
        assert_eq!(encoded(&[0xff, 0x0e]), "hff0e");
    }
}
