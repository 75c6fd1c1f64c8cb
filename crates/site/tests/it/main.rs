//! The integration tests of `velodrome-site`, in one binary.

mod config;
mod configuration_doc;
mod locate;
