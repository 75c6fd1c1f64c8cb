//! Cursors of lists: a place in a list, sealed, so that no server keeps it.
//!
//! Clients send back what they were given, often nothing but the cursor: filters and page size are
//! inside. A sealed cursor can be neither read nor changed by who holds it, works only for the
//! application, instance and endpoint it was made for, only for a while, and is spelt in one way.
//! [`CursorParameter`] reads the request's parameter, [`CursorKeys`] seals and opens.

mod content;
mod error;
mod keys;
mod parameter;
mod scope;

pub use content::{CURSOR_FILTER_BYTES_MAX, CursorContent, Direction, Position};
pub use error::{CursorError, CursorTooLong};
pub use keys::{
    CURSOR_KEYS_MAX, CURSOR_LIFETIME_MS_DEFAULT, CURSOR_NONCE_BYTES, CursorKey, CursorKeys,
};
pub use parameter::CursorParameter;
pub use scope::CursorScope;
