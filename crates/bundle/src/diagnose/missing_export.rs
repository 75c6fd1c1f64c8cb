//! Names that are imported but not exported.
//!
//! Sites live with them (the name is undefined at run time), so they are warnings; without one,
//! the author would learn only from a TypeError in production.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use velodrome_model::build::{Diagnostic, Severity};

use super::{place, plain, similar};
use crate::ledger::{ModuleFacts, NamedImport, Notes};
use crate::paths::{SitePaths, is_package_file};

pub(super) fn diagnostics(notes: &Notes, paths: &SitePaths) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (importer, facts) in &notes.modules {
        if is_package_file(importer) {
            continue;
        }
        for import in &facts.imports {
            found.extend(diagnostic(importer, facts, import, notes, paths));
        }
    }
    found
}

fn diagnostic(
    importer: &str,
    facts: &ModuleFacts,
    import: &NamedImport,
    notes: &Notes,
    paths: &SitePaths,
) -> Option<Diagnostic> {
    let target = target_of(notes, importer, &import.specifier)?;
    if exports(notes, target, &import.name, &mut HashSet::new()) != Answer::No {
        return None;
    }
    let name = &import.name;
    let (module, exports) = match notes.host_module(target) {
        Some(_) if may_be_a_type(importer, name) => return None,
        Some((module, exports)) => (format!("\"{module}\""), exports),
        None => (
            paths.show(Path::new(target)),
            &notes.modules[target].exports,
        ),
    };
    let (line, column) = place::line_and_column(&facts.text, import.offset);
    Some(Diagnostic {
        file: Some(paths.show(Path::new(importer))),
        line,
        column,
        hint: hint(exports, name),
        frame: place::frame(&facts.text, line, column),
        ..plain(
            Severity::Warning,
            "MISSING_EXPORT",
            format!("{module} has no export \"{name}\"; it is undefined here"),
        )
    })
}

/// The runtime's modules list no types, and TypeScript lets importers leave out the word `type`.
fn may_be_a_type(importer: &str, name: &str) -> bool {
    let is_typescript = [".ts", ".tsx", ".mts", ".cts"];
    name.starts_with(char::is_uppercase) && is_typescript.iter().any(|end| importer.ends_with(end))
}

fn hint(exports: &BTreeSet<String>, name: &str) -> Option<String> {
    let names = exports.iter().map(String::as_str);
    let near = similar::nearest(name, names.filter(|name| *name != "default"));
    if !near.is_empty() {
        return Some(format!("did you mean {}?", near.join(" or ")));
    }
    let only_default = name != "default" && exports.contains("default");
    only_default.then(|| format!("the file has a default export: import {name} from ..."))
}

/// Whether the module `id` surely has no export `name`; then what may have been meant.
pub(crate) fn lacks_export(notes: &Notes, id: &str, name: &str) -> Option<Option<String>> {
    let lacks = exports(notes, id, name, &mut HashSet::new()) == Answer::No;
    let exports = &notes.modules.get(id)?.exports;
    let near = similar::nearest(name, exports.iter().map(String::as_str));
    lacks.then(|| (!near.is_empty()).then(|| format!("did you mean {}?", near.join(" or "))))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    Unknown,
}

/// Whether the module `id` exports `name`, itself or by `export *`.
fn exports<'n>(notes: &'n Notes, id: &'n str, name: &str, seen: &mut HashSet<&'n str>) -> Answer {
    if let Some((_, exports)) = notes.host_module(id) {
        let has_it = name == "default" || exports.contains(name);
        return if has_it { Answer::Yes } else { Answer::No };
    }
    let Some(facts) = notes.modules.get(id) else {
        return Answer::Unknown;
    };
    if !facts.exports_known {
        return Answer::Unknown;
    }
    if facts.exports.contains(name) {
        return Answer::Yes;
    }
    let mut answer = Answer::No;
    if name == "default" || !seen.insert(id) {
        return answer;
    }
    for specifier in &facts.stars {
        let through = match target_of(notes, id, specifier) {
            Some(target) => exports(notes, target, name, seen),
            None => Answer::Unknown,
        };
        match through {
            Answer::Yes => return Answer::Yes,
            Answer::Unknown => answer = Answer::Unknown,
            Answer::No => {}
        }
    }
    answer
}

fn target_of<'n>(notes: &'n Notes, importer: &str, specifier: &str) -> Option<&'n str> {
    let key = (importer.to_owned(), specifier.to_owned());
    notes.targets.get(&key).map(String::as_str)
}
