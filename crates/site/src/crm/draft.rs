//! A contact as somebody wants it to be: what a body says, checked.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::contact::{COMPANY, Contact, NAME};
use super::error::{CrmError, CrmFault};
use super::limits::{PARTS_MAX, TEXT_BYTES_MAX};
use super::part::{Part, PartKind};

/// What was said of a contact. What is `None` was not spoken of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// The name.
    pub name: Option<BTreeMap<String, String>>,
    /// The company.
    pub company: Option<BTreeMap<String, String>>,
    /// The picture; empty for none.
    pub picture: Option<String>,
    /// The parts by kind, in the order of [`PartKind::ALL`].
    pub parts: [Option<Vec<Part>>; 7],
    /// Labels to give it. Only `wix-crm-backend` says any.
    pub labels: Vec<String>,
    /// What only `wix-crm-backend` knows.
    pub velo: Map<String, Value>,
}

impl Draft {
    /// Reads a contact as clients send it. What they cannot set (`id`, `modifiedAt`, ..) and what is
    /// not known is left out.
    ///
    /// # Errors
    /// Something of it is not what it must be.
    pub fn read(json: &Value) -> Result<Draft, CrmError> {
        let Some(given) = json.as_object() else {
            return Err(CrmError::contact("The contact is not an object."));
        };
        let said = |member: &str| given.get(member).filter(|value| !value.is_null());
        let mut draft = Draft {
            name: said("name").map(read_name).transpose()?,
            company: said("company").map(read_company).transpose()?,
            picture: said("picture").map(read_picture).transpose()?,
            ..Draft::default()
        };
        for (kind, parts) in PartKind::ALL.into_iter().zip(&mut draft.parts) {
            let Some(list) = said(kind.list()) else {
                continue;
            };
            let Some(list) = list.as_array() else {
                let message = format!("{:?} is not an array.", kind.list());
                return Err(CrmError::contact(message));
            };
            if list.len() > PARTS_MAX {
                let message = format!("A contact has at most {PARTS_MAX} {}.", kind.list());
                return Err(CrmError::contact(message));
            }
            let read: Result<_, _> = list.iter().map(|part| Part::read(kind, part)).collect();
            *parts = Some(read?);
        }
        Ok(draft)
    }

    /// The parts of a kind.
    pub(super) fn of(&self, kind: PartKind) -> &[Part] {
        self.parts[kind as usize].as_deref().unwrap_or_default()
    }

    /// Whether nothing is said that would tell this contact from another.
    pub(super) fn is_empty(&self) -> bool {
        *self == Draft::default()
    }

    /// Whether there is neither a name, an email nor a phone number.
    pub(super) fn is_nameless(&self) -> bool {
        let has_name = self.name.iter().flatten().any(|(_, text)| !text.is_empty());
        !has_name && self.of(PartKind::Email).is_empty() && self.of(PartKind::Phone).is_empty()
    }

    /// A new contact.
    ///
    /// # Errors
    /// It would have too many parts.
    pub(super) fn into_contact(self, now: &str) -> Result<Contact, CrmError> {
        let mut contact = Contact {
            name: self.name.unwrap_or_default(),
            company: self.company.unwrap_or_default(),
            picture: self.picture.filter(|picture| !picture.is_empty()),
            velo: self.velo,
            ..Contact::default()
        };
        for label in &self.labels {
            contact.label(label)?;
        }
        for (kind, parts) in PartKind::ALL.into_iter().zip(self.parts) {
            for part in parts.into_iter().flatten() {
                contact.add(kind, dated(kind, part, now))?;
            }
        }
        Ok(contact)
    }

    /// Makes a contact what the draft says: what it does not speak of is gone, parts whose ids it
    /// names keep them.
    ///
    /// # Errors
    /// An id is none of the contact's.
    pub(super) fn replace(self, contact: &mut Contact, now: &str) -> Result<(), CrmError> {
        contact.name = self.name.unwrap_or_default();
        contact.company = self.company.unwrap_or_default();
        contact.picture = self.picture.filter(|picture| !picture.is_empty());
        for (kind, parts) in PartKind::ALL.into_iter().zip(self.parts) {
            let old = std::mem::take(contact.parts_mut(kind));
            for part in parts.into_iter().flatten() {
                if part.id == 0 {
                    contact.add(kind, dated(kind, part, now))?;
                    continue;
                }
                let is_twice = contact.parts(kind).iter().any(|known| known.id == part.id);
                let Some(before) = old.iter().find(|old| old.id == part.id && !is_twice) else {
                    let message = format!("The contact has no {} {}.", kind.segment(), part.id);
                    return Err(CrmError::Fault(CrmFault::PartNotFound, message));
                };
                let id = part.id;
                let mut part = revised(kind, before, part, now);
                part.id = id;
                contact.parts_mut(kind).push(part);
            }
        }
        Ok(())
    }
}

/// A part in place of another; a note that says something else was changed now.
pub(super) fn revised(kind: PartKind, before: &Part, part: Part, now: &str) -> Part {
    if kind == PartKind::Note && before.get("content") == part.get("content") {
        return before.clone();
    }
    let id = before.id;
    Part {
        id,
        ..dated(kind, part, now)
    }
}

/// A part that is new now.
pub(super) fn dated(kind: PartKind, mut part: Part, now: &str) -> Part {
    if kind == PartKind::Note {
        part.members.insert("modifiedAt".to_owned(), now.to_owned());
    }
    part
}

pub(super) fn read_name(json: &Value) -> Result<BTreeMap<String, String>, CrmError> {
    texts("name", &NAME, json)
}

pub(super) fn read_company(json: &Value) -> Result<BTreeMap<String, String>, CrmError> {
    texts("company", &COMPANY, json)
}

/// A picture: its address, or an object with it.
pub(super) fn read_picture(json: &Value) -> Result<String, CrmError> {
    let text = json.as_str().or_else(|| json.get("picture")?.as_str());
    match text {
        Some(text) if text.len() <= TEXT_BYTES_MAX => Ok(text.to_owned()),
        Some(_) => Err(CrmError::contact(format!(
            "\"picture\" has more than {TEXT_BYTES_MAX} bytes."
        ))),
        None => Err(CrmError::contact(
            "\"picture\" is neither a string nor an object with one.",
        )),
    }
}

fn texts(of: &str, members: &[&str], json: &Value) -> Result<BTreeMap<String, String>, CrmError> {
    let Some(given) = json.as_object() else {
        return Err(CrmError::contact(format!("{of:?} is not an object.")));
    };
    let mut read = BTreeMap::new();
    for member in members {
        match given.get(*member) {
            None | Some(Value::Null) => {}
            Some(Value::String(text)) if text.len() <= TEXT_BYTES_MAX => {
                read.insert((*member).to_owned(), text.clone());
            }
            Some(_) => {
                let message = format!(
                    "{member:?} of {of:?} is not a string of at most {TEXT_BYTES_MAX} bytes."
                );
                return Err(CrmError::contact(message));
            }
        }
    }
    Ok(read)
}
