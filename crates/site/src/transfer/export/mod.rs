//! Documents as files that people and other programs read: every date is ISO 8601.

mod pretty;
mod public;
mod table;
mod write;

pub use pretty::push_pretty;
pub use table::Unfit;
pub use write::{ExportError, ExportFormat, export};
