//! A port that speaks TLS, asked by clients that do.

mod handshakes;
mod http2;
mod http2_bodies;
mod http2_bounds;
mod https;
pub mod support;

pub use handshakes::{a_handshake_has_its_time, one_more_handshake_ends_the_oldest};
pub use http2_bounds::{more_taken_back_than_answered_is_cut_off, so_many_streams_at_once};
