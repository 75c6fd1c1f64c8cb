//! The engine's compact strings where its library does not export what makes them.

use super::jsc::StringRef;

/// Never there.
#[inline]
pub(super) fn create(_: &[u8]) -> Option<StringRef> {
    None
}

/// Never known.
#[inline]
pub(super) fn bytes(_: &StringRef) -> Option<&[u8]> {
    None
}
