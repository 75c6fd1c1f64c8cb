//! The files that the platform knows by name: each that a site has is a part of its script.
//!
//! Everything else is in the script only when one of these imports it.

use std::path::{Path, PathBuf};

use crate::resolve::probe;

/// A kind of part.
struct Kind {
    name: &'static str,
    find: fn(backend: &Path) -> Option<PathBuf>,
}

/// The name of the part that every site has.
pub(crate) const FUNCTIONS: &str = "functions";

/// In the order in which they are loaded. The handler file is last: what it does with the site's
/// data while it loads shall pass the hooks.
const KINDS: &[Kind] = &[
    Kind {
        name: "data",
        find: |backend| find_module(backend, "data"),
    },
    Kind {
        name: FUNCTIONS,
        find: find_handler,
    },
];

/// What a file of a part that may be absent ends with. No `.jsw`: that would be a web module of the
/// site's own that happens to have the name, and neither would be a folder or a list of values.
const EXTENSIONS: &[&str] = &["js", "ts", "mjs", "mts", "cjs", "cts"];

/// A part of one site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// What the runtime calls it.
    pub(crate) name: &'static str,
    /// Absolute path of its file.
    pub(crate) file: PathBuf,
}

/// The parts that are there, in the order in which they are loaded.
pub(crate) fn find_parts(backend: &Path) -> Vec<Part> {
    let parts = KINDS.iter().filter_map(|kind| {
        let file = (kind.find)(backend)?;
        let name = kind.name;
        Some(Part { name, file })
    });
    parts.collect()
}

fn find_handler(backend: &Path) -> Option<PathBuf> {
    let name = backend.join("http-functions");
    probe::find_file(&name).filter(|path| path.extension().is_some_and(|it| it != "json"))
}

fn find_module(backend: &Path, name: &str) -> Option<PathBuf> {
    let mut files = EXTENSIONS
        .iter()
        .map(|extension| backend.join(name).with_extension(extension));
    files.find(|file| file.is_file())
}
