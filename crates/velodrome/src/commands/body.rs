//! A request's body from the command line.

use std::io::Read;

use super::site::Stop;

/// The longest body that is read, in bytes.
const BODY_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// The body: given, or a file's content; empty when there is none.
pub(super) fn read(given: Option<&str>) -> Result<Vec<u8>, Stop> {
    let Some(given) = given else {
        return Ok(Vec::new());
    };
    let mut body = Vec::new();
    let read = match given.strip_prefix('@') {
        None => return Ok(given.as_bytes().to_vec()),
        Some("-") => std::io::stdin()
            .take(BODY_BYTES_MAX + 1)
            .read_to_end(&mut body),
        Some(file) => std::fs::File::open(file)
            .and_then(|file| file.take(BODY_BYTES_MAX + 1).read_to_end(&mut body)),
    };
    read.map_err(|error| Stop::failed(format!("the body could not be read ({given}): {error}")))?;
    if body.len() as u64 > BODY_BYTES_MAX {
        return Err(Stop::failed(format!(
            "the body ({given}) is longer than {BODY_BYTES_MAX} bytes"
        )));
    }
    Ok(body)
}
