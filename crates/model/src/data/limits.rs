//! The bounds of what is read into trees or written down. The documentation names those of items,
//! pages and bulk calls; the others keep hostile input from costing more than it is worth.

/// Bytes of an item's stored form (WDE0009).
pub const ITEM_BYTES_MAX: usize = 500_000;
/// Levels of objects and arrays in an item (WDE0168). `{a: {b: 1}}` has one: the item is none.
pub const ITEM_DEPTH_MAX: usize = 50;
/// Levels of objects and arrays of any other JSON; a chain of 400 `or` has 800.
pub const VALUE_DEPTH_MAX: usize = 1000;
/// Levels of `and`, `or` and `not` within one another (WDE0169); an `or` that only stands in an
/// `or`, as a chain has it, is no level, and likewise an `and`.
pub const FILTER_DEPTH_MAX: usize = 50;
/// Conditions and operands in a filter.
pub const FILTER_TESTS_MAX: usize = 10_000;
/// Keys of an order, fields of a projection, members of a group, included references.
pub const LIST_MAX: usize = 100;
/// Items of a page when no limit was named.
pub const PAGE_DEFAULT: u64 = 50;
/// Items of a page at most (WDE0077).
pub const PAGE_MAX: u64 = 1000;
/// Items of a bulk call (WDE0006, WDE0069).
pub const BULK_MAX: usize = 1000;
