//! A document on its way into the store: the system fields apart, the rest as text.

use std::fmt::Write as _;

use super::error::{DataError, Wde};
use super::item_copy::{Refusal, append_member, copy, too_large};
use super::json;
use super::limits::ITEM_BYTES_MAX;
use super::reader::Raw;
use super::scan::{self, Members};
use super::text;
use super::value::{JsonError, Value};

/// An item as the caller gave it: the system fields apart, the rest as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// `_id`, never empty.
    pub id: Option<String>,
    /// `_owner`, never empty; anything but a string counts as not given.
    pub owner: Option<String>,
    /// `_createdDate`, in milliseconds since 1970; what is no date counts as not given.
    pub created_ms: Option<i64>,
    /// `_updatedDate`, in milliseconds since 1970; what is no date counts as not given.
    pub updated_ms: Option<i64>,
    /// An object of the other members.
    pub(super) object: String,
}

impl Default for Item {
    fn default() -> Item {
        Item {
            id: None,
            owner: None,
            created_ms: None,
            updated_ms: None,
            object: "{}".to_owned(),
        }
    }
}

impl Item {
    /// Reads an item's wire form, stored form or the form of public files.
    ///
    /// Refused are what is not an object (WDE0004), an `_id` that is not a string or is empty
    /// (WDE0002), names that start with `$` (WDE0134), more than
    /// [`ITEM_DEPTH_MAX`] levels of nesting (WDE0168), and what cannot be stored for its size
    /// (WDE0009). A name that is given twice has its last value, as in JavaScript.
    pub fn parse(wire: &str) -> Result<Item, DataError> {
        match copy(wire) {
            Ok(item) => Ok(item),
            Err(Refusal::Data(error)) => Err(error),
            Err(Refusal::Json(error)) => Err(not_json(&error)),
            Err(Refusal::Repeated) => Item::parse_tree(wire),
        }
    }

    /// A tree has each name once.
    fn parse_tree(wire: &str) -> Result<Item, DataError> {
        let mut once = String::with_capacity(wire.len());
        Value::parse(wire)
            .map_err(|error| not_json(&error))?
            .to_json(&mut once);
        Item::parse(&once)
    }

    /// The members besides the system fields, in stored form, without the braces.
    pub fn members(&self) -> &str {
        &self.object[1..self.object.len() - 1]
    }

    /// The member `name`; none for system fields.
    pub fn get(&self, name: &str) -> Option<Raw<'_>> {
        scan::member(&self.object, name).map(Raw::of)
    }

    /// Leaves out the members for whose decoded name `keep` is false.
    pub fn retain(&mut self, mut keep: impl FnMut(&str) -> bool) {
        let mut object = String::from("{");
        for (name, value) in Members::of(&self.object) {
            if keep(&name.decoded()) {
                append_member(name.raw, value, &mut object);
            }
        }
        object.push('}');
        self.object = object;
    }

    /// The stored form with these system fields (WDE0009 when it is too large).
    pub fn compose(
        &self,
        id: &str,
        owner: &str,
        created_ms: i64,
        updated_ms: i64,
    ) -> Result<String, DataError> {
        let mut out = String::with_capacity(self.object.len() + id.len() + owner.len() + 100);
        out.push_str("{\"_id\":");
        text::quote(id, &mut out);
        out.push_str(",\"_owner\":");
        text::quote(owner, &mut out);
        write!(
            out,
            ",\"_createdDate\":{created_ms},\"_updatedDate\":{updated_ms}"
        )
        .expect("a string takes everything");
        if self.object != "{}" {
            out.push(',');
        }
        out.push_str(&self.object[1..]);
        if out.len() > ITEM_BYTES_MAX {
            Err(too_large(out.len()))
        } else {
            Ok(out)
        }
    }
}

fn not_json(error: &JsonError) -> DataError {
    let too_deep = error.problem == json::TOO_DEEP;
    let wde = if too_deep {
        Wde::ITEM_TOO_DEEP
    } else {
        Wde::ITEM_NOT_OBJECT
    };
    DataError::new(wde, format!("The item is {error}."))
}
