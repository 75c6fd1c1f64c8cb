//! What the process that bundles a site is told, and what it answers.
//!
//! The bundler runs in a short-lived child, so these values cross a pipe as JSON: plain data
//! that the spawner can name without linking a bundler.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::jobs::Job;

/// One site to turn into one script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuildInput {
    /// Folder that positions and source maps are relative to: what the user calls the site.
    pub site_dir: PathBuf,
    /// Folder that holds `http-functions.*`; `backend/x` means a file below it.
    pub backend_dir: PathBuf,
    /// Folder that `public/x` means, when the site has one.
    pub public_dir: Option<PathBuf>,
    /// Modules the runtime really has (`"wix-http-functions"`, `"crypto"`). `crypto` and
    /// `node:crypto` are the same module: naming either is enough.
    pub real_modules: Vec<HostModule>,
    /// Conditions of packages' builds by the package's name, in place of `node`; the package's own
    /// order decides between them.
    #[serde(default)]
    pub package_conditions: BTreeMap<String, Vec<String>>,
    /// Files with tests, for a script that runs them; empty for one that serves.
    #[serde(default)]
    pub test_files: Vec<PathBuf>,
}

/// A module that the runtime provides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostModule {
    /// What it is imported as.
    pub name: String,
    /// Every name that can be imported from it, `default` left out.
    pub exports: Vec<String>,
}

/// The answer to a [`BuildInput`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuildOutput {
    /// The script, or empty when `diagnostics` has an error.
    pub script: String,
    /// Source map of `script` (JSON, version 3, without `sourcesContent`); its `sources` are
    /// relative to the site's folder, with `/`. Empty when `script` is.
    pub source_map: String,
    /// The handler file relative to the site's folder, empty when there is none.
    pub entry: String,
    /// Errors and warnings, sorted by file, line and column.
    pub diagnostics: Vec<Diagnostic>,
    /// Every file that was read, sorted: what a change of means another build.
    pub inputs: Vec<PathBuf>,
    /// Names from `real_modules` that the site or its packages import, sorted.
    pub host_modules: Vec<String>,
    /// Modules that were imported but do not exist in this runtime, sorted.
    pub stub_modules: Vec<String>,
    /// The jobs of `jobs.config`, in its order.
    #[serde(default)]
    pub jobs: Vec<Job>,
    /// The handlers of `events.js` that are called, sorted.
    #[serde(default)]
    pub events: Vec<String>,
}

impl BuildOutput {
    /// Whether the build failed: there is no script to run.
    pub fn has_errors(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|found| found.severity == Severity::Error)
    }
}

/// How bad a [`Diagnostic`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// There is no script.
    Error,
    /// There is a script; part of it may not do what its author meant.
    Warning,
}

/// One thing found wrong in a site's files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// Stable code, such as `SYNTAX_ERROR` or `MODULE_NOT_FOUND`.
    pub code: String,
    /// What is wrong, in one sentence.
    pub message: String,
    /// File relative to the site's folder, when one is to blame.
    pub file: Option<String>,
    /// Line, counted from 1; 0 when the file as a whole is meant.
    pub line: u32,
    /// Column in UTF-16 code units, counted from 1; 0 when the line or file as a whole is meant.
    pub column: u32,
    /// What to do about it.
    pub hint: Option<String>,
    /// The lines around the place, numbered, with a mark below the column.
    pub frame: Option<String>,
}
