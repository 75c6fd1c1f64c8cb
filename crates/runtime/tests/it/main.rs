//! Integration tests of the runtime.

mod buffer_npm;
mod builtins;
mod manifest;
mod world;
