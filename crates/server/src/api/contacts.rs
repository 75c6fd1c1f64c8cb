//! Contacts as a whole, and their parts.

use super::collections::Answer;
use super::error::{ApiError, json_response};
use super::list;
use super::request::{Request, bad};
use serde_json::{Value, json};
use velodrome_site::crm::{
    Contact, ContactList, CrmError, Draft, Facet, Fields, Part, PartKind, append_shown,
};

/// The version with which a new contact is one that may be known already. Source: documentation.
const RECONCILING: &str = "2.0.0";
/// What may be sent to subscribers, by the status that lists ask for. Source: documentation.
const SUBSCRIBERS: [(&str, &[&str]); 2] =
    [("notSet", &["transactional"]), ("optIn", &["recurring"])];

pub(super) async fn list_contacts(request: &Request<'_>) -> Answer {
    let fields = request.text("fields");
    let either = |one: &str, other: &str| request.text(one).or_else(|| request.text(other));
    let mut labels = request.names("labels");
    labels.extend(request.names("tag"));
    let wanted = ContactList {
        email: request.text("email"),
        phone: request.text("phone"),
        first: either("name.first", "firstName"),
        last: either("name.last", "lastName"),
        labels,
        statuses: Vec::new(),
        fields,
    };
    page(request, wanted, |stored, list, page| {
        let fields = list
            .fields
            .as_deref()
            .map_or(Ok(Fields::ALL), Fields::parse)?;
        Ok(append_shown(stored, fields, page)?)
    })
    .await
}

pub(super) async fn list_subscribers(request: &Request<'_>) -> Answer {
    let statuses = match request.caller.parameter("status") {
        None => SUBSCRIBERS
            .iter()
            .flat_map(|(_, statuses)| *statuses)
            .collect(),
        Some(status) => match SUBSCRIBERS.iter().find(|(known, _)| *known == status) {
            Some((_, statuses)) => Vec::from_iter(*statuses),
            None => return Err(bad("status must be notSet or optIn.")),
        },
    };
    let wanted = ContactList {
        statuses: statuses
            .into_iter()
            .map(|text| (*text).to_owned())
            .collect(),
        ..ContactList::default()
    };
    page(request, wanted, |stored, list, page| {
        let contact = Contact::read(stored)?;
        let is_asked_for = |email: &&Part| {
            let status = email.members.get("emailStatus");
            status.is_some_and(|status| list.statuses.contains(status))
        };
        let emails = contact.parts(PartKind::Email).iter().filter(is_asked_for);
        let emails: Vec<Value> = emails.map(|email| email.to_json(PartKind::Email)).collect();
        let subscriber = json!({"id": contact.id, "name": contact.name, "emails": emails});
        page.push_str(&subscriber.to_string());
        Ok(())
    })
    .await
}

/// A page of contacts; `show` appends one as clients see it.
async fn page(
    request: &Request<'_>,
    wanted: ContactList,
    show: impl Fn(&str, &ContactList, &mut String) -> Result<(), CrmError>,
) -> Answer {
    let sent = (wanted != ContactList::default()).then(|| json!(wanted).to_string());
    let asked = list::read(
        request.caller,
        request.endpoint,
        request.at_ms,
        sent,
        list::same,
    )?;
    let wanted: ContactList = asked.wanted()?;
    if let Some(fields) = &wanted.fields {
        Fields::parse(fields).map_err(|error| bad(error.to_string()))?;
    }
    let crm = request.crm()?;
    let found = crm.contacts(&wanted, asked.limit(), asked.seek()).await?;
    let page = asked.page(request.caller, request.endpoint, &found, |stored, page| {
        Ok(show(stored, &wanted, page)?)
    })?;
    Ok(json_response(200, page))
}

