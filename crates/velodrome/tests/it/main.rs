//! The integration tests of the `velodrome` binary.

mod cli_check;
mod cli_releases;
mod cli_support;
mod cli_usage;
