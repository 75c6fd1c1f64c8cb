//! New contacts, and contacts that may be there already.

use velodrome_model::data::{Item, Wde};
use velodrome_store::{Action, Guard, Written};

use super::CONTACTS;
use super::book::{Crm, link, now};
use super::contact::Contact;
use super::draft::Draft;
use super::edit::Expected;
use super::error::CrmError;
use super::keys;
use super::limits::ATTEMPTS_MAX;
use super::part::{Part, PartKind, is_email};
use crate::data::new_id;

/// Who somebody is, as far as one can tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
    /// The key of a session.
    pub(super) session: Option<String>,
}

impl Identity {
    /// The keys, those that tell most first.
    pub(super) fn keys(&self) -> Vec<String> {
        let email = self.email.as_deref().map(keys::email);
        let phone = self.phone.as_deref().and_then(keys::phone);
        [email, phone, self.session.clone()]
            .into_iter()
            .flatten()
            .collect()
    }
}

impl Crm {
    /// A new contact, whoever else there is.
    ///
    /// # Errors
    /// The draft asks for too much, or the data failed.
    pub async fn create(&self, draft: Draft) -> Result<Contact, CrmError> {
        let contact = draft.into_contact(&now().1)?;
        let made = self.insert(contact, None).await?;
        made.ok_or_else(CrmError::contended)
    }

    /// Writes a new contact; `None` when another has one of `keys`.
    pub(super) async fn insert(
        &self,
        mut contact: Contact,
        keys: Option<Vec<String>>,
    ) -> Result<Option<Contact>, CrmError> {
        contact.id = new_id();
        let item: Item = contact.compose()?;
        let actions = vec![
            Action::Insert(item),
            link(&contact.id, contact.lookup().to_vec()),
        ];
        let guard = keys.map(|to| Guard::Unlinked {
            field: keys::LINK.to_owned(),
            to,
        });
        match self.write(CONTACTS, guard, actions).await? {
            Some(Written::Item(stored)) => Ok(Some(Contact::read(&stored)?)),
            _ => Ok(None),
        }
    }

    /// The contact with this email or phone number, made when there is none; what it lacks of both
    /// it has then.
    ///
    /// # Errors
    /// Neither is given, or one is not what it must be; or the data failed.
    pub async fn upsert(
        &self,
        email: Option<&str>,
        phone: Option<&str>,
        session_token: Option<&str>,
    ) -> Result<Contact, CrmError> {
        if let Some(email) = email.filter(|email| !is_email(email.trim())) {
            let message = format!("\"email\" is not an email address: {email:?}.");
            return Err(CrmError::contact(message));
        }
        if let Some(phone) = phone.filter(|phone| keys::phone(phone).is_none()) {
            let message = format!("\"phone\" is not a phone number: {phone:?}.");
            return Err(CrmError::contact(message));
        }
        if email.is_none() && phone.is_none() {
            let message = "\"phone\" or \"email\" must be given.";
            return Err(CrmError::contact(message));
        }
        let part = |kind, value: Option<&str>| {
            let json = value.map(|value| match kind {
                PartKind::Email => serde_json::json!({"email": value, "tag": "main"}),
                _ => serde_json::json!({"phone": value, "tag": "main"}),
            });
            json.map(|json| Part::read(kind, &json)).transpose()
        };
        let mut draft = Draft::default();
        let email = part(PartKind::Email, email)?;
        let phone = part(PartKind::Phone, phone)?;
        draft.parts[PartKind::Email as usize] = email.map(|part| vec![part]);
        draft.parts[PartKind::Phone as usize] = phone.map(|part| vec![part]);
        let (contact, _) = self.merge(draft, session_token).await?;
        Ok(contact)
    }

    /// The contact that is meant by a draft, which is made when there is none, with what it lacked
    /// of the draft; and whether it is new. A draft that names nobody is met in a session, or new.
    pub(super) async fn merge(
        &self,
        draft: Draft,
        session_token: Option<&str>,
    ) -> Result<(Contact, bool), CrmError> {
        let first = |kind, member| draft.of(kind).first().and_then(|part| part.get(member));
        let identity = Identity {
            email: first(PartKind::Email, "email").map(str::to_owned),
            phone: first(PartKind::Phone, "phone").map(str::to_owned),
            session: session_token.map(keys::session),
        };
        for _ in 0..ATTEMPTS_MAX {
            if let Some(id) = self.whose(&identity).await? {
                let merged = self.add_missing(&id, &draft, &identity).await;
                match merged {
                    // It went meanwhile.
                    Err(CrmError::Fault(super::CrmFault::ContactNotFound, _)) => continue,
                    other => return Ok((other?, false)),
                }
            }
            let mut contact = draft.clone().into_contact(&now().1)?;
            identity
                .session
                .iter()
                .for_each(|session| contact.met_in(session));
            if let Some(made) = self.insert(contact, Some(identity.keys())).await? {
                return Ok((made, true));
            }
        }
        Err(CrmError::contended())
    }

    /// The id of the contact of this identity: that with the email, else with the phone number, else
    /// met in the session.
    pub(super) async fn whose(&self, identity: &Identity) -> Result<Option<String>, CrmError> {
        for key in identity.keys() {
            let found = self.with_keys(&[key], 1).await?;
            if let Some(id) = found.into_iter().next() {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// Gives a contact what it lacks of a draft; it is not touched when it lacks nothing.
    async fn add_missing(
        &self,
        id: &str,
        draft: &Draft,
        identity: &Identity,
    ) -> Result<Contact, CrmError> {
        let contact = self.contact(id).await?;
        let mut filled = contact.clone();
        fill(&mut filled, draft, identity, &now().1)?;
        if filled == contact {
            return Ok(contact);
        }
        self.edit(id, Expected::Anything, |contact, now| {
            fill(contact, draft, identity, now)
        })
        .await
    }
}

/// Gives a contact what it lacks of a draft.
fn fill(
    contact: &mut Contact,
    draft: &Draft,
    identity: &Identity,
    now: &str,
) -> Result<(), CrmError> {
    super::reconcile::fill(contact, draft, now)?;
    let sessions = identity.session.iter();
    sessions.for_each(|session| contact.met_in(session));
    Ok(())
}

/// Whether an id is taken, as the store says it.
pub(super) fn is_taken(error: &CrmError) -> bool {
    matches!(error, CrmError::Data(error) if error.wde == Wde::ITEM_ALREADY_EXISTS)
}
