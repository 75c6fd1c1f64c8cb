//! HTTP/1.1 on the server side: bytes in, one reading of them, bytes out.
//!
//! A request that two programs could read in two ways is how one user's request ends up in
//! another's answer. So this codec has no lenient mode: what is not exactly in the grammar of
//! RFC 9112 is refused and the connection is closed. The decision to write it ourselves is
//! `docs/decisions/0001-own-http1-codec.md`.
//!
//! Start with [`Service`] (what an application implements) and [`serve_connection`] (the loop).
//! Parsing needs no I/O: [`HeadParser`] and [`ChunkDecoder`] take bytes and give values.

mod answer;
mod body_reader;
mod chunk_extension;
mod chunked;
mod connection;
mod date;
mod deadline;
mod drain;
mod encode;
mod exchange;
mod fault;
mod field;
mod file_part;
mod framing;
mod grammar;
mod head;
mod head_parser;
mod header_block;
mod host;
mod input;
mod limits;
mod linger;
mod method;
mod request_line;
mod response;
mod service;
mod streaming;
mod target;
mod trailer;
mod wire;

pub use chunked::{ChunkDecoder, ChunkProgress};
pub use connection::{Http1, refuse_connection, serve_connection};
pub use date::DateCache;
pub(crate) use deadline::Deadline;
pub use drain::Drain;
pub use fault::Fault;
pub use file_part::FilePart;
pub use framing::BodyLength;
pub use head::{Head, TargetForm, Version};
pub use head_parser::HeadParser;
pub use header_block::{HeaderBlock, HeaderError};
pub use limits::Http1Limits;
pub(crate) use linger::linger_on_socket;
pub use method::Method;
pub use response::{Body, BodyPiece, BodyStream, Response};
pub use service::{Begin, Done, Peer, Service};
