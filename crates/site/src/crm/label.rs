//! A label: as it is stored, and as clients see it.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use velodrome_model::data::{DataError, Item, Wde};
use velodrome_model::timestamp;

use super::error::CrmError;

/// Characters of a label's name. Source: reference of wix-crm-backend.
const NAME_CHARS_MAX: usize = 50;
/// Bytes of a description.
const DESCRIPTION_BYTES_MAX: usize = 1_000;
/// What the ids of labels begin with that somebody made. Source: reference of wix-crm-backend.
pub(super) const CUSTOM: &str = "custom.";
/// The labels that every site has: their ids and names.
const SYSTEM: [(&str, &str); 2] = [
    ("contacts.contacted-me", "Contacted Me"),
    ("contacts.customers", "Customers"),
];

/// A label as its document holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct StoredLabel {
    #[serde(rename = "_id", skip_serializing)]
    pub(super) id: String,
    #[serde(rename = "_createdDate", skip_serializing)]
    pub(super) created_ms: i64,
    #[serde(rename = "_updatedDate", skip_serializing)]
    pub(super) updated_ms: i64,
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    pub(super) system: bool,
}

/// A label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub(super) stored: StoredLabel,
    /// How many contacts have it.
    pub members: u64,
}

/// The labels that every site has.
pub(super) fn system() -> [StoredLabel; 2] {
    SYSTEM.map(|(id, name)| StoredLabel {
        id: id.to_owned(),
        name: name.to_owned(),
        system: true,
        ..StoredLabel::default()
    })
}

impl StoredLabel {
    pub(super) fn read(stored: &str) -> Result<StoredLabel, DataError> {
        serde_json::from_str(stored).map_err(|error| {
            let message = format!("a stored label cannot be read: {error}");
            DataError::new(Wde::INTERNAL, message)
        })
    }

    pub(super) fn to_item(&self) -> Result<Item, DataError> {
        let mut item = Item::parse(&json!(self).to_string())?;
        item.id = Some(self.id.clone());
        Ok(item)
    }
}

impl Label {
    /// Its id.
    pub fn id(&self) -> &str {
        &self.stored.id
    }

    /// As clients of the API see it.
    pub fn to_json(&self) -> Value {
        let StoredLabel {
            id,
            created_ms,
            name,
            description,
            system,
            ..
        } = &self.stored;
        json!({
            "id": id,
            "createdAt": timestamp::format_utc(*created_ms),
            "name": name,
            "description": description,
            "totalMembers": self.members,
            "labelType": if *system { "system" } else { "userDefined" },
        })
    }

    /// As `wix-crm-backend` shows it.
    pub fn to_velo(&self) -> Value {
        let StoredLabel {
            id,
            created_ms,
            updated_ms,
            name,
            system,
            ..
        } = &self.stored;
        let namespace = id.split_once('.').map_or("", |(namespace, _)| namespace);
        json!({
            "key": id,
            "displayName": name,
            "labelType": if *system { "SYSTEM" } else { "USER_DEFINED" },
            "namespace": namespace,
            "_createdDate": created_ms,
            "_updatedDate": updated_ms,
        })
    }
}

/// A name that a label may have.
pub(super) fn name(text: &str) -> Result<String, CrmError> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(CrmError::label("The label's name is empty.")),
        1..=NAME_CHARS_MAX if slug(text).is_empty() => Err(CrmError::label(
            "The label's name has neither a letter nor a digit.",
        )),
        1..=NAME_CHARS_MAX => Ok(text.to_owned()),
        _ => Err(CrmError::label(format!(
            "The label's name has more than {NAME_CHARS_MAX} characters."
        ))),
    }
}

/// A description that a label may have.
pub(super) fn description(text: &str) -> Result<String, CrmError> {
    if text.len() <= DESCRIPTION_BYTES_MAX {
        return Ok(text.to_owned());
    }
    Err(CrmError::label(format!(
        "The label's description has more than {DESCRIPTION_BYTES_MAX} bytes."
    )))
}

/// What of a name can stand in an id: letters and digits in lower case, `-` for all between them.
pub(super) fn slug(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_ids() {
        assert_eq!(slug("White-glove  Treatment!"), "white-glove-treatment");
        assert_eq!(slug("Ähnlich 2"), "ähnlich-2");
        assert!(name(" ").is_err() && name("!").is_err() && name(&"x".repeat(51)).is_err());
        assert_eq!(name(" VIP ").as_deref(), Ok("VIP"));
    }
}
