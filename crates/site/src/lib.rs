//! One site as it lies on disk: where its parts are, how it is configured, what was published,
//! which applications may call it, and what changes while somebody works on it.
//!
//! Deliberately absent: HTTP, JavaScript and the bundler. A site is built through [`build::Builder`],
//! so that whoever links the bundler decides in which process it runs.

pub mod apps;
pub mod build;
pub mod calls;
pub mod changes;
pub mod config;
pub mod crm;
pub mod data;
pub mod host;
pub mod jobs;
pub mod lanes;
pub mod locate;
pub mod media;
pub mod realtime;
pub mod releases;
pub mod sealed;
pub mod secrets;
pub mod services;
pub mod tls;
pub mod transfer;
pub mod watch;
pub mod webhooks;

mod bounded;
mod file_lock;
