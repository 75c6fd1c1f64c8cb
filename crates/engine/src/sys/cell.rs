//! The head of everything on the engine's heap.

use super::immediate;
use super::jsc::ValueRef;

/// `JSC::JSCell` (JSCell.h). What reads further than this compares first what it finds there.
#[repr(C)]
pub(super) struct Cell {
    _structure: u32,
    _indexing: u8,
    /// A `JSC::JSType`.
    pub(super) kind: u8,
    _flags: u16,
}

/// The cell of a value that is one.
#[inline]
pub(super) fn of(raw: ValueRef) -> Option<*const Cell> {
    immediate::is_cell(raw).then(|| raw.cast())
}
