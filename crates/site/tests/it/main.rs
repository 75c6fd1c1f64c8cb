//! The integration tests of `velodrome-site`, in one binary.

mod apps;
mod config;
mod configuration_doc;
mod current_watch;
mod data;
mod jobs;
mod locate;
mod releases;
mod secrets;
mod site_watch;
mod transfer;
mod watching;
