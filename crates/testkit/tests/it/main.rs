//! The testkit's own tests, and those of documents that name cases.

#![allow(clippy::unwrap_used, reason = "a panic is how a test reports")]

mod any_server;
mod cases;
mod client;
mod compat;
mod edges;
mod spawn;
