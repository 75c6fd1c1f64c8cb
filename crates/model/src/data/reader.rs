//! Values found in a document's text, without making a tree of it.
//!
//! A filter looks at a member or two of a document, and scans look at a million documents: the text
//! is walked up to what is asked for, and strings are compared where they stand.

use std::borrow::Cow;

use super::json;
use super::path::Path;
use super::scan::{self, Elements, Members, Name};
use super::text;
use super::value::Value;

pub use super::project::project;

/// What a value is; in the order in which values of different types are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// `null`; sorted as a missing value.
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

const DATE_START: &str = "{\"$date\":";

impl<'a> Raw<'a> {
    /// The value with this text: JSON without white space, dates as `{"$date":ms}`.
    pub fn of(text: &'a str) -> Raw<'a> {
        let kind = match text.as_bytes().first() {
            Some(b'"') => Kind::String,
            Some(b'{') if text.starts_with(DATE_START) => Kind::Date,
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b't' | b'f') => Kind::Bool,
            Some(b'-' | b'0'..=b'9') => Kind::Number,
            _ => Kind::Null,
        };
        Raw { text, kind }
    }

    /// The member of a document: as [`Raw::of`], but the two system dates are plain numbers.
    fn of_member(name: Name<'_>, text: &'a str) -> Raw<'a> {
        let raw = Raw::of(text);
        if raw.kind == Kind::Number && is_system_date(name.raw) {
            Raw {
                text,
                kind: Kind::Date,
            }
        } else {
            raw
        }
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Its text in the document. That of a system date is a plain number: to put a value somewhere
    /// else use [`Raw::write`].
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// A string's content.
    pub fn as_str(&self) -> Option<Cow<'a, str>> {
        (self.kind == Kind::String).then(|| text::unescape(self.content()))
    }

    /// What stands between a string's quotes.
    fn content(&self) -> &'a str {
        self.text
            .get(1..self.text.len().saturating_sub(1))
            .unwrap_or_default()
    }

    /// A number's value.
    pub fn as_number(&self) -> Option<f64> {
        (self.kind == Kind::Number).then(|| json::number(self.text))
    }

    /// A boolean's value.
    pub fn as_bool(&self) -> Option<bool> {
        (self.kind == Kind::Bool).then(|| self.text.starts_with('t'))
    }

    /// A date's milliseconds since 1970.
    pub fn as_date_ms(&self) -> Option<i64> {
        if self.kind != Kind::Date {
            return None;
        }
        let number = self
            .text
            .strip_prefix(DATE_START)
            .map_or(self.text, |rest| rest.trim_end_matches('}'));
        Some(number.parse().unwrap_or(0))
    }

    /// The elements of an array; nothing for anything else.
    pub fn elements(&self) -> impl Iterator<Item = Raw<'a>> + use<'a> {
        Elements::of(if self.kind == Kind::Array {
            self.text
        } else {
            ""
        })
        .map(Raw::of)
    }

    /// The members of an object, names decoded; nothing for anything else.
    pub fn members(&self) -> impl Iterator<Item = (Cow<'a, str>, Raw<'a>)> + use<'a> {
        let text = if self.kind == Kind::Object {
            self.text
        } else {
            ""
        };
        Members::of(text).map(|(name, value)| (name.decoded(), Raw::of(value)))
    }

    /// The member `name` of an object.
    pub fn member(&self, name: &str) -> Option<Raw<'a>> {
        let found = if self.kind == Kind::Object {
            scan::member(self.text, name)
        } else {
            None
        };
        found.map(Raw::of)
    }

    /// As a tree; none when the text is not JSON.
    pub fn to_value(&self) -> Option<Value> {
        match self.as_date_ms() {
            Some(ms) => Some(Value::Date(ms)),
            None => Value::parse(self.text).ok(),
        }
    }

    /// Appends it as it is written anywhere but at the place of the two system dates.
    pub fn write(&self, out: &mut String) {
        match self.as_date_ms() {
            Some(ms) => json::write_date(ms, out),
            None => out.push_str(self.text),
        }
    }
}

