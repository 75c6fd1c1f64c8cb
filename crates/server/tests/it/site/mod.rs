//! A site behind the real threads: what is sent over loopback, what comes back, what is logged.
//!
//! Scripts are written in the form that the bundler gives. No test measures time; what must
//! happen is waited for, at most [`server::PATIENCE`].

mod answers;
mod data;
mod exit;
mod limits;
mod media;
mod offenders;
mod proxies;
mod realtime;
mod reload;
pub mod server;
mod spread;
mod streams;
pub mod witness;
