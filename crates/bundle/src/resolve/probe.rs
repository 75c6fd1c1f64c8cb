//! Which file a path without its extension means.
//!
//! Sites write `backend/x`, `backend/x.jsw` and `backend/x.web` for files of many kinds; the order
//! in which they are tried is part of the crate's contract.

use std::path::{Path, PathBuf};

/// Extensions that may be left out, in the order they are tried.
pub(crate) const EXTENSIONS: &[&str] = &[
    ".js", ".jsw", ".web.js", ".ts", ".web.ts", ".mjs", ".cjs", ".mts", ".cts", ".jsx", ".tsx",
    ".json",
];

/// TypeScript files that JavaScript names stand for.
const TYPESCRIPT_NAMES: &[(&str, &[&str])] = &[
    (".js", &[".ts", ".tsx"]),
    (".mjs", &[".mts"]),
    (".cjs", &[".cts"]),
    (".jsx", &[".tsx"]),
];

/// Extensions of files that are no source whatever is in them; others are tried as JavaScript.
const NOT_SOURCE: &[&str] = &[
    "css", "csv", "gif", "htm", "html", "jpeg", "jpg", "less", "md", "node", "pdf", "png", "sass",
    "scss", "svg", "ttf", "wasm", "webp", "woff", "woff2", "xml", "yaml", "yml", "zip",
];

/// Whether the file `path` cannot be a module.
pub(crate) fn is_not_source(path: &Path) -> bool {
    let extension = path.extension().and_then(|name| name.to_str());
    extension.is_some_and(|name| NOT_SOURCE.contains(&name.to_ascii_lowercase().as_str()))
}

/// The file that `path` means, if any.
pub(crate) fn find_file(path: &Path) -> Option<PathBuf> {
    if path.is_file() {
        return Some(path.to_path_buf());
    }
    with_extension(path)
        .or_else(|| with_extension(&path.join("index")))
        .or_else(|| as_typescript(path))
}

fn with_extension(path: &Path) -> Option<PathBuf> {
    let mut extensions = EXTENSIONS.iter();
    extensions.find_map(|extension| existing(append(path, extension)))
}

fn as_typescript(path: &Path) -> Option<PathBuf> {
    let name = path.to_str()?;
    TYPESCRIPT_NAMES.iter().find_map(|(from, to)| {
        let stem = Path::new(name.strip_suffix(from)?);
        to.iter()
            .find_map(|extension| existing(append(stem, extension)))
    })
}

fn append(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(extension);
    PathBuf::from(name)
}

fn existing(path: PathBuf) -> Option<PathBuf> {
    path.is_file().then_some(path)
}
