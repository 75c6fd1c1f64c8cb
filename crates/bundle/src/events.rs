//! `backend/events.js`: which of its handlers are called, and which never are.

use std::path::Path;

use velodrome_model::build::{Diagnostic, Severity};
use velodrome_model::events::{RAISED, looks_like_handler, raised};

use crate::diagnose;
use crate::ledger::Notes;
use crate::paths::SitePaths;

/// The handlers that the file exports and that are called, sorted; all of them, where nobody can tell
/// what it exports before it runs.
pub(crate) fn handlers(file: &Path, notes: &Notes) -> Vec<String> {
    let id = file.to_string_lossy();
    let mut names: Vec<String> = RAISED
        .iter()
        .map(|(.., name)| *name)
        .filter(|name| diagnose::lacks_export(notes, &id, name).is_none())
        .map(str::to_owned)
        .collect();
    names.sort_unstable();
    names
}

/// Warnings of handlers that nothing will call.
pub(crate) fn never_raised(file: &Path, notes: &Notes, paths: &SitePaths) -> Vec<Diagnostic> {
    let Some(facts) = notes.modules.get(&*file.to_string_lossy()) else {
        return Vec::new();
    };
    let names = facts
        .exports
        .iter()
        .filter(|name| looks_like_handler(name) && raised(name).is_none());
    names
        .map(|name| Diagnostic {
            severity: Severity::Warning,
            code: "EVENT_NEVER_RAISED".to_owned(),
            message: format!("{name} is never called: this server has no such event"),
            file: Some(paths.show(file)),
            line: 0,
            column: 0,
            hint: Some("docs/compat.md lists the events that are raised".to_owned()),
            frame: None,
        })
        .collect()
}
