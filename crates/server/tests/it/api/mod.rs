//! The signed HTTP API over real sockets, with a registry and a database of its own for each test.

mod activities;
mod batch;
mod client;
mod contacts;
mod credentials;
mod cursors;
mod errors;
mod functions;
mod hooks;
mod items;
mod limits;
mod scopes;
mod transport;
mod walk;

pub use limits::{a_burst_is_counted_per_application, replays_are_remembered_up_to_a_limit};
