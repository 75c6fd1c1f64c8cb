//! The integration tests of the `velodrome` binary.

#![allow(clippy::unwrap_used, reason = "a panic is how a test reports")]

mod call;
mod cases;
mod cli_apps;
mod cli_check;
mod cli_data;
mod cli_releases;
mod cli_secrets;
mod cli_usage;
mod dev;
mod reload;
mod serve;
mod soak;
mod supervisor;
mod support;
mod webhooks;
