//! Pure values and rules that every crate agrees on.
//!
//! Nothing here does I/O, reads a clock, awaits or allocates behind the caller's back:
//! each item can be tested with plain values, and any crate may use it.

pub mod build;
pub mod code;
pub mod compat;
pub mod cursor;
pub mod data;
pub mod events;
pub mod jobs;
pub mod limits;
pub mod log;
pub mod network;
pub mod routes;
pub mod signing;
pub mod timestamp;
