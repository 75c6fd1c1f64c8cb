//! One file per command. Each takes its arguments and gives the exit code; what several need is
//! in `site.rs`.

pub(crate) mod apps;
mod body;
pub(crate) mod call;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod data;
pub(crate) mod dev;
pub(crate) mod init;
pub(crate) mod jobs;
mod launch;
pub(crate) mod limits;
pub(crate) mod publish;
pub(crate) mod releases;
pub(crate) mod rollback;
mod routes;
pub(crate) mod secrets;
pub(crate) mod serve;
pub(crate) mod signed;
mod site;
pub(crate) mod test;
pub(crate) mod types;
pub(crate) mod webhooks;

pub(crate) use launch::config_of;
