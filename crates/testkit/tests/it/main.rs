//! The testkit's own tests, and those of documents that name cases.

mod cases;
mod client;
mod compat;
