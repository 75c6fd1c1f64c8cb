//! Labels: made, renamed, given to contacts and taken from them.

use velodrome_model::data::{Query, Seek, Test, Value};
use velodrome_store::{Action, Written};

use super::LABELS;
use super::book::Crm;
use super::contact_list::is;
use super::create::is_taken;
use super::edit::Expected;
use super::error::{CrmError, CrmFault};
use super::keys;
use super::label::{CUSTOM, Label, StoredLabel, description, name, slug};
use super::limits::{ATTEMPTS_MAX, FOUND_MAX, LABELLED_MAX};
use crate::data::List;

/// More contacts than a site can have: how far members are counted.
const COUNTED_MAX: u64 = 10_000_000;

impl Crm {
    /// Labels, newest first, at most `limit` from a place on, in their stored form; see
    /// [`Crm::label_of`].
    ///
    /// # Errors
    /// The data failed.
    pub async fn labels(&self, limit: u64, seek: Option<Seek>) -> Result<List, CrmError> {
        let query = Query {
            limit,
            seek,
            ..Query::default()
        };
        self.page(LABELS, query).await
    }

    /// The label of a stored form, with the number of its members.
    ///
    /// # Errors
    /// The data failed.
    pub async fn label_of(&self, stored: &str) -> Result<Label, CrmError> {
        let stored = StoredLabel::read(stored)?;
        let key = keys::label(&stored.id);
        let members = self.with_keys(&[key], COUNTED_MAX).await?.len() as u64;
        Ok(Label { stored, members })
    }

    /// The label of this id.
    ///
    /// # Errors
    /// There is none, or the data failed.
    pub async fn label(&self, id: &str) -> Result<Label, CrmError> {
        let stored = self.get(LABELS, id).await?;
        let stored = stored.ok_or_else(|| not_found(id))?;
        self.label_of(&stored).await
    }

    /// A new label.
    ///
    /// # Errors
    /// There is one of this name, the name or description cannot be, or the data failed.
    pub async fn create_label(&self, given: &str, about: Option<&str>) -> Result<Label, CrmError> {
        let (label, is_new) = self.find_or_create_label(given, about).await?;
        if is_new {
            return Ok(label);
        }
        let message = format!("There is a label {given:?} already: {:?}.", label.id());
        Err(CrmError::label(message))
    }

    /// The label of this name, made when there is none; and whether it is new.
    ///
    /// # Errors
    /// The name or description cannot be, or the data failed.
    pub async fn find_or_create_label(
        &self,
        given: &str,
        about: Option<&str>,
    ) -> Result<(Label, bool), CrmError> {
        let name = name(given)?;
        let description = about.map(description).transpose()?;
        for number in 1..=ATTEMPTS_MAX {
            if let Some(found) = self.named(&name).await? {
                return Ok((self.label_of(&found).await?, false));
            }
            // Another label may have had the name before it was renamed.
            let suffix = match number {
                1 => String::new(),
                number => format!("-{number}"),
            };
            let stored = StoredLabel {
                id: format!("{CUSTOM}{}{suffix}", slug(&name)),
                name: name.clone(),
                description: description.clone(),
                ..StoredLabel::default()
            };
            let insert = vec![Action::Insert(stored.to_item()?)];
            match self.write(LABELS, None, insert).await {
                Ok(Some(Written::Item(stored))) => {
                    return Ok((self.label_of(&stored).await?, true));
                }
                Ok(_) => {}
                Err(error) if is_taken(&error) => {}
                Err(error) => return Err(error),
            }
        }
        Err(CrmError::contended())
    }

    async fn named(&self, name: &str) -> Result<Option<String>, CrmError> {
        let query = Query {
            filter: is("name", Test::Eq(Value::String(name.to_owned())))?,
            limit: 1,
            ..Query::default()
        };
        let found = self.page(LABELS, query).await?;
        Ok(found.documents.get(0).map(str::to_owned))
    }

    /// Gives a label another name or description; its id stays.
    ///
    /// # Errors
    /// There is none, it is the server's own, the name cannot be, or the data failed.
    pub async fn change_label(
        &self,
        id: &str,
        given: Option<&str>,
        about: Option<&str>,
    ) -> Result<Label, CrmError> {
        let mut stored = self.own_label(id).await?;
        if let Some(given) = given {
            let name = name(given)?;
            let other = self.named(&name).await?;
            if let Some(other) = other.filter(|_| name != stored.name) {
                let other = StoredLabel::read(&other)?.id;
                let message = format!("There is a label {name:?} already: {other:?}.");
                return Err(CrmError::label(message));
            }
            stored.name = name;
        }
        if let Some(about) = about {
            stored.description = Some(description(about)?);
        }
        let update = vec![Action::Update(stored.to_item()?)];
        match self.write(LABELS, None, update).await? {
            Some(Written::Item(stored)) => self.label_of(&stored).await,
            _ => Err(not_found(id)),
        }
    }

