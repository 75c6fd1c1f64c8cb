//! Integration tests of the runtime.

mod bodies;
mod buffer_npm;
mod builtins;
mod data;
mod elevation;
mod errors;
mod hostile;
mod invoke;
mod isolation;
mod loading;
mod manifest;
mod modules;
mod node;
mod node_suite;
mod operations;
mod parts;
mod requests;
mod site;
mod world;
