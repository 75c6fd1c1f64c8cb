//! An activity: what somebody did, as it is sent, stored and shown.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use velodrome_model::data::{DataError, Item, Wde};
use velodrome_model::timestamp;

use super::draft::Draft;
use super::error::CrmError;
use super::limits::{ACTIVITY_BYTES_MAX, TEXT_BYTES_MAX};

/// The types that the original listed, as its last published client expects them to the letter. Others
/// are taken as well.
pub const ACTIVITY_TYPES: &[&str] = &[
    "auth/login",
    "auth/register",
    "auth/status-change",
    "contact/contact-form",
    "contacts/create",
    "conversion/complete",
    "e_commerce/purchase",
    "hotels/cancel",
    "hotels/confirmation",
    "hotels/purchase",
    "hotels/purchase-failed",
    "messaging/send",
    "music/album-fan",
    "music/album-share",
    "music/track-lyrics",
    "music/track-play",
    "music/track-played",
    "music/track-share",
    "music/track-skip",
    "scheduler/appointment",
];

/// The type that only the server itself may post.
const READ_ONLY: &str = "contacts/create";
/// The type whose information is checked.
const CONTACT_FORM: &str = "contact/contact-form";
/// Characters of a type.
const TYPE_CHARS_MAX: usize = 100;

/// An activity as its document holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct StoredActivity {
    #[serde(rename = "_id", skip_serializing)]
    pub(super) id: String,
    #[serde(rename = "_createdDate", skip_serializing)]
    pub(super) created_ms: i64,
    pub(super) activity_type: String,
    pub(super) contact_id: String,
    /// Who posted it.
    pub(super) application_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) activity_location_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) additional_info_url: Option<String>,
    /// Its information as JSON text: it is anybody's, and no query looks into it.
    pub(super) info: String,
}

/// An activity that somebody wants to post.
#[derive(Clone, Debug, PartialEq)]
pub struct NewActivity {
    pub(super) stored: StoredActivity,
    /// When it happened, in milliseconds since 1970; now when that was not said.
    pub(super) created_ms: Option<i64>,
    /// What is known of who did it.
    pub(super) contact: Draft,
}

/// What a post gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// The activity.
    pub activity_id: String,
    /// Who did it.
    pub contact_id: String,
}

impl Posted {
    /// As clients see it.
    pub fn to_json(&self) -> Value {
        json!({"activityId": self.activity_id, "contactId": self.contact_id})
    }
}

impl NewActivity {
    /// Reads an activity as clients send it.
    ///
    /// # Errors
    /// Something of it is not what it must be.
    pub fn read(json: &Value) -> Result<NewActivity, CrmError> {
        let Some(given) = json.as_object() else {
            return Err(CrmError::activity("The activity is not an object."));
        };
        let activity_type = activity_type(given)?;
        let none = Map::new();
        let details = match given.get("activityDetails") {
            None | Some(Value::Null) => &none,
            Some(Value::Object(details)) => details,
            Some(_) => return Err(CrmError::activity("\"activityDetails\" is not an object.")),
        };
        let contact = match given.get("contactUpdate") {
            None | Some(Value::Null) => Draft::default(),
            Some(update) => Draft::read(update)?,
        };
        let stored = StoredActivity {
            info: info(&activity_type, given)?,
            activity_type,
            activity_location_url: text(given, "activityLocationUrl")?,
            summary: text(details, "summary")?,
            additional_info_url: text(details, "additionalInfoUrl")?,
            ..StoredActivity::default()
        };
        Ok(NewActivity {
            stored,
            created_ms: created_ms(given)?,
            contact,
        })
    }
}

impl StoredActivity {
    pub(super) fn read(stored: &str) -> Result<StoredActivity, DataError> {
        serde_json::from_str(stored).map_err(|error| {
            let message = format!("a stored activity cannot be read: {error}");
            DataError::new(Wde::INTERNAL, message)
        })
    }

    pub(super) fn to_item(&self, created_ms: Option<i64>) -> Result<Item, DataError> {
        let mut item = Item::parse(&json!(self).to_string())?;
        item.created_ms = created_ms;
        Ok(item)
    }

    /// As clients see it.
    pub(super) fn to_json(&self) -> Value {
        // It was read from JSON before it was stored.
        let info: Value = serde_json::from_str(&self.info).unwrap_or_default();
        let mut json = json!({
            "id": self.id,
            "createdAt": timestamp::format_utc(self.created_ms),
            "activityType": self.activity_type,
            "activityInfo": info,
            "contactId": self.contact_id,
        });
        if let Some(url) = &self.activity_location_url {
            json["activityLocationUrl"] = json!(url);
        }
        let details: Map<String, Value> = [
            ("summary", &self.summary),
            ("additionalInfoUrl", &self.additional_info_url),
        ]
        .into_iter()
        .filter_map(|(name, text)| Some((name.to_owned(), json!(text.as_ref()?))))
        .collect();
        if !details.is_empty() {
            json["activityDetails"] = Value::Object(details);
        }
        json
    }
}

