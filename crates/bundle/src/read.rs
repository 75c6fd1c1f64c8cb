//! Reads source files, within the limits.
//!
//! What cannot be read becomes an empty module and a finding, so that one build tells everything
//! that is wrong.

use std::path::Path;

use crate::diagnose;
use crate::ledger::Ledger;
use crate::paths::SitePaths;

/// The text of a source file, without its byte order mark; nothing, and an error among the
/// findings, when it is not to be had.
pub(crate) fn read_source(path: &Path, paths: &SitePaths, ledger: &Ledger) -> String {
    let bytes = match read_bytes(path, ledger) {
        Ok(bytes) => bytes,
        Err(why) => {
            let finding = diagnose::unreadable(&paths.show(path), &why);
            ledger.notes().findings.push(finding);
            return String::new();
        }
    };
    let text = String::from_utf8(bytes).unwrap_or_else(|error| {
        let finding = diagnose::not_utf8(&paths.show(path), error.as_bytes());
        ledger.notes().findings.push(finding);
        String::from_utf8_lossy(error.as_bytes()).into_owned()
    });
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

fn read_bytes(path: &Path, ledger: &Ledger) -> Result<Vec<u8>, String> {
    let failed = |error: std::io::Error| format!("cannot be read: {error}");
    let size = std::fs::metadata(path).map_err(failed)?.len();
    ledger.notes().admit_file(path, size)?;
    std::fs::read(path).map_err(failed)
}

/// Why `bytes` are not JSON, if they are not.
pub(crate) fn json_error(bytes: &[u8]) -> Option<serde_json::Error> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    serde_json::from_slice::<serde::de::IgnoredAny>(text).err()
}
