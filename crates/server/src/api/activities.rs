//! Activities of the site and of its contacts, and summaries of them.

use super::collections::Answer;
use super::error::json_response;
use super::list;
use super::request::{Request, bad};
use serde_json::json;
use velodrome_site::crm::{ACTIVITY_TYPES, ActivityList, NewActivity};

/// Whose activities are meant when nothing is said.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// Those of every application.
    Site,
    /// Those that the caller posted.
    App,
}

pub(super) async fn list_all(request: &Request<'_>) -> Answer {
    page(request, None).await
}

pub(super) async fn list_of_contact(request: &Request<'_>) -> Answer {
    let crm = request.crm()?;
    crm.contact(request.segment(0)).await?;
    page(request, Some(request.segment(0).to_owned())).await
}

async fn page(request: &Request<'_>, contact: Option<String>) -> Answer {
    let wanted = ActivityList {
        types: request.names("activityTypes"),
        contact,
        ..period(request, Scope::Site)?
    };
    // Whose contact's they are is in the path, to which the cursor is bound.
    let nothing = ActivityList {
        contact: wanted.contact.clone(),
        ..ActivityList::default()
    };
    let starts = matches!(request.caller.parameter("cursor"), None | Some("-1"));
    let sent = (starts || wanted != nothing).then(|| json!(wanted).to_string());
    let asked = list::read(request.caller, request.endpoint, request.at_ms, sent, agree)?;
    let wanted: ActivityList = asked.wanted()?;
    let crm = request.crm()?;
    let found = crm.activities(&wanted, asked.limit(), asked.seek()).await?;
    let page = asked.page(request.caller, request.endpoint, &found, |stored, page| {
        page.push_str(&crm.activity_of(stored)?.to_string());
        Ok(())
    })?;
    Ok(json_response(200, page))
}

/// Beside a cursor `from` and `until` do not count. Source: documentation.
fn agree(sent: &str, sealed: &str) -> bool {
    let timeless = |list: &str| {
        serde_json::from_str::<ActivityList>(list).map(|list| ActivityList {
            from_ms: None,
            until_ms: None,
            ..list
        })
    };
    matches!((timeless(sent), timeless(sealed)), (Ok(sent), Ok(sealed)) if sent == sealed)
}

/// `from`, `until` and `scope`.
fn period(request: &Request<'_>, default: Scope) -> Result<ActivityList, super::ApiError> {
    let scope = match request.caller.parameter("scope") {
        None => default,
        Some("site") => Scope::Site,
        Some("app") => Scope::App,
        Some(_) => return Err(bad("scope must be site or app.")),
    };
    let id = || request.caller.application().id.clone();
    Ok(ActivityList {
        from_ms: request.time("from")?,
        until_ms: request.time("until")?,
        application: (scope == Scope::App).then(id),
        ..ActivityList::default()
    })
}

pub(super) async fn post(request: &Request<'_>) -> Answer {
    let activity = NewActivity::read(&request.json()?)?;
    let token = request.caller.parameter("userSessionToken");
    let crm = request.crm()?;
    let posted = crm
        .post(activity, token, &request.caller.application().id)
        .await?;
    Ok(json_response(200, posted.to_json().to_string()))
}

pub(super) async fn post_of_contact(request: &Request<'_>) -> Answer {
    let activity = NewActivity::read(&request.json()?)?;
    let crm = request.crm()?;
    let application = &request.caller.application().id;
    let posted = crm
        .post_of(request.segment(0), activity, application)
        .await?;
    Ok(json_response(200, posted.to_json().to_string()))
}

pub(super) fn list_types() -> Answer {
    let types = json!({"types": ACTIVITY_TYPES});
    Ok(json_response(200, types.to_string()))
}

pub(super) async fn get(request: &Request<'_>) -> Answer {
    let activity = request.crm()?.activity(request.segment(0)).await?;
    Ok(json_response(200, activity.to_string()))
}

pub(super) async fn summarize(request: &Request<'_>) -> Answer {
    let list = period(request, Scope::App)?;
    let summary = request.crm()?.summary(&list).await?;
    Ok(json_response(200, summary.to_string()))
}

pub(super) async fn summarize_contact(request: &Request<'_>) -> Answer {
    let crm = request.crm()?;
    crm.contact(request.segment(0)).await?;
    let list = ActivityList {
        contact: Some(request.segment(0).to_owned()),
        ..period(request, Scope::App)?
    };
    let summary = crm.summary(&list).await?;
    Ok(json_response(200, summary.to_string()))
}
