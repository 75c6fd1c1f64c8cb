//! The HTTP surfaces of Velodrome.
//!
//! Everything that speaks HTTP to the outside lives here and nothing else does: no JavaScript, no
//! documents. `http1` is the protocol itself.

pub mod http1;
