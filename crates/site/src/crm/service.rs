//! What the module `wix-crm-backend` asks for, operation by operation.
//!
//! Callers of HTTP functions are anonymous: all but `appendOrCreate` needs the permission to manage
//! contacts, which `suppressAuth` and `elevate` stand for. Source: reference of wix-crm-backend.

use serde_json::{Value, json};
use velodrome_runtime::{HostReply, ServiceCall};

use super::book::Crm;
use super::contact::Contact;
use super::edit::Expected;
use super::error::{CrmError, CrmFault};
use super::part::PartKind;
use super::velo_info::{self, Info};
use super::velo_query::Asked;

/// The name by which JavaScript asks.
pub(crate) const NAME: &str = "contacts";

/// The operation that needs no permission.
const OPEN: &str = "appendOrCreate";

impl Crm {
    /// Does what JavaScript asks for.
    pub(crate) fn call(&self, call: ServiceCall<'_>) -> HostReply {
        if !call.elevated && call.operation != OPEN {
            let message = "The current user does not have permissions to manage contacts: the caller is anonymous. Backend code passes suppressAuth: true, or goes through elevate.";
            return HostReply::Now(HostReply::error("PERMISSION_DENIED", message));
        }
        let (crm, operation) = (self.clone(), call.operation.to_owned());
        let argument = serde_json::from_str(call.argument).unwrap_or_default();
        HostReply::Later(Box::pin(async move {
            match crm.carry_out(&operation, &argument).await {
                Ok(reply) => reply.to_string(),
                Err(error) => HostReply::error(code(&error), &error.to_string()),
            }
        }))
    }

    async fn carry_out(&self, operation: &str, argument: &Value) -> Result<Value, CrmError> {
        let text = |member: &str| argument[member].as_str().unwrap_or_default();
        let id = text("id");
        match operation {
            "create" => self.create_velo(argument).await,
            OPEN => self.append(&argument["info"]).await,
            "get" => Ok(velo_info::to_velo(&self.contact(id).await?)),
            "update" => self.update(id, argument).await,
            "delete" => {
                self.remove(id, Expected::Anything).await?;
                Ok(Value::Null)
            }
            "query" => self.query_velo(argument).await,
            "label" => self.relabel(id, &argument["keys"], true).await,
            "unlabel" => self.relabel(id, &argument["keys"], false).await,
            "findOrCreateLabel" => {
                let (label, is_new) = self.find_or_create_label(text("name"), None).await?;
                Ok(json!({"label": label.to_velo(), "newLabel": is_new}))
            }
            "getLabel" => Ok(self.label(id).await?.to_velo()),
            "renameLabel" => {
                let renamed = self.change_label(id, Some(text("name")), None).await?;
                Ok(renamed.to_velo())
            }
            "deleteLabel" => {
                self.remove_label(id).await?;
                Ok(Value::Null)
            }
            "queryLabels" => {
                let found = self.ask_labels(&Asked::read(argument)?).await?;
                let mut items = Vec::new();
                for document in found.documents.iter() {
                    items.push(self.label_of(document).await?.to_velo());
                }
                Ok(json!({"items": items, "total": found.total}))
            }
            _ => Err(CrmError::contact(format!(
                "There is no operation {operation:?}."
            ))),
        }
    }

    async fn create_velo(&self, argument: &Value) -> Result<Value, CrmError> {
        let Info { draft, .. } = velo_info::read(&argument["info"])?;
        self.check_labels(&draft.labels).await?;
        if draft.is_nameless() {
            return Err(CrmError::contact(
                "contactInfo has neither a name, a phone number nor an email address.",
            ));
        }
        let contact = draft.into_contact(&super::book::now().1)?;
        let emails = contact.parts(PartKind::Email).iter();
        let emails = emails.filter_map(|email| email.members.get("email"));
        let keys = emails.map(|email| super::keys::email(email)).collect();
        let guard = (argument["allowDuplicates"] != json!(true)).then_some(keys);
        match self.insert(contact, guard).await? {
            Some(made) => Ok(velo_info::to_velo(&made)),
            None => Err(CrmError::Fault(
                CrmFault::ContactExists,
                "Another contact has one of these email addresses. Pass allowDuplicates: true to make this one all the same.".to_owned(),
            )),
        }
    }

