//! The site's documents as values and rules: what a query means, how documents are written down,
//! compared, found and refused.
//!
//! The store keeps texts and asks this module what they mean; the JavaScript side speaks the same
//! JSON. No SQL, no I/O and no configuration here, so every rule can be tested with plain values.

pub mod aggregate;
pub mod date;
pub mod distinct;
pub mod error;
pub mod filter;
pub mod fold;
mod fold_state;
pub mod groups;
mod identity;
pub mod item;
mod item_copy;
mod json;
pub mod key;
mod lexer;
pub mod limits;
mod matching;
pub mod op;
pub mod order;
mod parse;
mod parse_filter;
pub mod path;
mod project;
pub mod public;
pub mod query;
pub mod reader;
mod scan;
pub mod sent;
pub mod set;
pub mod sort;
mod text;
pub mod value;
pub mod wde;

#[cfg(test)]
mod tests;

pub use aggregate::{Aggregate, Fold};
pub use distinct::Distinct;
pub use error::DataError;
pub use filter::{Condition, Filter, Test};
pub use fold::Folded;
pub use groups::{Groups, Rows};
pub use item::Item;
pub use op::{DataOp, Options};
pub use path::Path;
pub use query::{Include, Place, Query, Seek, SortKey};
pub use reader::{Kind, Raw};
pub use set::Set;
pub use value::{JsonError, Value};
pub use wde::{WDE, Wde, WdeRow};
