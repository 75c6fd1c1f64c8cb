//! Contacts as `wix-crm-backend` knows them: from its `ContactInfo` to a draft, and from a contact to its
//! `Contact`. Source: reference of wix-crm-backend.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::contact::Contact;
use super::draft::Draft;
use super::error::CrmError;
use super::keys::normalized_phone;
use super::part::{Part, PartKind};

/// Tags that the module knows; any other is `UNTAGGED` there.
const TAGS: [&str; 8] = [
    "MAIN", "HOME", "WORK", "MOBILE", "FAX", "BILLING", "SHIPPING", "OTHER",
];
/// What is kept of `ContactInfo` as it is, and shown by this module alone.
const KEPT: [&str; 2] = ["birthdate", "locale"];
/// Characters of a text among those.
const KEPT_CHARS_MAX: usize = 100;

/// Makes a part of the API of one of the module.
type Convert = fn(&Map<String, Value>) -> Value;

/// What was said of a contact.
#[derive(Clone, Debug, Default)]
pub(super) struct Info {
    pub(super) draft: Draft,
    /// Whether `labelKeys` was spoken of.
    pub(super) says_labels: bool,
}

/// Reads a `ContactInfo`.
pub(super) fn read(info: &Value) -> Result<Info, CrmError> {
    let Some(info) = info.as_object() else {
        return Err(CrmError::contact("contactInfo is not an object."));
    };
    let said = |member: &str| info.get(member).filter(|value| !value.is_null());
    let mut json = Map::new();
    if let Some(name) = said("name") {
        json.insert("name".to_owned(), name.clone());
    }
    let picture = said("profilePicture").or_else(|| said("picture")?.get("image"));
    if let Some(picture) = picture {
        json.insert("picture".to_owned(), picture.clone());
    }
    let conversions: [(PartKind, Convert); 3] = [
        (PartKind::Email, email),
        (PartKind::Phone, phone),
        (PartKind::Address, address),
    ];
    for (kind, convert) in conversions {
        if let Some(list) = said(kind.list()) {
            let parts = parts(kind, list, convert)?;
            json.insert(kind.list().to_owned(), Value::Array(parts));
        }
    }
    let mut draft = Draft::read(&Value::Object(json))?;
    for phone in draft.parts[PartKind::Phone as usize].iter_mut().flatten() {
        keep_country(phone, said("phones"));
    }
    draft.company = company(said("company"), said("jobTitle"))?;
    let labels = said("labelKeys").map(texts).transpose()?;
    let says_labels = labels.is_some();
    draft.labels = labels.unwrap_or_default();
    draft.velo = kept(info)?;
    Ok(Info { draft, says_labels })
}

fn company(
    company: Option<&Value>,
    job: Option<&Value>,
) -> Result<Option<BTreeMap<String, String>>, CrmError> {
    if company.is_none() && job.is_none() {
        return Ok(None);
    }
    let json = json!({"name": company, "role": job});
    super::draft::read_company(&json).map(Some)
}

fn kept(info: &Map<String, Value>) -> Result<Map<String, Value>, CrmError> {
    let mut kept = Map::new();
    for member in KEPT {
        match info.get(member) {
            None | Some(Value::Null) => {}
            Some(Value::String(text)) if text.chars().count() <= KEPT_CHARS_MAX => {
                kept.insert(member.to_owned(), json!(text));
            }
            Some(_) => {
                let message =
                    format!("{member:?} is not a string of at most {KEPT_CHARS_MAX} characters.");
                return Err(CrmError::contact(message));
            }
        }
    }
    match info.get("extendedFields") {
        None | Some(Value::Null) => {}
        Some(Value::Object(fields)) => {
            let fields: Map<String, Value> = fields
                .iter()
                .map(|(key, value)| (encoded(key), value.clone()))
                .collect();
            kept.insert("extendedFields".to_owned(), Value::Object(fields));
        }
        Some(_) => return Err(CrmError::contact("\"extendedFields\" is not an object.")),
    }
    Ok(kept)
}

