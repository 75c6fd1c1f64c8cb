//! Where a library does not export what makes compact strings, nobody has compared how it keeps them:
//! a string value's text is always asked for.

use super::jsc::*;
use super::string::Flat;

/// Nothing to compare.
pub(super) fn learn(_: ContextRef) {}

/// Never known.
///
/// # Safety
/// None needed; as its counterpart.
#[inline]
pub(super) unsafe fn with_flat<R>(_: ValueRef, _: impl FnOnce(Flat<'_>) -> R) -> Option<R> {
    None
}