/// Whether the member of this name is a plain number that means a date, at a document's top level.
pub fn is_system_date(name: &str) -> bool {
    matches!(name, "_createdDate" | "_updatedDate")
}

/// The document's members, names decoded, system dates being dates.
pub fn members(stored: &str) -> DocumentMembers<'_> {
    DocumentMembers(Members::of(stored))
}

/// The members of a document, one after another.
#[derive(Clone)]
pub struct DocumentMembers<'a>(Members<'a>);

impl DocumentMembers<'_> {
    /// Where in the text the next member begins: one after the end of the last one given, where a
    /// comma or the document's end stands between them.
    pub fn at(&self) -> usize {
        self.0.at()
    }

    /// Whether all of them were given: those of a damaged document end before.
    pub fn is_done(&self) -> bool {
        self.0.is_done()
    }
}

impl<'a> Iterator for DocumentMembers<'a> {
    type Item = (Cow<'a, str>, Raw<'a>);

    fn next(&mut self) -> Option<(Cow<'a, str>, Raw<'a>)> {
        let (name, value) = self.0.next()?;
        Some((name.decoded(), Raw::of_member(name, value)))
    }
}

/// The value at `path`, entering arrays by index only.
pub fn find<'a>(stored: &'a str, path: &Path) -> Option<Raw<'a>> {
    match locate(stored, path)? {
        (found, true) => Some(found),
        (_, false) => None,
    }
}

/// The value at `path` and true; or, where the path would enter an array by a name, that array and
/// false: no single value can stand for the document there.
pub(super) fn locate<'a>(stored: &'a str, path: &Path) -> Option<(Raw<'a>, bool)> {
    let (mut at, rest) = enter(stored, path)?;
    for name in rest {
        at = match at.kind {
            Kind::Object => at.member(name)?,
            Kind::Array => match index(name) {
                Some(index) => at.elements().nth(index)?,
                None => return Some((at, false)),
            },
            _ => return None,
        };
    }
    Some((at, true))
}

/// Shows `visit` every value at `path`, those in arrays of objects on the way included, until it
/// returns true; whether it did.
pub fn any<'a>(stored: &'a str, path: &Path, visit: &mut dyn FnMut(Raw<'a>) -> bool) -> bool {
    enter(stored, path).is_some_and(|(at, rest)| any_below(at, rest, visit))
}

/// The recursion is as deep as the path is long, and no deeper than the document.
fn any_below<'a>(at: Raw<'a>, path: &[String], visit: &mut dyn FnMut(Raw<'a>) -> bool) -> bool {
    let Some((name, rest)) = path.split_first() else {
        return visit(at);
    };
    match at.kind {
        Kind::Object => at
            .member(name)
            .is_some_and(|member| any_below(member, rest, visit)),
        Kind::Array => {
            let by_index = index(name).and_then(|index| at.elements().nth(index));
            by_index.is_some_and(|element| any_below(element, rest, visit))
                || at.elements().any(|element| {
                    element
                        .member(name)
                        .is_some_and(|member| any_below(member, rest, visit))
                })
        }
        _ => false,
    }
}

/// The member of the document that `path` starts with, and the names still to go. A member whose
/// own name is the whole path comes before one that the path leads into.
fn enter<'a, 'p>(stored: &'a str, path: &'p Path) -> Option<(Raw<'a>, &'p [String])> {
    let (first, rest) = path.segments().split_first()?;
    let mut outer = None;
    for (name, value) in Members::of(stored) {
        if name.is(path.as_str()) {
            return Some((Raw::of_member(name, value), &[]));
        }
        if !rest.is_empty() && outer.is_none() && name.is(first) {
            outer = Some((Raw::of_member(name, value), rest));
        }
    }
    outer
}

fn index(name: &str) -> Option<usize> {
    let plain =
        name == "0" || (!name.starts_with('0') && name.bytes().all(|byte| byte.is_ascii_digit()));
    if plain { name.parse().ok() } else { None }
}
