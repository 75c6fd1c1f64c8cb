//! Copies of everything, and their return, while everybody goes on reading and writing.

mod copy;
mod restore;

pub(super) use copy::backup;
pub(super) use restore::restore;

use std::path::Path;

use super::failure::{Cause, cause, describe};
use crate::error::OpenError;

/// A failure of SQLite at a file.
fn failed(doing: &'static str, path: &Path) -> impl Fn(rusqlite::Error) -> OpenError {
    let path = path.to_owned();
    move |error| {
        let (path, reason) = (path.clone(), describe(&error));
        match cause(&error) {
            Cause::Damaged => OpenError::Damaged { path, reason },
            _ => OpenError::Failed {
                doing,
                path,
                reason,
            },
        }
    }
}
