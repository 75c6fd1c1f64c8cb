//! Imports that led nowhere.
//!
//! In the site's own files that is an error. Packages often try for optional companions: a
//! `require` in `try` says nothing at all, other run-time imports of packages are warnings, and
//! the script throws when one runs.

use std::path::Path;

use velodrome_model::build::{Diagnostic, Severity};

use super::{locate, place, plain, similar};
use crate::ledger::{Cause, Missing, Notes};
use crate::paths::{SitePaths, is_package_file, normalize};
use crate::resolve::{Specifier, classify, package_name};

pub(super) fn diagnostics(notes: &Notes, paths: &SitePaths) -> Vec<Diagnostic> {
    let one = |missing| diagnostic(missing, notes, paths);
    notes.missing.iter().filter_map(one).collect()
}

fn diagnostic(missing: &Missing, notes: &Notes, paths: &SitePaths) -> Option<Diagnostic> {
    let text = notes.text(&missing.importer).unwrap_or_default();
    let found = locate::find_import(text, &missing.importer, &missing.specifier);
    let in_package = is_package_file(&missing.importer);
    let severity = match found {
        Some(found) if found.is_guarded => return None,
        Some(found) if in_package && !found.is_static => Severity::Warning,
        // A name that is put together, as bundlers are kept from looking for it.
        None if in_package => Severity::Warning,
        _ => Severity::Error,
    };
    let (line, column) = found.map_or((0, 0), |it| place::line_and_column(text, it.offset));
    let name = &missing.specifier;
    let (code, message) = match &missing.cause {
        Cause::NotFound => ("MODULE_NOT_FOUND", format!("cannot find module \"{name}\"")),
        Cause::Package(why) => (
            "MODULE_NOT_FOUND",
            format!("cannot import \"{name}\": {why}"),
        ),
        Cause::NotSource => (
            "NOT_A_MODULE",
            format!("\"{name}\" is neither JavaScript, TypeScript, JSON nor .txt"),
        ),
    };
    Some(Diagnostic {
        file: Some(paths.show(Path::new(&missing.importer))),
        line,
        column,
        hint: hint(missing, paths),
        frame: place::frame(text, line, column),
        ..plain(severity, code, message)
    })
}

fn hint(missing: &Missing, paths: &SitePaths) -> Option<String> {
    if missing.cause != Cause::NotFound {
        return None;
    }
    match classify(&missing.specifier) {
        Specifier::Backend(rest) => near_files(&paths.backend, rest, "backend/"),
        Specifier::Public(rest) => match &paths.public {
            Some(folder) => near_files(folder, rest, "public/"),
            None => Some("the site has no public folder".into()),
        },
        Specifier::Relative(path) => {
            let folder = Path::new(&missing.importer).parent()?;
            let prefix = path.rsplit_once('/').map_or("", |(prefix, _)| prefix);
            let name = path.rsplit('/').next()?;
            near_files(&folder.join(prefix), name, &format!("{prefix}/"))
        }
        Specifier::Url => Some("copy the file into the site, or install it as a package".into()),
        Specifier::Package(name) if name.starts_with('#') => None,
        Specifier::Package(name) => Some(format!("npm install {}", package_name(name))),
        Specifier::Builtin(_) | Specifier::Platform(_) => None,
    }
}

/// Names in the folder of `rest` that are like it, as they would be imported.
fn near_files(root: &Path, rest: &str, prefix: &str) -> Option<String> {
    let (below, name) = rest.rsplit_once('/').unwrap_or(("", rest));
    let folder = normalize(&root.join(below));
    let entries = similar::entries(&folder);
    if entries.is_empty() {
        return Some(format!("there is no folder {prefix}{below}"));
    }
    let stem = |file: &str| file.split('.').next().unwrap_or(file).to_owned();
    let stems: Vec<String> = entries.iter().map(|file| stem(file)).collect();
    let wanted = stem(name);
    let mut names: Vec<String> = similar::nearest(&wanted, stems.iter().map(String::as_str))
        .into_iter()
        .flat_map(|near| entries.iter().filter(move |file| stem(file) == near))
        .map(|file| match below {
            "" => format!("\"{prefix}{file}\""),
            _ => format!("\"{prefix}{below}/{file}\""),
        })
        .collect();
    names.dedup();
    (!names.is_empty()).then(|| format!("did you mean {}?", names.join(" or ")))
}
