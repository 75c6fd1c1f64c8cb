//! A contact: as it is stored, and as clients see it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use velodrome_model::data::{DataError, Item};
use velodrome_model::timestamp;

use super::error::{CrmError, CrmFault};
use super::fields::Fields;
use super::keys;
use super::limits::{LABELS_MAX, PARTS_MAX, SESSIONS_MAX};
use super::part::{Part, PartKind};

/// The members of a name.
pub(super) const NAME: [&str; 5] = ["prefix", "first", "middle", "last", "suffix"];
/// The members of a company.
pub(super) const COMPANY: [&str; 2] = ["role", "name"];

/// A contact as its document holds it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Contact {
    /// Its id, a UUID.
    #[serde(rename = "_id", skip_serializing)]
    pub id: String,
    /// When it was made, in milliseconds since 1970.
    #[serde(rename = "_createdDate", skip_serializing)]
    pub created_ms: i64,
    /// When it was last changed, in milliseconds since 1970. Every change makes it greater.
    #[serde(rename = "modifiedAt")]
    pub modified_ms: i64,
    /// How often it was changed.
    pub revision: u64,
    /// The greatest id that a part has had.
    pub part_id: u32,
    /// `prefix`, `first`, `middle`, `last`, `suffix`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub name: BTreeMap<String, String>,
    /// `role`, `name`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub company: BTreeMap<String, String>,
    /// Address of a picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) emails: Vec<Part>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) phones: Vec<Part>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) addresses: Vec<Part>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) urls: Vec<Part>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) dates: Vec<Part>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) notes: Vec<Part>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) custom: Vec<Part>,
    /// Ids of its labels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// Keys of the sessions in which it was met.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) sessions: Vec<String>,
    /// What it is found by.
    pub(super) lookup: Vec<String>,
    /// What only `wix-crm-backend` knows: `birthdate`, `locale`, `extendedFields`, ..
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub velo: Map<String, Value>,
}

impl Contact {
    /// Reads the stored form.
    ///
    /// # Errors
    /// The data is damaged.
    pub fn read(stored: &str) -> Result<Contact, DataError> {
        let mut contact: Contact = serde_json::from_str(stored).map_err(|error| {
            let message = format!("a stored contact cannot be read: {error}");
            DataError::new(velodrome_model::data::Wde::INTERNAL, message)
        })?;
        contact.modified_ms = contact.modified_ms.max(contact.created_ms);
        Ok(contact)
    }

    /// The document to write.
    ///
    /// # Errors
    /// It is too large.
    pub(super) fn compose(&mut self) -> Result<Item, CrmError> {
        self.lookup = self.keys();
        let json = serde_json::to_string(self).map_err(|error| {
            CrmError::contact(format!("The contact cannot be written down: {error}."))
        })?;
        let mut item = Item::parse(&json)?;
        item.id = Some(self.id.clone());
        Ok(item)
    }

    /// Its parts of a kind, in the order in which they were added.
    pub fn parts(&self, kind: PartKind) -> &[Part] {
        match kind {
            PartKind::Email => &self.emails,
            PartKind::Phone => &self.phones,
            PartKind::Address => &self.addresses,
            PartKind::Url => &self.urls,
            PartKind::Date => &self.dates,
            PartKind::Note => &self.notes,
            PartKind::Custom => &self.custom,
        }
    }

    pub(super) fn parts_mut(&mut self, kind: PartKind) -> &mut Vec<Part> {
        match kind {
            PartKind::Email => &mut self.emails,
            PartKind::Phone => &mut self.phones,
            PartKind::Address => &mut self.addresses,
            PartKind::Url => &mut self.urls,
            PartKind::Date => &mut self.dates,
            PartKind::Note => &mut self.notes,
            PartKind::Custom => &mut self.custom,
        }
    }

    /// Adds a part at the end, under an id of its own.
    ///
    /// # Errors
    /// There are too many.
    pub(super) fn add(&mut self, kind: PartKind, mut part: Part) -> Result<(), CrmError> {
        if self.parts(kind).len() >= PARTS_MAX {
            let message = format!("A contact has at most {PARTS_MAX} {}.", kind.list());
            return Err(CrmError::contact(message));
        }
        self.part_id = self.part_id.saturating_add(1);
        part.id = self.part_id;
        self.parts_mut(kind).push(part);
        Ok(())
    }

    /// The part of this id.
    ///
    /// # Errors
    /// There is none.
    pub(super) fn part_mut(&mut self, kind: PartKind, id: u32) -> Result<&mut Part, CrmError> {
        let found = self.parts_mut(kind).iter_mut().find(|part| part.id == id);
        found.ok_or_else(|| {
            let message = format!("The contact has no {} {id}.", kind.segment());
            CrmError::Fault(CrmFault::PartNotFound, message)
        })
    }

    /// Gives it a label.
    ///
    /// # Errors
    /// It has too many.
    pub(super) fn label(&mut self, id: &str) -> Result<(), CrmError> {
        if self.labels.iter().any(|label| label == id) {
            return Ok(());
        }
        if self.labels.len() >= LABELS_MAX {
            let message = format!("A contact has at most {LABELS_MAX} labels.");
            return Err(CrmError::contact(message));
        }
        self.labels.push(id.to_owned());
        Ok(())
    }

    /// Remembers the session in which it was met.
    pub(super) fn met_in(&mut self, session: &str) {
        if !self.sessions.iter().any(|known| known == session) {
            self.sessions.push(session.to_owned());
            let surplus = self.sessions.len().saturating_sub(SESSIONS_MAX);
            self.sessions.drain(..surplus);
        }
    }

    fn keys(&self) -> Vec<String> {
        let emails = self.emails.iter().filter_map(|part| part.get("email"));
        let phones = self.phones.iter().filter_map(|part| part.get("phone"));
        let mut keys: Vec<String> = emails.map(keys::email).collect();
        keys.extend(phones.filter_map(keys::phone));
        keys.extend(self.labels.iter().map(|label| keys::label(label)));
        keys.extend(self.sessions.iter().cloned());
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// What it is found by, as it was last written.
    pub(super) fn lookup(&self) -> &[String] {
        &self.lookup
    }

    /// As clients see it.
    pub fn to_json(&self, fields: Fields) -> Value {
        let mut json = Map::new();
        let time = |ms| json!(timestamp::format_utc(ms));
        json.insert("id".to_owned(), json!(self.id));
        json.insert("createdAt".to_owned(), time(self.created_ms));
        json.insert("modifiedAt".to_owned(), time(self.modified_ms));
        for (member, value) in [
            ("name", json!(self.name)),
            ("company", json!(self.company)),
            ("picture", json!(self.picture)),
            ("tags", json!(self.labels)),
            ("links", json!([])),
        ] {
            if fields.show(member) && !value.is_null() {
                json.insert(member.to_owned(), value);
            }
        }
        for kind in PartKind::ALL {
            if fields.show(kind.list()) {
                let parts = self.parts(kind).iter();
                let parts = parts.map(|part| part.to_json(kind)).collect();
                json.insert(kind.list().to_owned(), Value::Array(parts));
            }
        }
        Value::Object(json)
    }
}
