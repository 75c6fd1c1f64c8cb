//! Reading: a connection with its guard, the ways to documents, what is made of them, and the pool.

pub(super) mod error;
mod fold;
pub(super) mod guard;
mod links;
mod lookup;
mod meter;
mod page;
pub(super) mod pool;
pub(super) mod reader;
mod top;
pub(super) mod walk;
