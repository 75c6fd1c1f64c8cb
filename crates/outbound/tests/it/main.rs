//! The client against servers of this machine. Public addresses do not occur: what stands for one
//! is loopback that the guard was told to allow.

#![allow(clippy::unwrap_used)]

mod bodies;
mod guard;
mod limits;
mod pool;
mod proxy;
mod redirects;
mod support;
mod tls;
