//! Names of time zones, checked against the machine's database where it has one.
//!
//! The engine takes an unknown name for UTC without a word, so the word must be ours.

use std::path::Path;

/// Checks an IANA name such as `Europe/Berlin`.
///
/// # Errors
/// What is wrong with it.
pub(super) fn check(name: &str, zoneinfo_dir: &Path) -> Result<(), String> {
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-' | b'+');
    let well_formed = !name.is_empty()
        && name.len() <= 64
        && name.bytes().all(plain)
        && name.as_bytes()[0].is_ascii_alphabetic()
        && !name.ends_with('/')
        && !name.contains("//");
    let known = name == "UTC" || !zoneinfo_dir.is_dir() || is_zone(&zoneinfo_dir.join(name));
    if well_formed && known {
        return Ok(());
    }
    Err(format!(
        "\"{name}\" is not a time zone; an IANA name such as \"Europe/Berlin\" or \"UTC\" is needed"
    ))
}

/// Whether the file begins as compiled time zones do (RFC 9636, 3.1).
fn is_zone(file: &Path) -> bool {
    use std::io::Read;
    let mut magic = [0; 4];
    std::fs::File::open(file)
        .and_then(|mut file| file.read_exact(&mut magic))
        .is_ok_and(|()| &magic == b"TZif")
}
