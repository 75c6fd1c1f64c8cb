//! Which way leads to what a query asks for.

pub(super) mod choose;
pub(super) mod columns;
mod probe;
pub(super) mod ranges;
pub(super) mod show;
