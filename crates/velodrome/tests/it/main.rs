//! The integration tests of the `velodrome` binary.

#![allow(clippy::unwrap_used, reason = "a panic is how a test reports")]

mod call;
mod cases;
mod cli_apps;
mod cli_check;
mod cli_data;
mod cli_jobs;
mod cli_releases;
mod cli_secrets;
mod cli_test;
mod cli_test_recordings;
mod cli_types;
mod cli_usage;
mod dev;
mod events;
mod realtime;
mod reload;
mod serve;
mod signed_examples;
mod soak;
mod supervisor;
mod support;
mod tls;
mod webhooks;
