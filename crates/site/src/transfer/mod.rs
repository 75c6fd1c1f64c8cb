//! A collection's documents as files that people have: CSV from Wix's content manager, JSON arrays,
//! JSON lines, each plain or in gzip; and back again.
//!
//! Files are read and written as they stream by: whatever their size, memory is bounded by
//! [`bounds`]. What is in a file becomes JSON texts; only [`Loader`] knows a store.

pub mod bounds;
mod csv;
mod date;
mod export;
mod fault;
mod format;
mod import;
mod json;
mod lines;
mod load;
mod names;
mod references;
mod source;

pub use csv::{Column, Kind, Overrides, field_key};
pub use export::{ExportError, ExportFormat, Unfit, export, push_pretty};
pub use fault::{Fault, OpenError};
pub use format::Format;
pub use import::{Import, Progress, Row};
pub use load::{Counts, Event, Listener, Loader, Target};
pub use names::{collection_of, is_data_file};
pub use references::Multiple;