/// The key of an extended field as the name of one member: a dot would be a step in a path.
pub(super) fn encoded(key: &str) -> String {
    key.replace('.', "/")
}

fn texts(json: &Value) -> Result<Vec<String>, CrmError> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let texts = json
        .as_array()
        .and_then(|list| list.iter().map(text).collect());
    texts.ok_or_else(|| CrmError::contact("\"labelKeys\" is not an array of strings."))
}

/// The parts of a list, the primary one first.
fn parts(kind: PartKind, list: &Value, convert: Convert) -> Result<Vec<Value>, CrmError> {
    let Some(list) = list.as_array() else {
        return Err(CrmError::contact(format!(
            "{:?} is not an array.",
            kind.list()
        )));
    };
    let is_primary = |part: &&Value| part["primary"] == json!(true);
    let first = list.iter().filter(is_primary);
    let rest = list.iter().filter(|part| !is_primary(part));
    first
        .chain(rest)
        .map(|part| match part.as_object() {
            Some(members) => Ok(convert(members)),
            None => Err(CrmError::contact(format!(
                "An element of {:?} is not an object.",
                kind.list()
            ))),
        })
        .collect()
}

fn tag(members: &Map<String, Value>) -> Value {
    let tag = members.get("tag").and_then(Value::as_str);
    match tag {
        None | Some("UNTAGGED") => Value::Null,
        Some(tag) => json!(tag.to_lowercase()),
    }
}

fn email(members: &Map<String, Value>) -> Value {
    json!({"tag": tag(members), "email": members.get("email")})
}

fn phone(members: &Map<String, Value>) -> Value {
    json!({"tag": tag(members), "phone": members.get("phone")})
}

fn address(members: &Map<String, Value>) -> Value {
    let none = Map::new();
    let details = members.get("address").and_then(Value::as_object);
    let details = details.unwrap_or(&none);
    let street = details.get("streetAddress").and_then(|street| {
        let text = |member: &str| street[member].as_str().unwrap_or_default();
        let whole = format!("{} {}", text("number"), text("name"));
        let whole = whole.trim();
        (!whole.is_empty()).then(|| json!(whole))
    });
    let line = details.get("addressLine1").cloned().or(street);
    json!({
        "tag": tag(members),
        "address": line.or_else(|| details.get("formatted").cloned()),
        "neighborhood": details.get("addressLine2"),
        "city": details.get("city"),
        "region": details.get("subdivision"),
        "country": details.get("country"),
        "postalCode": details.get("postalCode"),
    })
}

/// Keeps the country of a phone number, which only this module knows.
fn keep_country(part: &mut Part, phones: Option<&Value>) {
    let number = part.members.get("phone").cloned();
    let given = phones.and_then(Value::as_array).into_iter().flatten();
    let country = given
        .filter(|phone| phone["phone"].as_str() == number.as_deref())
        .find_map(|phone| phone["countryCode"].as_str());
    if let Some(country) = country.filter(|country| country.len() == 2) {
        part.members
            .insert("countryCode".to_owned(), country.to_owned());
    }
}

/// A contact as the module shows it; dates are milliseconds since 1970.
pub(super) fn to_velo(contact: &Contact) -> Value {
    let first = |kind: PartKind, member: &str| {
        let part = contact.parts(kind).first();
        part.and_then(|part| part.members.get(member)).cloned()
    };
    let primary = members([
        ("email", json!(first(PartKind::Email, "email"))),
        ("phone", json!(first(PartKind::Phone, "phone"))),
    ]);
    json!({
        "_id": contact.id,
        "_createdDate": contact.created_ms,
        "_updatedDate": contact.modified_ms,
        "revision": contact.revision,
        "source": {"sourceType": "OTHER"},
        "lastActivity": {"activityDate": contact.created_ms, "activityType": "CONTACT_CREATED"},
        "primaryInfo": primary,
        "info": info(contact),
    })
}

