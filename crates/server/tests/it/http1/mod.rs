//! Raw bytes in, raw bytes out.
//!
//! `cases_*` are tables of what is sent and what must come back; `delivery` sends each of them
//! whole over a socket and in every possible cut over a scripted stream. The other modules test
//! what a table cannot say: time, closing, order.

mod app;
mod cases;
mod cases_body;
mod cases_chunked;
mod cases_fields;
mod cases_host;
mod cases_length;
mod cases_limits;
mod cases_line;
mod cases_sequence;
mod closing;
mod delivery;
mod pipelining;
mod properties;
mod reply;
mod stream;
mod timeouts;