    async fn append(&self, info: &Value) -> Result<Value, CrmError> {
        let Info { draft, .. } = velo_info::read(info)?;
        self.check_labels(&draft.labels).await?;
        if draft.is_nameless() {
            return Err(CrmError::contact(
                "contactInfo has neither a name, a phone number nor an email address.",
            ));
        }
        let (contact, _) = self.merge(draft, None).await?;
        Ok(json!({"contactId": contact.id, "identityType": "CONTACT"}))
    }

    /// What is spoken of is changed, lists as a whole.
    async fn update(&self, id: &str, argument: &Value) -> Result<Value, CrmError> {
        let info = velo_info::read(&argument["info"])?;
        self.check_labels(&info.draft.labels).await?;
        let revision = argument["revision"].as_u64();
        let updated = self
            .edit(id, Expected::Anything, |contact, now| {
                if revision.is_some_and(|revision| revision != contact.revision) {
                    return Err(CrmError::Fault(
                        CrmFault::ContactChanged,
                        format!(
                            "The contact has the revision {}, and was changed since the one given.",
                            contact.revision
                        ),
                    ));
                }
                change(contact, &info, now)
            })
            .await?;
        Ok(velo_info::to_velo(&updated))
    }

    async fn query_velo(&self, argument: &Value) -> Result<Value, CrmError> {
        let found = self.ask(&Asked::read(argument)?).await?;
        let mut items = Vec::with_capacity(found.documents.len());
        for document in found.documents.iter() {
            items.push(velo_info::to_velo(&Contact::read(document)?));
        }
        Ok(json!({"items": items, "total": found.total}))
    }

    async fn relabel(&self, id: &str, keys: &Value, gives: bool) -> Result<Value, CrmError> {
        let text = |key: &Value| key.as_str().map(str::to_owned);
        let keys: Option<Vec<String>> = keys
            .as_array()
            .and_then(|keys| keys.iter().map(text).collect());
        let keys = keys.filter(|keys| !keys.is_empty());
        let keys = keys.ok_or_else(|| {
            CrmError::label("labelKeys must be an array of at least one label's key.")
        })?;
        self.check_labels(&keys).await?;
        let edited = self
            .edit(id, Expected::Anything, |contact, _| {
                if gives {
                    return keys.iter().try_for_each(|key| contact.label(key));
                }
                contact.labels.retain(|label| !keys.contains(label));
                Ok(())
            })
            .await?;
        Ok(velo_info::to_velo(&edited))
    }

    async fn check_labels(&self, keys: &[String]) -> Result<(), CrmError> {
        for key in keys {
            self.existing_label(key).await?;
        }
        Ok(())
    }
}

fn change(contact: &mut Contact, info: &Info, now: &str) -> Result<(), CrmError> {
    let draft = &info.draft;
    for (own, said) in [
        (&mut contact.name, &draft.name),
        (&mut contact.company, &draft.company),
    ] {
        for (member, text) in said.iter().flatten() {
            own.insert(member.clone(), text.clone());
        }
    }
    if let Some(picture) = &draft.picture {
        contact.picture = Some(picture.clone()).filter(|picture| !picture.is_empty());
    }
    for kind in PartKind::ALL {
        if let Some(parts) = &draft.parts[kind as usize] {
            let old = std::mem::take(contact.parts_mut(kind));
            for part in parts {
                match old.iter().find(|old| old.says_the_same(part, kind)) {
                    Some(known) => {
                        let mut part = part.clone();
                        part.id = known.id;
                        contact.parts_mut(kind).push(part);
                    }
                    None => contact.add(kind, super::draft::dated(kind, part.clone(), now))?,
                }
            }
        }
    }
    if info.says_labels {
        contact.labels.clone_from(&draft.labels);
    }
    for (member, value) in &draft.velo {
        match (contact.velo.get_mut(member), value) {
            (Some(Value::Object(own)), Value::Object(said)) => {
                own.extend(said.clone());
            }
            _ => {
                contact.velo.insert(member.clone(), value.clone());
            }
        }
    }
    Ok(())
}

fn code(error: &CrmError) -> &'static str {
    match error {
        CrmError::Data(_) => "INTERNAL_ERROR",
        CrmError::Fault(fault, _) => match fault {
            CrmFault::ContactNotFound => "CONTACT_NOT_FOUND",
            CrmFault::ContactChanged => "CONTACT_CHANGED",
            CrmFault::ContactExists => "CONTACT_ALREADY_EXISTS",
            CrmFault::LabelNotFound => "LABEL_NOT_FOUND",
            CrmFault::LabelRefused => "INVALID_LABEL",
            CrmFault::Contended => "OVERLOADED",
            _ => "INVALID_ARGUMENT",
        },
    }
}
