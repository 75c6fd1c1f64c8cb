//! The files that the platform knows by name: each that a site has is a part of its script.
//!
//! Everything else is in the script only when one of these imports it.

use std::path::{Path, PathBuf};

use crate::paths::SitePaths;
use crate::resolve::probe;

/// A kind of part.
struct Kind {
    name: &'static str,
    find: fn(backend: &Path) -> Option<PathBuf>,
    /// Whether its file runs only when somebody asks for it.
    lazy: bool,
}

/// The name of the part that every site has.
pub(crate) const FUNCTIONS: &str = "functions";
/// The name of the part with the handlers of events.
pub(crate) const EVENTS: &str = "events";
/// Beginning of the names of parts with functions of jobs; the file as `jobs.config` has it follows.
pub(crate) const JOB: &str = "job:";
/// Beginning of the names of parts with tests; the file relative to the site follows.
pub(crate) const TEST: &str = "test:";

/// In the order in which they are loaded. The handler file is last: what it does with the site's
/// data while it loads shall pass the hooks.
const KINDS: &[Kind] = &[
    Kind {
        name: "data",
        find: |backend| find_module(backend, "data"),
        lazy: false,
    },
    Kind {
        name: EVENTS,
        find: |backend| find_module(backend, "events"),
        lazy: true,
    },
    Kind {
        name: "realtime",
        find: |backend| find_module(backend, "realtime-permissions"),
        lazy: true,
    },
    Kind {
        name: FUNCTIONS,
        find: find_handler,
        lazy: false,
    },
];

/// What a file of a part that may be absent ends with. No `.jsw`: that would be a web module of the
/// site's own that happens to have the name, and neither would be a folder or a list of values.
const EXTENSIONS: &[&str] = &["js", "ts", "mjs", "mts", "cjs", "cts"];

/// A part of one site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// What the runtime calls it.
    pub(crate) name: String,
    /// Absolute path of its file.
    pub(crate) file: PathBuf,
    /// Whether its file runs only when somebody asks for it.
    pub(crate) lazy: bool,
}

/// The parts that are there, in the order in which they are loaded.
pub(crate) fn find_parts(backend: &Path) -> Vec<Part> {
    let parts = KINDS.iter().filter_map(|kind| {
        let file = (kind.find)(backend)?;
        Some(Part {
            name: kind.name.to_owned(),
            file,
            lazy: kind.lazy,
        })
    });
    parts.collect()
}

/// Adds the files with tests. Whoever runs tests decides what is loaded when, so nothing runs by
/// itself any more.
pub(crate) fn add_tests(parts: &mut Vec<Part>, files: &[PathBuf], paths: &SitePaths) {
    if files.is_empty() {
        return;
    }
    parts.extend(files.iter().map(|file| Part {
        name: format!("{TEST}{}", paths.show(file)),
        file: file.clone(),
        lazy: true,
    }));
    parts.iter_mut().for_each(|part| part.lazy = true);
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
