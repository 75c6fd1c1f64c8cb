//! Labels, and the contacts that have them.

use super::collections::Answer;
use super::error::json_response;
use super::list;
use super::request::Request;
use serde_json::{Value, json};
use velodrome_site::crm::CrmError;

pub(super) async fn list_all(request: &Request<'_>) -> Answer {
    let asked = list::read(
        request.caller,
        request.endpoint,
        request.at_ms,
        None,
        list::same,
    )?;
    let crm = request.crm()?;
    let mut found = crm.labels(asked.limit(), asked.seek()).await?;
    let mut shown = Vec::with_capacity(found.documents.len());
    for stored in found.documents.iter() {
        shown.push(crm.label_of(stored).await?.to_json().to_string());
    }
    found.documents = shown.iter().map(String::as_str).collect();
    let page = asked.page(request.caller, request.endpoint, &found, |shown, page| {
        page.push_str(shown);
        Ok(())
    })?;
    Ok(json_response(200, page))
}

pub(super) async fn create(request: &Request<'_>) -> Answer {
    let body = request.json()?;
    let name = text(&body, "name")?.unwrap_or_default();
    let about = text(&body, "description")?;
    let label = request.crm()?.create_label(name, about).await?;
    Ok(json_response(
        200,
        json!({"labelId": label.id()}).to_string(),
    ))
}

pub(super) async fn get(request: &Request<'_>) -> Answer {
    let label = request.crm()?.label(request.segment(0)).await?;
    Ok(json_response(200, label.to_json().to_string()))
}

pub(super) async fn change(request: &Request<'_>) -> Answer {
    let body = request.json()?;
    if !body.is_object() && !body.is_string() {
        let message = "The body is neither an object nor the label's name.";
        return Err(CrmError::refused_label(message).into());
    }
    // The name alone may be sent as a string.
    let name = body
        .as_str()
        .map_or_else(|| text(&body, "name"), |name| Ok(Some(name)))?;
    let about = text(&body, "description")?;
    let crm = request.crm()?;
    let label = crm.change_label(request.segment(0), name, about).await?;
    Ok(json_response(200, label.to_json().to_string()))
}

pub(super) async fn remove(request: &Request<'_>) -> Answer {
    let label = request.crm()?.remove_label(request.segment(0)).await?;
    Ok(json_response(200, label.to_json().to_string()))
}

pub(super) async fn label_contacts(request: &Request<'_>) -> Answer {
    let body = request.json()?;
    let ids: Option<Vec<String>> = body.get("data").and_then(Value::as_array).and_then(|ids| {
        let text = |id: &Value| id.as_str().map(str::to_owned);
        ids.iter().map(text).collect()
    });
    let Some(ids) = ids else {
        let message = "\"data\" is not an array of ids.";
        return Err(CrmError::refused_label(message).into());
    };
    let crm = request.crm()?;
    let contacts = match text(&body, "dataType")? {
        None | Some("CONTACTS") => ids,
        Some("LABELS") => crm.labelled(&ids).await?,
        Some(_) => {
            let message = "\"dataType\" is none of CONTACTS, LABELS.";
            return Err(CrmError::refused_label(message).into());
        }
    };
    let affected = crm.label_contacts(request.segment(0), &contacts).await?;
    let json = json!({"affectedContacts": affected});
    Ok(json_response(200, json.to_string()))
}

pub(super) async fn unlabel_contact(request: &Request<'_>) -> Answer {
    let crm = request.crm()?;
    crm.label(request.segment(0)).await?;
    let had = crm.unlabel(request.segment(1), request.segment(0)).await?;
    let json = json!({"affectedContacts": u8::from(had)});
    Ok(json_response(200, json.to_string()))
}

fn text<'b>(body: &'b Value, member: &str) -> Result<Option<&'b str>, CrmError> {
    match body.get(member) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(CrmError::refused_label(format!(
            "{member:?} is not a string."
        ))),
    }
}
