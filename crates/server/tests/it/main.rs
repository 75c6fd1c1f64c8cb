//! The server over real sockets.

#![allow(clippy::unwrap_used)]

mod http1;
mod site;