fn activity_type(given: &Map<String, Value>) -> Result<String, CrmError> {
    let Some(text) = given.get("activityType").and_then(Value::as_str) else {
        return Err(CrmError::activity(
            "\"activityType\" is missing, or not a string.",
        ));
    };
    let is_known_letter =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    let is_name = |name: &str| !name.is_empty() && name.chars().all(is_known_letter);
    let is_type = |text: &str| {
        let parts = text.split_once('/');
        parts.is_some_and(|(area, name)| is_name(area) && is_name(name))
    };
    if text == READ_ONLY {
        let message =
            format!("{READ_ONLY} is read-only: the server alone says that a contact is new.");
        return Err(CrmError::activity(message));
    }
    if text.len() > TYPE_CHARS_MAX || !is_type(text) {
        let message = format!(
            "\"activityType\" is no type such as contact/contact-form: {text:.TYPE_CHARS_MAX$?}."
        );
        return Err(CrmError::activity(message));
    }
    Ok(text.to_owned())
}

fn info(activity_type: &str, given: &Map<String, Value>) -> Result<String, CrmError> {
    let Some(info @ Value::Object(members)) = given.get("activityInfo") else {
        return Err(CrmError::activity(
            "\"activityInfo\" is missing, or not an object.",
        ));
    };
    if activity_type == CONTACT_FORM {
        check_contact_form(members)?;
    }
    let json = info.to_string();
    if json.len() > ACTIVITY_BYTES_MAX {
        let message = format!("\"activityInfo\" has more than {ACTIVITY_BYTES_MAX} bytes.");
        return Err(CrmError::activity(message));
    }
    Ok(json)
}

/// `{"fields": [{"name": "..", "value": ".."}]}`. Source: published schema.
fn check_contact_form(info: &Map<String, Value>) -> Result<(), CrmError> {
    let Some(fields) = info.get("fields").and_then(Value::as_array) else {
        let message = format!("\"activityInfo\" of {CONTACT_FORM} lacks its array \"fields\".");
        return Err(CrmError::activity(message));
    };
    for (index, field) in fields.iter().enumerate() {
        for member in ["name", "value"] {
            if !field.get(member).is_some_and(Value::is_string) {
                let message =
                    format!("\"fields[{index}]\" of {CONTACT_FORM} has no string {member:?}.");
                return Err(CrmError::activity(message));
            }
        }
    }
    Ok(())
}

fn created_ms(given: &Map<String, Value>) -> Result<Option<i64>, CrmError> {
    match given.get("createdAt") {
        None | Some(Value::Null) => Ok(None),
        Some(time) => {
            let read = time
                .as_str()
                .and_then(|text| timestamp::parse_ms(text).ok());
            let read = read.ok_or_else(|| {
                CrmError::activity("\"createdAt\" is no time such as 2014-10-08T10:20:51.036Z.")
            });
            read.map(Some)
        }
    }
}

fn text(given: &Map<String, Value>, member: &str) -> Result<Option<String>, CrmError> {
    match given.get(member) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.len() <= TEXT_BYTES_MAX => Ok(Some(text.clone())),
        Some(_) => Err(CrmError::activity(format!(
            "{member:?} is not a string of at most {TEXT_BYTES_MAX} bytes."
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_named() {
        let good = json!({
            "activityType": "contact/contact-form",
            "createdAt": "2014-10-08T10:20:51.036+03:00",
            "activityInfo": {"fields": [{"name": "a", "value": "b"}]},
        });
        let read = NewActivity::read(&good).unwrap();
        assert_eq!(read.created_ms, Some(1_412_752_851_036));
        for (member, value, said) in [
            ("activityType", json!(null), "\"activityType\" is missing"),
            ("activityType", json!("contacts/create"), "read-only"),
            ("activityType", json!("a b/c"), "no type such as"),
            ("activityType", json!("abc"), "no type such as"),
            ("activityInfo", json!([]), "\"activityInfo\" is missing"),
            ("activityInfo", json!({}), "lacks its array \"fields\""),
            (
                "activityInfo",
                json!({"fields": [{"name": "a", "value": 1}]}),
                "\"fields[0]\" of contact/contact-form has no string \"value\"",
            ),
            ("createdAt", json!("yesterday"), "no time such as"),
            ("activityDetails", json!("x"), "is not an object"),
            ("activityLocationUrl", json!(1), "is not a string"),
            (
                "contactUpdate",
                json!({"emails": 1}),
                "\"emails\" is not an array",
            ),
        ] {
            let mut bad = good.clone();
            bad[member] = value;
            let error = NewActivity::read(&bad).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
        let other = json!({"activityType": "music/album-fan", "activityInfo": {"any": [1]}});
        assert_eq!(
            NewActivity::read(&other).unwrap().stored.info,
            r#"{"any":[1]}"#
        );
    }

    #[test]
    fn types_are_sorted() {
        assert!(ACTIVITY_TYPES.is_sorted());
    }
}
