//! Whether the database contradicts itself.

use super::shared::Shared;
use crate::error::OpenError;

pub(super) fn check(_shared: &Shared) -> Result<Vec<String>, OpenError> {
    Ok(Vec::new())
}
