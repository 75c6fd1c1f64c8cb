//! What a client sent, as the plain objects that handlers read: `request.headers`, `.query`, `.path`.
//!
//! Each is written as JSON and parsed by the engine in one call: taking a text apart in JavaScript
//! costs several times as much. A parsed object has own properties only, whatever a client calls
//! them and whatever a site has done to `Object.prototype`.

mod fields;
mod headers;
mod json;
mod path;
mod percent;
mod query;

pub(crate) use headers::headers;
pub(crate) use path::path;
pub(crate) use percent::decode_lossy;
pub(crate) use query::query;