pub(super) async fn create(request: &Request<'_>) -> Answer {
    let draft = Draft::read(&request.json()?)?;
    let crm = request.crm()?;
    if request.caller.parameter("version") == Some(RECONCILING) {
        let reconciled = crm.reconcile(draft).await?;
        return Ok(json_response(200, reconciled.to_json().to_string()));
    }
    let contact = crm.create(draft).await?;
    Ok(id_of(&contact))
}

pub(super) async fn upsert(request: &Request<'_>) -> Answer {
    let body = request.json()?;
    let text = |member: &str| match body.get(member) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.as_str())),
        Some(_) => {
            let message = format!("{member:?} is not a string.");
            Err(CrmError::refused_contact(message))
        }
    };
    let (email, phone) = (text("email")?, text("phone")?);
    let token = text("userSessionToken")?;
    let contact = request.crm()?.upsert(email, phone, token).await?;
    Ok(id_of(&contact))
}

pub(super) async fn get(request: &Request<'_>) -> Answer {
    let fields = request.caller.parameter("fields");
    let fields = fields.map_or(Ok(Fields::ALL), Fields::parse);
    let fields = fields.map_err(|error| bad(error.to_string()))?;
    let contact = request.crm()?.contact(request.segment(0)).await?;
    Ok(json_response(200, contact.to_json(fields).to_string()))
}

pub(super) async fn replace(request: &Request<'_>) -> Answer {
    let expected = request.expected()?;
    let draft = Draft::read(&request.json()?)?;
    let crm = request.crm()?;
    whole(crm.replace(request.segment(0), expected, &draft).await?)
}

pub(super) async fn patch(request: &Request<'_>) -> Answer {
    let expected = request.expected()?;
    let operations = request.json()?;
    let crm = request.crm()?;
    whole(crm.patch(request.segment(0), expected, &operations).await?)
}

pub(super) async fn remove(request: &Request<'_>) -> Answer {
    let expected = request.expected_or_anything()?;
    whole(request.crm()?.remove(request.segment(0), expected).await?)
}

pub(super) async fn set(request: &Request<'_>, facet: Facet) -> Answer {
    let expected = request.expected()?;
    let json = request.json()?;
    let crm = request.crm()?;
    whole(crm.set(request.segment(0), expected, facet, &json).await?)
}

pub(super) async fn add_part(request: &Request<'_>, kind: PartKind) -> Answer {
    let expected = request.expected()?;
    let part = Part::read(kind, &request.json()?)?;
    let crm = request.crm()?;
    whole(
        crm.add_part(request.segment(0), expected, kind, &part)
            .await?,
    )
}

pub(super) async fn replace_part(request: &Request<'_>, kind: PartKind) -> Answer {
    let expected = request.expected()?;
    let part = Part::read(kind, &request.json()?)?;
    let (contact, id) = (request.segment(0), part_id(request));
    let crm = request.crm()?;
    whole(crm.replace_part(contact, expected, kind, id, &part).await?)
}

pub(super) async fn remove_part(request: &Request<'_>, kind: PartKind) -> Answer {
    let expected = request.expected()?;
    let (contact, id) = (request.segment(0), part_id(request));
    whole(
        request
            .crm()?
            .remove_part(contact, expected, kind, id)
            .await?,
    )
}

pub(super) async fn subscribe(request: &Request<'_>) -> Answer {
    let expected = request.expected()?;
    let json = request.json()?;
    let (contact, id) = (request.segment(0), part_id(request));
    whole(
        request
            .crm()?
            .subscribe(contact, expected, id, &json)
            .await?,
    )
}

/// The id of a part; 0, which no part has, for what is no number.
fn part_id(request: &Request<'_>) -> u32 {
    request.segment(1).parse().unwrap_or_default()
}

fn id_of(contact: &Contact) -> crate::http1::Response {
    json_response(200, json!({"contactId": contact.id}).to_string())
}

fn whole(contact: Contact) -> Result<crate::http1::Response, ApiError> {
    Ok(json_response(200, contact.to_json(Fields::ALL).to_string()))
}
