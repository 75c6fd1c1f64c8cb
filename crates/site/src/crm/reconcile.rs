//! A contact that may be somebody known: what is new is added, what contradicts is rejected.

use serde_json::{Value, json};

use super::book::Crm;
use super::contact::Contact;
use super::draft::{Draft, dated};
use super::error::CrmError;
use super::fields::Fields;
use super::part::PartKind;

/// What became of a contact that was sent to be reconciled.
#[derive(Clone, Debug, PartialEq)]
pub struct Reconciled {
    /// The contact.
    pub contact: Contact,
    /// What of the draft it had already, by member.
    pub existing: Vec<Value>,
    /// What of the draft contradicts it, by member: the contact keeps what it has.
    pub rejected: Vec<Value>,
    /// Whether nobody had the email or phone number.
    pub is_new: bool,
}

impl Reconciled {
    /// As clients see it.
    pub fn to_json(&self) -> Value {
        json!({
            "contact": self.contact.to_json(Fields::ALL),
            "details": {
                "rejectedData": self.rejected,
                "existingData": self.existing,
                "note": {
                    "returnedData": "all",
                    "requiredPermissionsForAllData": [],
                },
                "isNew": self.is_new,
            },
        })
    }
}

impl Crm {
    /// Finds the contact that a draft means, by its first email, else by its first phone number, and
    /// adds to it what it lacks; makes it when there is none.
    ///
    /// # Errors
    /// The draft asks for too much, or the data failed.
    pub async fn reconcile(&self, draft: Draft) -> Result<Reconciled, CrmError> {
        let before = match self.whose_draft(&draft).await? {
            Some(id) => self.contact(&id).await.ok(),
            None => None,
        };
        let (contact, is_new) = self.merge(draft.clone(), None).await?;
        let before = before.filter(|before| before.id == contact.id);
        let (existing, rejected) = match before {
            Some(before) => compared(&before, &draft),
            None => (Vec::new(), Vec::new()),
        };
        Ok(Reconciled {
            contact,
            existing,
            rejected,
            is_new,
        })
    }

    async fn whose_draft(&self, draft: &Draft) -> Result<Option<String>, CrmError> {
        let first = |kind, member| {
            let part = draft.of(kind).first();
            part.and_then(|part| part.get(member)).map(str::to_owned)
        };
        let identity = super::create::Identity {
            email: first(PartKind::Email, "email"),
            phone: first(PartKind::Phone, "phone"),
            session: None,
        };
        self.whose(&identity).await
    }
}

/// Gives a contact what it lacks of a draft.
pub(super) fn fill(contact: &mut Contact, draft: &Draft, now: &str) -> Result<(), CrmError> {
    for (own, said) in [
        (&mut contact.name, &draft.name),
        (&mut contact.company, &draft.company),
    ] {
        for (member, text) in said.iter().flatten() {
            own.entry(member.clone()).or_insert_with(|| text.clone());
        }
    }
    if contact.picture.is_none() {
        contact.picture = draft.picture.clone().filter(|picture| !picture.is_empty());
    }
    for label in &draft.labels {
        contact.label(label)?;
    }
    for (member, value) in &draft.velo {
        match (contact.velo.get_mut(member), value) {
            (Some(Value::Object(own)), Value::Object(said)) => {
                for (key, value) in said {
                    own.entry(key.clone()).or_insert_with(|| value.clone());
                }
            }
            (Some(_), _) => {}
            (None, _) => {
                contact.velo.insert(member.clone(), value.clone());
            }
        }
    }
    for kind in PartKind::ALL {
        for part in draft.of(kind) {
            let known = contact.parts(kind);
            if !known.iter().any(|known| known.says_the_same(part, kind)) {
                contact.add(kind, dated(kind, part.clone(), now))?;
            }
        }
    }
    Ok(())
}

/// What of a draft a contact has, and what it has otherwise.
fn compared(contact: &Contact, draft: &Draft) -> (Vec<Value>, Vec<Value>) {
    let (mut existing, mut rejected) = (Vec::new(), Vec::new());
    for (member, own, said) in [
        ("name", &contact.name, &draft.name),
        ("company", &contact.company, &draft.company),
    ] {
        for (name, text) in said.iter().flatten() {
            let row = json!({ member: { name: text } });
            match own.get(name) {
                Some(known) if known == text => existing.push(row),
                Some(_) => rejected.push(row),
                None => {}
            }
        }
    }
    if let (Some(own), Some(said)) = (&contact.picture, &draft.picture) {
        let list = if own == said {
            &mut existing
        } else {
            &mut rejected
        };
        list.push(json!({ "picture": said }));
    }
    for kind in PartKind::ALL {
        for part in draft.of(kind) {
            let mut known = contact.parts(kind).iter();
            if let Some(known) = known.find(|known| known.says_the_same(part, kind)) {
                existing.push(json!({ kind.segment(): known.to_json(kind) }));
            }
        }
    }
    (existing, rejected)
}
