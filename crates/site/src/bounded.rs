//! Reading files without trusting their size: a file that grew to gigabytes is an error, not an
//! allocation.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The bytes of a file of at most `bytes_max`.
///
/// # Errors
/// Those of opening and reading; `FileTooLarge` for a longer file.
pub(crate) fn read(path: &Path, bytes_max: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = File::open(path)?
        .take(bytes_max + 1)
        .read_to_end(&mut bytes)?;
    if read as u64 > bytes_max {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("the file is longer than {bytes_max} bytes"),
        ));
    }
    Ok(bytes)
}

/// The text of a file of at most `bytes_max` in UTF-8.
///
/// # Errors
/// As [`read`]; `InvalidData` when the bytes are not UTF-8.
pub(crate) fn read_text(path: &Path, bytes_max: u64) -> io::Result<String> {
    String::from_utf8(read(path, bytes_max)?).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        io::Error::new(
            io::ErrorKind::InvalidData,
            format!("byte {place} is not UTF-8"),
        )
    })
}
