//! The integration tests of `velodrome-site`, in one binary.

mod apps;
mod calls;
mod config;
mod configuration_doc;
mod current_watch;
mod data;
mod jobs;
mod locate;
mod media;
mod realtime;
mod releases;
mod secrets;
mod site_watch;
mod tls;
mod transfer;
mod watching;
