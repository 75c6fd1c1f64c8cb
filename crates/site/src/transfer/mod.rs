//! A collection's documents as files that people have: CSV from Wix's content manager, JSON arrays,
//! JSON lines, each plain or in gzip; and back again.
//!
//! Files are read and written as they stream by: whatever their size, memory is bounded by
//! [`bounds`]. Nothing here knows a store; documents leave and come as JSON texts.

pub mod bounds;
mod csv;
mod date;
mod fault;
mod format;
mod import;
mod json;
mod lines;
mod names;
mod source;

pub use csv::{Column, Kind, Overrides, field_key};
pub use fault::{Fault, OpenError};
pub use format::Format;
pub use import::{Import, Progress, Row};
pub use names::{collection_of, is_data_file};
