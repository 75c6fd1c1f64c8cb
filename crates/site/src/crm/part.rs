//! What a contact has several of: emails, phones, addresses, .. Each kind is a row of one table.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use velodrome_model::timestamp;

use super::error::CrmError;
use super::keys;
use super::limits::{NOTE_BYTES_MAX, TEXT_BYTES_MAX};

/// A kind of part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// An email address.
    Email,
    /// A phone number.
    Phone,
    /// A postal address.
    Address,
    /// An address in the web.
    Url,
    /// A date that matters, such as a birthday.
    Date,
    /// A note about the contact.
    Note,
    /// A field of the site's own.
    Custom,
}

/// What a member of a part must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Text,
    Email,
    Date,
    Note,
    OneOf(&'static [&'static str]),
}

/// A member of a part.
struct Member {
    name: &'static str,
    form: Form,
    required: bool,
}

const fn optional(name: &'static str) -> Member {
    Member {
        name,
        form: Form::Text,
        required: false,
    }
}

const fn required(name: &'static str, form: Form) -> Member {
    Member {
        name,
        form,
        required: true,
    }
}

/// What may be sent to an address. Source: clients of the original.
const STATUSES: &[&str] = &["optOut", "transactional", "recurring"];
/// Nobody asked for mail that recurs.
const STATUS_DEFAULT: &str = "transactional";
/// The tag of a part that is given none; clients want one.
const TAG_DEFAULT: &str = "other";

const TAG: Member = optional("tag");
const EMAIL: &[Member] = &[
    TAG,
    required("email", Form::Email),
    Member {
        name: "emailStatus",
        form: Form::OneOf(STATUSES),
        required: false,
    },
];
const PHONE: &[Member] = &[TAG, required("phone", Form::Text)];
const ADDRESS: &[Member] = &[
    TAG,
    optional("address"),
    optional("neighborhood"),
    optional("city"),
    optional("region"),
    optional("country"),
    optional("postalCode"),
];
const URL: &[Member] = &[TAG, required("url", Form::Text)];
const DATE: &[Member] = &[TAG, required("date", Form::Date)];
const NOTE: &[Member] = &[required("content", Form::Note)];
const CUSTOM: &[Member] = &[required("field", Form::Text), optional("value")];

impl PartKind {
    /// All of them, in the order of the documentation.
    pub const ALL: [PartKind; 7] = [
        PartKind::Email,
        PartKind::Phone,
        PartKind::Address,
        PartKind::Url,
        PartKind::Date,
        PartKind::Note,
        PartKind::Custom,
    ];

    /// Its name in addresses of the API.
    pub const fn segment(self) -> &'static str {
        match self {
            PartKind::Email => "email",
            PartKind::Phone => "phone",
            PartKind::Address => "address",
            PartKind::Url => "url",
            PartKind::Date => "date",
            PartKind::Note => "note",
            PartKind::Custom => "custom",
        }
    }

    /// The member of a contact that lists its parts of this kind.
    pub const fn list(self) -> &'static str {
        match self {
            PartKind::Email => "emails",
            PartKind::Phone => "phones",
            PartKind::Address => "addresses",
            PartKind::Url => "urls",
            PartKind::Date => "dates",
            PartKind::Note => "notes",
            PartKind::Custom => "custom",
        }
    }

    const fn members(self) -> &'static [Member] {
        match self {
            PartKind::Email => EMAIL,
            PartKind::Phone => PHONE,
            PartKind::Address => ADDRESS,
            PartKind::Url => URL,
            PartKind::Date => DATE,
            PartKind::Note => NOTE,
            PartKind::Custom => CUSTOM,
        }
    }
}

/// One email, phone, .. of a contact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Small, the contact's own, never used twice; 0 as long as it has none.
    #[serde(default)]
    pub id: u32,
    /// Its members by name.
    #[serde(flatten)]
    pub members: BTreeMap<String, String>,
}

impl Part {
    /// Reads a part as clients send it. Members that are not known are left out: clients send what
    /// they were given, links and normalized numbers included.
    ///
    /// # Errors
    /// It lacks something, or a member is not what it must be.
    pub fn read(kind: PartKind, json: &Value) -> Result<Part, CrmError> {
        let of = kind.segment();
        let Some(given) = json.as_object() else {
            return Err(CrmError::contact(format!("The {of} is not an object.")));
        };
        let mut part = Part {
            id: read_id(given, of)?,
            members: BTreeMap::new(),
        };
        for member in kind.members() {
            let value = match given.get(member.name) {
                None | Some(Value::Null) => None,
                Some(value) => Some(read_member(of, member, value)?),
            };
            match value {
                Some(value) => {
                    part.members.insert(member.name.to_owned(), value);
                }
                None if member.required => {
                    let message = format!("The {of} lacks its member {:?}.", member.name);
                    return Err(CrmError::contact(message));
                }
                None => {}
            }
        }
        if kind.members()[0].name == TAG.name {
            let tag = part.members.entry(TAG.name.to_owned());
            tag.or_insert_with(|| TAG_DEFAULT.to_owned());
        }
        if kind == PartKind::Email {
            let status = part.members.entry("emailStatus".to_owned());
            status.or_insert_with(|| STATUS_DEFAULT.to_owned());
        }
        Ok(part)
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.members.get(name).map(String::as_str)
    }

