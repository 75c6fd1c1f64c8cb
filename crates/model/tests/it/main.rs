//! The rules of this crate that need more than one of its items, or a table of cases.

mod cursor;
mod signing;
