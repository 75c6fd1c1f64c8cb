//! What the bundler itself reports, in this project's terms.

use std::path::Path;

use rolldown_error::{BuildDiagnostic, DiagnosticOptions, EventKind};
use velodrome_model::build::{Diagnostic, Severity};

use super::{place, plain};
use crate::ledger::Notes;
use crate::paths::{SitePaths, is_package_file};

/// Whether a warning tells an author something; the others concern bundle size or are ours
/// already.
fn is_told(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::AssignToImportError
            | EventKind::CannotCallNamespace
            | EventKind::CommonJsVariableInEsm
            | EventKind::ImportIsUndefined
            | EventKind::IllegalReassignmentError
            | EventKind::ToleratedTransform
            | EventKind::UnsupportedFeatureError
    )
}

/// The errors that ended a build.
pub(crate) fn from_errors(
    errors: &[BuildDiagnostic],
    notes: &Notes,
    paths: &SitePaths,
) -> Vec<Diagnostic> {
    let one = |error| convert(error, Severity::Error, notes, paths);
    errors.iter().map(one).collect()
}

/// Those warnings of a finished build that are about the site's own files.
pub(crate) fn from_warnings(
    warnings: &[BuildDiagnostic],
    notes: &Notes,
    paths: &SitePaths,
) -> Vec<Diagnostic> {
    let told = warnings.iter().filter(|one| is_told(&one.kind()));
    let converted = told.map(|one| convert(one, Severity::Warning, notes, paths));
    let own = |one: &Diagnostic| !one.file.as_deref().is_some_and(in_package);
    converted.filter(own).collect()
}

fn in_package(file: &str) -> bool {
    is_package_file(&format!("/{file}"))
}

fn convert(
    found: &BuildDiagnostic,
    severity: Severity,
    notes: &Notes,
    paths: &SitePaths,
) -> Diagnostic {
    let options = DiagnosticOptions {
        cwd: paths.site.clone(),
    };
    let rendered = found.to_diagnostic_with(&options);
    let kind = found.kind();
    let mut result = plain(severity, &code(&kind), found.to_message_with(&options));
    if let Some((file, line, column, _)) = rendered.get_primary_location() {
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        let path = paths.site.join(&file);
        result.line = number(line);
        result.column = number(column + 1);
        result.frame =
            source(notes, &path).and_then(|text| place::frame(&text, result.line, result.column));
        result.file = Some(paths.show(&path));
    } else if let Some(id) = found.id() {
        result.file = Some(paths.show(Path::new(&id)));
    }
    result
}

/// The text of a file: a file that does not parse never got as far as the notes.
fn source(notes: &Notes, path: &Path) -> Option<String> {
    if let Some(text) = path.to_str().and_then(|id| notes.text(id)) {
        return Some(text.to_owned());
    }
    if !notes.inputs.contains(path) {
        return None;
    }
    let text = String::from_utf8_lossy(&std::fs::read(path).ok()?).into_owned();
    Some(text.trim_start_matches('\u{feff}').to_owned())
}

fn code(kind: &EventKind) -> String {
    match kind {
        EventKind::ParseError | EventKind::JsonParseError => "SYNTAX_ERROR".into(),
        EventKind::RequireTlaError => "REQUIRE_ASYNC_MODULE".into(),
        EventKind::UnhandleableError | EventKind::PluginError => "BUILD_FAILED".into(),
        other => other.to_string(),
    }
}