    /// Whether it says the same as another, ids, tags and statuses apart.
    pub(super) fn says_the_same(&self, other: &Part, kind: PartKind) -> bool {
        match kind {
            PartKind::Email => {
                let key = |part: &Part| part.get("email").map(keys::email);
                key(self) == key(other)
            }
            PartKind::Phone => {
                let key = |part: &Part| part.get("phone").and_then(keys::phone);
                key(self).is_some() && key(self) == key(other)
            }
            _ => kind
                .members()
                .iter()
                .filter(|member| member.name != TAG.name)
                .all(|member| self.get(member.name) == other.get(member.name)),
        }
    }

    /// As clients see it.
    pub fn to_json(&self, kind: PartKind) -> Value {
        let mut json = Map::new();
        json.insert("id".to_owned(), json!(self.id));
        for (name, value) in &self.members {
            json.insert(name.clone(), json!(value));
        }
        if kind == PartKind::Phone
            && let Some(normalized) = self.get("phone").and_then(keys::normalized_phone)
        {
            json.insert("normalizedPhone".to_owned(), json!(normalized));
        }
        Value::Object(json)
    }
}

fn read_id(given: &Map<String, Value>, of: &str) -> Result<u32, CrmError> {
    match given.get("id") {
        None | Some(Value::Null) => Ok(0),
        Some(id) => id
            .as_u64()
            .and_then(|id| u32::try_from(id).ok())
            .ok_or_else(|| CrmError::contact(format!("The id of the {of} is not an integer."))),
    }
}

fn read_member(of: &str, member: &Member, value: &Value) -> Result<String, CrmError> {
    let name = member.name;
    let refused = |what: &str| CrmError::contact(format!("{name:?} of the {of} {what}."));
    let Some(text) = value.as_str() else {
        return Err(refused("is not a string"));
    };
    let max = match member.form {
        Form::Note => NOTE_BYTES_MAX,
        _ => TEXT_BYTES_MAX,
    };
    if text.len() > max {
        return Err(refused(&format!("has more than {max} bytes")));
    }
    if member.required && text.trim().is_empty() {
        return Err(refused("is empty"));
    }
    match member.form {
        Form::Text | Form::Note => Ok(text.to_owned()),
        Form::Email if is_email(text.trim()) => Ok(text.trim().to_owned()),
        Form::Email => Err(refused("is not an email address")),
        Form::Date => date(text)
            .ok_or_else(|| refused("is not a date such as 1990-05-01T00:00:00.000Z or 1990-05-01")),
        Form::OneOf(known) if known.contains(&text) => Ok(text.to_owned()),
        Form::OneOf(known) => Err(refused(&format!("is none of {}", known.join(", ")))),
    }
}

/// What may be sent to an address.
pub(super) fn read_status(json: Option<&Value>) -> Result<&'static str, CrmError> {
    let given = json.and_then(Value::as_str);
    let known = STATUSES.iter().find(|known| Some(**known) == given);
    known
        .copied()
        .ok_or_else(|| CrmError::contact(format!("\"status\" is none of {}.", STATUSES.join(", "))))
}

/// A date in UTC.
fn date(text: &str) -> Option<String> {
    let ms = velodrome_model::data::date::parse_iso(text)?;
    Some(timestamp::format_utc(ms))
}

/// Whether a text has the form of an address: whether mail arrives there only mail can tell.
pub(super) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let is_whole = !local.is_empty() && !domain.is_empty() && text.len() <= 320;
    is_whole && !text.contains(|letter: char| letter.is_whitespace() || letter.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_read_as_it_is_shown() {
        let sent = json!({"email": " a@b.c ", "emailStatus": "recurring", "unsubscribeLink": "x"});
        let part = Part::read(PartKind::Email, &sent).unwrap();
        assert_eq!(
            part.to_json(PartKind::Email),
            json!({"id": 0, "tag": "other", "email": "a@b.c", "emailStatus": "recurring"})
        );
        let again = Part::read(PartKind::Email, &part.to_json(PartKind::Email)).unwrap();
        assert_eq!(again, part);
        let date = json!({"tag": "birthday", "date": "1990-05-01T02:00:00+02:00"});
        let part = Part::read(PartKind::Date, &date).unwrap();
        assert_eq!(part.get("date"), Some("1990-05-01T00:00:00.000Z"));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (kind, sent, said) in [
            (PartKind::Email, json!("a@b.c"), "not an object"),
            (PartKind::Email, json!({}), "lacks its member \"email\""),
            (PartKind::Email, json!({"email": "ab"}), "not an email"),
            (PartKind::Email, json!({"email": "a b@c"}), "not an email"),
            (
                PartKind::Email,
                json!({"email": "a@b", "emailStatus": "x"}),
                "none of optOut",
            ),
            (PartKind::Phone, json!({"phone": 5}), "not a string"),
            (PartKind::Phone, json!({"phone": " "}), "is empty"),
            (PartKind::Date, json!({"date": "soon"}), "not a date"),
            (
                PartKind::Url,
                json!({"url": "x", "id": -1}),
                "not an integer",
            ),
            (
                PartKind::Note,
                json!({"content": "x".repeat(NOTE_BYTES_MAX + 1)}),
                "more than 32768 bytes",
            ),
        ] {
            let error = Part::read(kind, &sent).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
    }
}