fn info(contact: &Contact) -> Value {
    let name: BTreeMap<&str, &String> = ["first", "last"]
        .into_iter()
        .filter_map(|member| Some((member, contact.name.get(member)?)))
        .collect();
    let list = |kind: PartKind, show: fn(&Part, bool) -> Value| {
        let parts = contact.parts(kind).iter().enumerate();
        match contact.parts(kind).is_empty() {
            true => Value::Null,
            false => parts.map(|(index, part)| show(part, index == 0)).collect(),
        }
    };
    let labels = match contact.labels.is_empty() {
        true => Value::Null,
        false => json!(contact.labels),
    };
    let name = if name.is_empty() {
        Value::Null
    } else {
        json!(name)
    };
    let mut info = members([
        ("name", name),
        ("company", json!(contact.company.get("name"))),
        ("jobTitle", json!(contact.company.get("role"))),
        ("birthdate", json!(contact.velo.get("birthdate"))),
        ("locale", json!(contact.velo.get("locale"))),
        ("profilePicture", json!(contact.picture)),
        ("emails", list(PartKind::Email, show_email)),
        ("phones", list(PartKind::Phone, show_phone)),
        ("addresses", list(PartKind::Address, show_address)),
        ("labelKeys", labels),
    ]);
    info["extendedFields"] = extended(contact);
    info
}

fn extended(contact: &Contact) -> Value {
    let mut fields = Map::new();
    let part = |member: &str| contact.name.get(member).map_or("", String::as_str);
    let (first, last) = (part("first"), part("last"));
    for (key, one, other) in [
        ("contacts.displayByFirstName", first, last),
        ("contacts.displayByLastName", last, first),
    ] {
        let shown = format!("{one} {other}");
        if !shown.trim().is_empty() {
            fields.insert(key.to_owned(), json!(shown.trim()));
        }
    }
    let own = contact
        .velo
        .get("extendedFields")
        .and_then(Value::as_object);
    for (key, value) in own.into_iter().flatten() {
        fields.insert(key.replace('/', "."), value.clone());
    }
    Value::Object(fields)
}

fn shown_tag(part: &Part) -> String {
    let tag = part.members.get("tag").map(|tag| tag.to_uppercase());
    tag.filter(|tag| TAGS.contains(&tag.as_str()) && tag != "OTHER")
        .unwrap_or_else(|| "UNTAGGED".to_owned())
}

fn show_email(part: &Part, primary: bool) -> Value {
    json!({
        "_id": part.id.to_string(),
        "tag": shown_tag(part),
        "email": part.members.get("email"),
        "primary": primary,
    })
}

fn show_phone(part: &Part, primary: bool) -> Value {
    let number = part.members.get("phone");
    let e164 = number
        .and_then(|number| normalized_phone(number))
        .filter(|number| number.starts_with('+'));
    members([
        ("_id", json!(part.id.to_string())),
        ("tag", json!(shown_tag(part))),
        ("countryCode", json!(part.members.get("countryCode"))),
        ("phone", json!(number)),
        ("e164Phone", json!(e164)),
        ("primary", json!(primary)),
    ])
}

fn show_address(part: &Part, _: bool) -> Value {
    let text = |member: &str| json!(part.members.get(member));
    let shown = [
        "address",
        "neighborhood",
        "city",
        "region",
        "postalCode",
        "country",
    ];
    let shown: Vec<&str> = shown
        .into_iter()
        .filter_map(|member| part.members.get(member).map(String::as_str))
        .collect();
    json!({
        "_id": part.id.to_string(),
        "tag": shown_tag(part),
        "address": members([
            ("formatted", json!(shown.join("\n"))),
            ("addressLine1", text("address")),
            ("addressLine2", text("neighborhood")),
            ("city", text("city")),
            ("subdivision", text("region")),
            ("country", text("country")),
            ("postalCode", text("postalCode")),
        ]),
    })
}

/// An object of those members that are not null.
fn members<const N: usize>(members: [(&str, Value); N]) -> Value {
    let said = members.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(said.map(|(name, value)| (name.to_owned(), value)).collect())
}
