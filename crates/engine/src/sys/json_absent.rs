//! Where a library does not export what parses characters where they lie, they are made a string.

use super::jsc::*;
use super::string::Flat;

/// Nothing to try.
pub(super) fn learn(_: ContextRef) {}

/// Never there.
///
/// # Safety
/// None needed; as its counterpart.
pub(super) unsafe fn parse(_: ContextRef, _: Flat<'_>) -> Option<ValueRef> {
    None
}
