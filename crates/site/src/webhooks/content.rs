//! What a letter says: the event and the body that the receiver gets, as they are from the first
//! attempt to the last.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use velodrome_model::data::{Path, reader};

use super::event::{Kind, Subject};
use velodrome_store::Change;

/// One event for one webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// By which the receiver tells one that it gets twice: the value of `x-wix-event-id`.
    pub id: String,
    /// The value of `x-wix-event-type`.
    pub event: String,
    /// The body: JSON.
    pub body: String,
}

/// A letter's content as a command shows it: event and body.
pub fn show(content: &str) -> (String, String) {
    match serde_json::from_str::<Content>(content) {
        Ok(content) => (content.event, content.body),
        Err(_) => ("?".to_owned(), content.to_owned()),
    }
}

impl Content {
    /// The content that tells of a change. `document` is the changed one as it is stored, where it is
    /// still there; only of activities more than the id is told.
    ///
    /// Source of the bodies: the HTTP API's webhooks; those of items are ours.
    pub(super) fn of(change: &Change, document: Option<&str>, id: String) -> Content {
        let subject = Subject::of(&change.collection);
        let mut body = Map::new();
        let mut put = |name: &str, value: &str| {
            body.insert(name.to_owned(), Value::String(value.to_owned()));
        };
        match subject {
            Subject::Contact => put("contactId", &change.id),
            Subject::Activity => {
                put("activityId", &change.id);
                for name in ["activityType", "contactId"] {
                    if let Some(value) = document.and_then(|document| text(document, name)) {
                        put(name, &value);
                    }
                }
            }
            Subject::Item => {
                put("collectionId", &change.collection);
                put("itemId", &change.id);
            }
        }
        Content {
            id,
            event: subject.event_type(Kind::from(change.kind)),
            body: Value::Object(body).to_string(),
        }
    }

    /// Whether the document itself is needed.
    pub(super) fn needs_document(change: &Change) -> bool {
        Subject::of(&change.collection) == Subject::Activity
    }
}

/// A member of a stored document that is a text.
fn text(document: &str, name: &str) -> Option<String> {
    let path = Path::parse(name).ok()?;
    let value = reader::find(document, &path)?;
    serde_json::from_str(value.text()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use velodrome_store::ChangeKind;

    fn content(collection: &str, kind: ChangeKind, document: Option<&str>) -> (String, String) {
        let change = Change {
            sequence: 1,
            collection: collection.to_owned(),
            kind,
            id: "7".to_owned(),
            at_ms: 0,
        };
        let content = Content::of(&change, document, "e".to_owned());
        (content.event, content.body)
    }

    #[test]
    fn bodies_are_those_of_the_api() {
        let pair = |event: &str, body: &str| (event.to_owned(), body.to_owned());
        assert_eq!(
            content("$contacts", ChangeKind::Updated, None),
            pair("/contacts/updated", r#"{"contactId":"7"}"#)
        );
        let document = r#"{"_id":"7","activityType":"auth/login","contactId":"c"}"#;
        assert_eq!(
            content("$activities", ChangeKind::Inserted, Some(document)),
            pair(
                "/activities/posted",
                r#"{"activityId":"7","activityType":"auth/login","contactId":"c"}"#
            )
        );
        assert_eq!(
            content("$activities", ChangeKind::Inserted, None),
            pair("/activities/posted", r#"{"activityId":"7"}"#)
        );
        assert_eq!(
            content("orders", ChangeKind::Removed, None),
            pair(
                "/items/deleted",
                r#"{"collectionId":"orders","itemId":"7"}"#
            )
        );
    }
}
