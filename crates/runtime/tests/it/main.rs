//! Integration tests of the runtime.

mod buffer_npm;
mod builtins;
mod errors;
mod hostile;
mod isolation;
mod loading;
mod manifest;
mod modules;
mod requests;
mod site;
mod world;