    /// Removes a label, from the contacts that have it too.
    ///
    /// # Errors
    /// There is none, it is the server's own, or the data failed.
    pub async fn remove_label(&self, id: &str) -> Result<Label, CrmError> {
        self.own_label(id).await?;
        let label = self.label(id).await?;
        let remove = vec![Action::Remove(id.to_owned())];
        self.write(LABELS, None, remove).await?;
        let key = [keys::label(id)];
        loop {
            let members = self.with_keys(&key, FOUND_MAX).await?;
            if members.is_empty() {
                return Ok(label);
            }
            for contact in members {
                self.unlabel(&contact, id).await?;
            }
        }
    }

    /// Gives contacts a label, and says how many did not have it. Ids that are no contact's are
    /// passed over.
    ///
    /// # Errors
    /// There is no such label, there are too many contacts, or the data failed.
    pub async fn label_contacts(&self, id: &str, contacts: &[String]) -> Result<u64, CrmError> {
        self.existing_label(id).await?;
        if contacts.len() > LABELLED_MAX {
            let message = format!("At most {LABELLED_MAX} contacts are labelled at once.");
            return Err(CrmError::label(message));
        }
        let mut affected = 0;
        for contact in contacts {
            let mut is_new = false;
            let edited = self.labels_changed(contact, |contact| {
                is_new = !contact.labels.iter().any(|label| label == id);
                contact.label(id)
            });
            match edited.await {
                Ok(()) => affected += u64::from(is_new),
                Err(CrmError::Fault(CrmFault::ContactNotFound, _)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(affected)
    }

    /// The contacts that have any of these labels, as [`Crm::label_contacts`] takes them: one more
    /// than it takes where there are more.
    ///
    /// # Errors
    /// The data failed.
    pub async fn labelled(&self, labels: &[String]) -> Result<Vec<String>, CrmError> {
        let keys: Vec<String> = labels.iter().map(|label| keys::label(label)).collect();
        self.with_keys(&keys, LABELLED_MAX as u64 + 1).await
    }

    /// Takes a label from a contact; whether it had it.
    ///
    /// # Errors
    /// The data failed.
    pub async fn unlabel(&self, contact: &str, id: &str) -> Result<bool, CrmError> {
        let mut had = false;
        let edited = self.labels_changed(contact, |contact| {
            had = contact.labels.iter().any(|label| label == id);
            contact.labels.retain(|label| label != id);
            Ok(())
        });
        match edited.await {
            Err(CrmError::Fault(CrmFault::ContactNotFound, _)) => Ok(false),
            other => other.map(|()| had),
        }
    }

    /// Changes a contact's labels; nothing is written when they stay what they are.
    async fn labels_changed(
        &self,
        id: &str,
        mut change: impl FnMut(&mut super::Contact) -> Result<(), CrmError>,
    ) -> Result<(), CrmError> {
        let contact = self.contact(id).await?;
        let mut changed = contact.clone();
        change(&mut changed)?;
        if changed.labels == contact.labels {
            return Ok(());
        }
        let edited = self.edit(id, Expected::Anything, |contact, _| change(contact));
        edited.await.map(drop)
    }

    async fn own_label(&self, id: &str) -> Result<StoredLabel, CrmError> {
        let stored = self.existing_label(id).await?;
        if stored.system {
            let message = format!("The label {id:?} is one that every site has.");
            return Err(CrmError::label(message));
        }
        Ok(stored)
    }

    /// # Errors
    /// There is none.
    pub(super) async fn existing_label(&self, id: &str) -> Result<StoredLabel, CrmError> {
        let stored = self.get(LABELS, id).await?;
        let stored = stored.ok_or_else(|| not_found(id))?;
        Ok(StoredLabel::read(&stored)?)
    }
}

fn not_found(id: &str) -> CrmError {
    CrmError::Fault(
        CrmFault::LabelNotFound,
        format!("There is no label {id:?}."),
    )
}
