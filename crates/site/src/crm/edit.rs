//! Changing a contact: read, change, write, unless somebody else was faster.

use serde_json::Value;
use velodrome_store::{Action, Guard, Written};

use super::CONTACTS;
use super::book::{Crm, link, now};
use super::contact::Contact;
use super::draft::{Draft, dated, read_company, read_name, read_picture, revised};
use super::error::{CrmError, CrmFault};
use super::limits::ATTEMPTS_MAX;
use super::part::{self, Part, PartKind};

/// What the caller believes of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// It was last changed then, in milliseconds since 1970.
    ModifiedAt(i64),
    /// Whatever it is by now.
    Anything,
}

impl Expected {
    fn check(self, contact: &Contact) -> Result<(), CrmError> {
        match self {
            Expected::ModifiedAt(ms) if ms != contact.modified_ms => Err(CrmError::Fault(
                CrmFault::ContactChanged,
                "The contact was changed since modifiedAt: a concurrency validation error. Read it again, and send the change with its modifiedAt.".to_owned(),
            )),
            _ => Ok(()),
        }
    }
}

impl Crm {
    /// The contact of this id.
    ///
    /// # Errors
    /// There is none, or the data failed.
    pub async fn contact(&self, id: &str) -> Result<Contact, CrmError> {
        Ok(self.stored_contact(id).await?.1)
    }

    async fn stored_contact(&self, id: &str) -> Result<(String, Contact), CrmError> {
        let stored = self.get(CONTACTS, id).await?;
        let stored = stored.ok_or_else(|| CrmError::contact_not_found(id))?;
        let contact = Contact::read(&stored)?;
        Ok((stored, contact))
    }

    /// Changes a contact and gives it as it is then. `change` may be called several times, each time
    /// on the contact as somebody else left it.
    ///
    /// # Errors
    /// There is no such contact, it is not what was expected, `change` refused, or the data failed.
    pub async fn edit(
        &self,
        id: &str,
        expected: Expected,
        mut change: impl FnMut(&mut Contact, &str) -> Result<(), CrmError>,
    ) -> Result<Contact, CrmError> {
        for _ in 0..ATTEMPTS_MAX {
            let (stored, mut contact) = self.stored_contact(id).await?;
            expected.check(&contact)?;
            let (now_ms, now) = now();
            let before = contact.lookup().to_vec();
            change(&mut contact, &now)?;
            contact.modified_ms = now_ms.max(contact.modified_ms + 1);
            contact.revision += 1;
            let mut actions = vec![Action::Update(contact.compose()?)];
            if contact.lookup() != before {
                actions.push(link(id, contact.lookup().to_vec()));
            }
            let guard = Guard::Item {
                id: id.to_owned(),
                stored,
            };
            if let Some(Written::Item(stored)) = self.write(CONTACTS, Some(guard), actions).await? {
                return Ok(Contact::read(&stored)?);
            }
        }
        Err(CrmError::contended())
    }

    /// Makes a contact what the draft says, as a whole.
    ///
    /// # Errors
    /// As [`Crm::edit`].
    pub async fn replace(
        &self,
        id: &str,
        expected: Expected,
        draft: &Draft,
    ) -> Result<Contact, CrmError> {
        let change = |contact: &mut Contact, now: &str| draft.clone().replace(contact, now);
        self.edit(id, expected, change).await
    }

    /// Adds a part, which is the last of its kind then.
    ///
    /// # Errors
    /// As [`Crm::edit`].
    pub async fn add_part(
        &self,
        id: &str,
        expected: Expected,
        kind: PartKind,
        part: &Part,
    ) -> Result<Contact, CrmError> {
        self.edit(id, expected, |contact, now| {
            contact.add(kind, dated(kind, part.clone(), now))
        })
        .await
    }

    /// Puts a part in the place of another, whose id it has then.
    ///
    /// # Errors
    /// As [`Crm::edit`]; or the contact has no such part.
    pub async fn replace_part(
        &self,
        id: &str,
        expected: Expected,
        kind: PartKind,
        part_id: u32,
        part: &Part,
    ) -> Result<Contact, CrmError> {
        self.edit(id, expected, |contact, now| {
            let place = contact.part_mut(kind, part_id)?;
            *place = revised(kind, place, part.clone(), now);
            Ok(())
        })
        .await
    }

    /// Removes a part.
    ///
    /// # Errors
    /// As [`Crm::edit`]; or the contact has no such part.
    pub async fn remove_part(
        &self,
        id: &str,
        expected: Expected,
        kind: PartKind,
        part_id: u32,
    ) -> Result<Contact, CrmError> {
        self.edit(id, expected, |contact, _| {
            contact.part_mut(kind, part_id)?;
            contact.parts_mut(kind).retain(|part| part.id != part_id);
            Ok(())
        })
        .await
    }

    /// Removes a contact and gives it as it was. Its activities stay.
    ///
    /// # Errors
    /// As [`Crm::edit`].
    pub async fn remove(&self, id: &str, expected: Expected) -> Result<Contact, CrmError> {
        for _ in 0..ATTEMPTS_MAX {
            let (stored, contact) = self.stored_contact(id).await?;
            expected.check(&contact)?;
            let guard = Guard::Item {
                id: id.to_owned(),
                stored,
            };
            let actions = vec![Action::Remove(id.to_owned())];
            if self.write(CONTACTS, Some(guard), actions).await?.is_some() {
                return Ok(contact);
            }
        }
        Err(CrmError::contended())
    }
}

/// A part of a contact that there is one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    /// The name.
    Name,
    /// The company.
    Company,
    /// The picture.
    Picture,
}

impl Crm {
    /// Makes the name, company or picture what this JSON says, as a whole.
    ///
    /// # Errors
    /// As [`Crm::edit`]; or it is not what it must be.
    pub async fn set(
        &self,
        id: &str,
        expected: Expected,
        facet: Facet,
        json: &Value,
    ) -> Result<Contact, CrmError> {
        self.edit(id, expected, |contact, _| {
            match facet {
                Facet::Name => contact.name = read_name(json)?,
                Facet::Company => contact.company = read_company(json)?,
                Facet::Picture => {
                    let picture = read_picture(json)?;
                    contact.picture = Some(picture).filter(|picture| !picture.is_empty());
                }
            }
            Ok(())
        })
        .await
    }

    /// Says what may be sent to an email address of a contact: `{"status": ".."}`.
    ///
    /// # Errors
    /// As [`Crm::edit`]; or there is no such address or status.
    pub async fn subscribe(
        &self,
        id: &str,
        expected: Expected,
        email_id: u32,
        json: &Value,
    ) -> Result<Contact, CrmError> {
        let status = part::read_status(json.get("status"))?;
        self.edit(id, expected, |contact, _| {
            let email = contact.part_mut(PartKind::Email, email_id)?;
            email
                .members
                .insert("emailStatus".to_owned(), status.to_owned());
            Ok(())
        })
        .await
    }
}
