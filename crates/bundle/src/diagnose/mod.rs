//! From what a build found to what people read: a code, a place, a sentence, what to do.

mod bundler;
mod locate;
mod missing_export;
mod missing_module;
mod place;
mod similar;

use std::path::Path;

use velodrome_model::build::{Diagnostic, Severity};
use velodrome_model::jobs::Mistake;

pub(crate) use bundler::{from_errors, from_warnings};
pub(crate) use missing_export::lacks_export;
pub use place::frame as code_frame;

use crate::ledger::{ModuleFacts, Notes};
use crate::limits;
use crate::paths::SitePaths;

/// Everything that follows from the notes alone.
pub(crate) fn from_notes(notes: &Notes, paths: &SitePaths) -> Vec<Diagnostic> {
    let mut found = notes.findings.clone();
    found.extend(missing_module::diagnostics(notes, paths));
    found.extend(missing_export::diagnostics(notes, paths));
    for (id, facts) in &notes.modules {
        let stray = facts.stray_return;
        found.extend(stray.map(|offset| stray_return(&paths.show(Path::new(id)), facts, offset)));
    }
    found
}

fn stray_return(file: &str, facts: &ModuleFacts, offset: usize) -> Diagnostic {
    let (line, column) = place::line_and_column(&facts.text, offset);
    Diagnostic {
        file: Some(file.to_owned()),
        line,
        column,
        frame: place::frame(&facts.text, line, column),
        ..plain(
            Severity::Error,
            "SYNTAX_ERROR",
            "return stands outside of a function".into(),
        )
    }
}

/// A `package.json` of the site does not parse.
pub(crate) fn invalid_package_json(
    file: &str,
    text: &str,
    error: &serde_json::Error,
) -> Diagnostic {
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    let (line, column) = (number(error.line()), number(error.column()));
    Diagnostic {
        file: Some(file.to_owned()),
        line,
        column,
        hint: Some("packages are still looked for in node_modules".into()),
        frame: place::frame(text, line, column),
        ..plain(
            Severity::Warning,
            "INVALID_PACKAGE_JSON",
            format!("the file is not JSON and is ignored: {error}"),
        )
    }
}

/// Something at a place of a text.
pub(crate) fn at(
    file: &str,
    text: &str,
    offset: usize,
    code: &str,
    mistake: &Mistake,
) -> Diagnostic {
    let (line, column) = place::line_and_column(text, offset);
    Diagnostic {
        file: Some(file.to_owned()),
        line,
        column,
        hint: mistake.hint.clone(),
        frame: place::frame(text, line, column),
        ..plain(mistake.severity, code, mistake.message.clone())
    }
}

/// Files that the site's code cannot read, although it imports `fs`.
pub(crate) fn files_left_out(first: String) -> Diagnostic {
    let (file, all) = (
        limits::READABLE_FILE_BYTES_MAX >> 10,
        limits::READABLE_BYTES_MAX >> 20,
    );
    Diagnostic {
        file: Some(first),
        hint: Some("import what belongs to the code; keep what is large in a collection".into()),
        ..plain(
            Severity::Warning,
            "FILE_NOT_READABLE",
            format!(
                "fs does not find this file: at most {} files of {file} KiB, {all} MiB in all, come with a site",
                limits::READABLE_FILES_MAX
            ),
        )
    }
}

/// The configuration says something of a package that nothing imports: most likely a slip of the pen.
pub(crate) fn package_not_imported(package: &str) -> Diagnostic {
    Diagnostic {
        file: Some("velodrome.toml".into()),
        hint: Some(format!(
            "npm install {package} and import it, or take [packages] {package} out"
        )),
        ..plain(
            Severity::Warning,
            "PACKAGE_NOT_IMPORTED",
            format!("there are conditions for the package {package:?}, but nothing imports it"),
        )
    }
}

/// There is no handler file.
pub(crate) fn no_handler(paths: &SitePaths) -> Diagnostic {
    let folder = paths.show(&paths.backend);
    let folder = if folder.is_empty() { "." } else { &folder };
    Diagnostic {
        hint: Some(format!(
            "create {folder}/http-functions.js and export a function such as get_hello"
        )),
        ..plain(
            Severity::Error,
            "ENTRY_NOT_FOUND",
            format!("there is no http-functions file in {folder}"),
        )
    }
}

/// A source file is not text in UTF-8.
pub(crate) fn not_utf8(file: &str, bytes: &[u8]) -> Diagnostic {
    let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let before = String::from_utf8_lossy(&bytes[..valid]);
    let (line, column) = place::line_and_column(&before, before.len());
    Diagnostic {
        file: Some(file.to_owned()),
        line,
        column,
        hint: Some("save the file as UTF-8".into()),
        ..plain(
            Severity::Warning,
            "INVALID_UTF8",
            "the file has bytes that are not UTF-8; they read as \u{fffd}".into(),
        )
    }
}

/// A source file is not read: it cannot be, or it breaks a limit.
pub(crate) fn unreadable(file: &str, why: &str) -> Diagnostic {
    Diagnostic {
        file: Some(file.to_owned()),
        ..plain(Severity::Error, "FILE_NOT_READ", format!("the file {why}"))
    }
}

/// The script is larger than a release may be.
pub(crate) fn script_too_large(bytes: usize) -> Diagnostic {
    let max = limits::SCRIPT_BYTES_MAX;
    plain(
        Severity::Error,
        "SCRIPT_TOO_LARGE",
        format!("the site and its packages make a script of {bytes} bytes; {max} is the most"),
    )
}

/// Something that no site should be able to cause.
pub(crate) fn internal(message: &str) -> Diagnostic {
    plain(
        Severity::Error,
        "BUILD_FAILED",
        format!("the bundler failed: {message}"),
    )
}

fn plain(severity: Severity, code: &str, message: String) -> Diagnostic {
    Diagnostic {
        severity,
        code: code.to_owned(),
        message,
        file: None,
        line: 0,
        column: 0,
        hint: None,
        frame: None,
    }
}
