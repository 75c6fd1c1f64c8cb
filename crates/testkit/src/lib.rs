//! For tests only: what several crates' tests share.
//!
//! No product code may depend on this crate, and it knows nothing of how a server is made: the
//! caller hands one in. So the same cases run against an in-process server and the binary.

pub mod cases;
pub mod http;
pub mod logs;
pub mod spawn;
