//! `velodrome sign` and `velodrome request`: the signed HTTP API from the caller's side.

mod answer;
mod credentials;
mod exchange;
mod prepared;
mod request;
mod secure;
mod sign;
mod target;

pub(crate) use request::run as request;
pub(crate) use sign::run as sign;
