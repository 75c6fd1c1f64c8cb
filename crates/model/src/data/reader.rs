//! Values found in a document's text, without making a tree of it.

use std::borrow::Cow;

use super::path::Path;
use super::value::Value;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// `null`.
    Null,
    /// A number.
    Number,
    /// A string.
    String,
    /// An object that is not a date.
    Object,
    /// An array.
    Array,
    /// A boolean.
    Bool,
    /// A date.
    Date,
}

/// A value inside a stored form.
#[derive(Clone, Copy, Debug)]
pub struct Raw<'a> {
    text: &'a str,
    kind: Kind,
}

impl<'a> Raw<'a> {
    /// What it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }
    /// Its text in the document; a system date's is a plain number. See [`Raw::write`].
    pub fn text(&self) -> &'a str {
        self.text
    }
    /// A string's content.
    pub fn as_str(&self) -> Option<Cow<'a, str>> {
        None
    }
    /// A number's value.
    pub fn as_number(&self) -> Option<f64> {
        None
    }
    /// A boolean's value.
    pub fn as_bool(&self) -> Option<bool> {
        None
    }
    /// A date's milliseconds.
    pub fn as_date_ms(&self) -> Option<i64> {
        None
    }
    /// The elements of an array; nothing for anything else.
    pub fn elements(&self) -> impl Iterator<Item = Raw<'a>> {
        std::iter::empty()
    }
    /// As a tree; none when the text is not JSON.
    pub fn to_value(&self) -> Option<Value> {
        None
    }
    /// Appends it as it is written anywhere in a stored form but at the two system dates' place.
    pub fn write(&self, out: &mut String) {
        out.push_str(self.text);
    }
}

/// The value at `path`, entering arrays by index only.
pub fn find<'a>(_stored: &'a str, _path: &Path) -> Option<Raw<'a>> {
    None
}

/// Shows `visit` every value at `path`, also through arrays of objects, until it returns true;
/// whether it did.
pub fn any<'a>(_stored: &'a str, _path: &Path, _visit: &mut dyn FnMut(Raw<'a>) -> bool) -> bool {
    false
}

/// Appends the document with `_id` and what is at `fields` only; everything when there are none.
pub fn project(stored: &str, _fields: &[Path], out: &mut String) {
    out.push_str(stored);
}
