//! Tables. A column becomes a field: its key comes from its header as Wix derives it, its type
//! from every cell in it, so that no value near the end of a file can surprise.

mod cell;
mod columns;
mod infer;
mod key;
mod records;
mod rows;

pub use cell::Kind;
pub use columns::{Column, Overrides};
pub use key::field_key;
pub(super) use rows::Rows;
