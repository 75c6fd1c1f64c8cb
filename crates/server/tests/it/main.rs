//! The server over real sockets.

#![allow(clippy::unwrap_used)]

mod api;
mod http1;
mod site;
mod tls;
