//! What a build learns on the way: read files, names asked for, names given, things missing.
//!
//! The bundler links missing names silently and reports what it cannot find in its own words;
//! the diagnostics people see are made from these notes once the bundle is done.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use velodrome_model::build::Diagnostic;

use crate::limits;
use crate::virtual_module;

/// The notes of one build; shared with the bundler's hooks.
#[derive(Debug, Default)]
pub(crate) struct Ledger(Mutex<Notes>);

#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// By module id, every module with a file.
    pub(crate) modules: BTreeMap<String, ModuleFacts>,
    /// From importer and specifier to the id it resolved to.
    pub(crate) targets: HashMap<(String, String), String>,
    pub(crate) missing: BTreeSet<Missing>,
    pub(crate) inputs: BTreeSet<PathBuf>,
    /// Modules of the runtime that were asked for, with what they export.
    pub(crate) host_modules: BTreeMap<String, BTreeSet<String>>,
    pub(crate) stub_modules: BTreeSet<String>,
    /// Packages that were imported and of which the configuration says something.
    pub(crate) chosen_packages: BTreeSet<String>,
    /// Findings that need nothing else to be told.
    pub(crate) findings: Vec<Diagnostic>,
    bytes_read: u64,
}

/// An import that led nowhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Missing {
    pub(crate) importer: String,
    pub(crate) specifier: String,
    pub(crate) cause: Cause,
}

/// Why an import led nowhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cause {
    /// No file and no package has that name.
    NotFound,
    /// The package is there, but does not lead to a file.
    Package(String),
    /// The file is there, but is no source.
    NotSource,
}

/// What one module asks of others and offers them. Offsets are bytes into `text`.
#[derive(Debug, Default)]
pub(crate) struct ModuleFacts {
    pub(crate) text: String,
    /// Whether the exports below are all there can be.
    pub(crate) exports_known: bool,
    pub(crate) exports: BTreeSet<String>,
    /// Specifiers of `export * from`.
    pub(crate) stars: Vec<String>,
    pub(crate) imports: Vec<NamedImport>,
    /// Offset of a `return` outside functions, where there may be none.
    pub(crate) stray_return: Option<usize>,
}

/// `name` imported from `specifier`.
#[derive(Debug)]
pub(crate) struct NamedImport {
    pub(crate) specifier: String,
    pub(crate) name: String,
    pub(crate) offset: usize,
}

impl Ledger {
    pub(crate) fn notes(&self) -> MutexGuard<'_, Notes> {
        self.0
            .lock()
            .expect("no hook panics while it holds the ledger")
    }

    pub(crate) fn into_notes(self) -> Notes {
        self.0
            .into_inner()
            .expect("no hook panics while it holds the ledger")
    }
}

impl Notes {
    /// Counts a file that is about to be read; says which limit it breaks, in words that follow
    /// "the file".
    pub(crate) fn admit_file(&mut self, path: &Path, bytes: u64) -> Result<(), String> {
        self.inputs.insert(path.to_path_buf());
        self.bytes_read += bytes;
        let limit = |what: &str, max: u64| Err(format!("{what}; the most is {max}"));
        if bytes > limits::FILE_BYTES_MAX {
            return limit(&format!("has {bytes} bytes"), limits::FILE_BYTES_MAX);
        }
        if self.bytes_read > limits::SOURCE_BYTES_MAX {
            return limit(
                "makes too many bytes with those before it",
                limits::SOURCE_BYTES_MAX,
            );
        }
        if self.inputs.len() > limits::MODULES_MAX {
            return limit("is one module too many", limits::MODULES_MAX as u64);
        }
        Ok(())
    }

    /// The name and exports of the runtime's module with this id.
    pub(crate) fn host_module(&self, id: &str) -> Option<(&String, &BTreeSet<String>)> {
        let is_it = |name: &str| virtual_module::host_id(name) == id;
        if !virtual_module::is_virtual(id) {
            return None;
        }
        self.host_modules.iter().find(|(name, _)| is_it(name))
    }

    /// The text of a module, when it was read.
    pub(crate) fn text(&self, id: &str) -> Option<&str> {
        self.modules.get(id).map(|module| module.text.as_str())
    }
}
