//! Which release production runs: one small file that is replaced whole.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::ReleaseError;
use super::files::{Faults, at, write_whole};

/// Name of the file in the data directory.
pub(super) const FILE: &str = "current";
/// Longest such file, in bytes.
const BYTES_MAX: u64 = 4096;

/// What production runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Current {
    /// Place in the journal of the switch to it; grows with every publish and rollback.
    pub sequence: u64,
    /// Number of the release.
    pub number: u64,
    /// Its id.
    pub id: String,
}

/// Reads it; `None` before the first publish.
pub(super) fn read(data_dir: &Path) -> Result<Option<Current>, ReleaseError> {
    let path = data_dir.join(FILE);
    let bytes = match crate::bounded::read(&path, BYTES_MAX) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return at("reading", &path, Err(error)),
    };
    serde_json::from_slice(&bytes)
        .map(Some)
        .map_err(|error| ReleaseError::Damaged {
            path,
            reason: format!("it is not understood ({error})"),
        })
}

/// Switches to another release.
pub(super) fn write(
    data_dir: &Path,
    current: &Current,
    faults: &dyn Faults,
) -> Result<(), ReleaseError> {
    let bytes = serde_json::to_vec(current).expect("it has only strings and numbers");
    write_whole(data_dir, FILE, &bytes, faults)
}
