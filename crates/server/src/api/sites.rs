//! What is published about the site itself: all of it from its configuration.

use super::collections::Answer;
use super::error::json_response;
use super::request::Request;
use serde_json::{Map, Value, json};
use velodrome_site::config::Published;

pub(super) fn get(request: &Request<'_>) -> Answer {
    Ok(json_response(200, site(request).to_string()))
}

pub(super) fn pages(request: &Request<'_>) -> Answer {
    let pages = request.config.site.pages.iter().map(|page| {
        let mut json = json!({
            "path": page.path,
            "title": page.title,
            "isHidden": page.hidden,
        });
        if let Some(id) = &page.id {
            json["wixPageId"] = json!(id);
        }
        json
    });
    let json = json!({"siteUrl": site(request), "pages": pages.collect::<Vec<_>>()});
    Ok(json_response(200, json.to_string()))
}

pub(super) fn settings(request: &Request<'_>) -> Answer {
    let Published {
        title,
        status_published,
        locale,
        currency,
        contact_email,
        favicon,
        logo,
        ..
    } = &request.config.site;
    let mut json = json!({
        "title": title,
        "publishStatus": {"isPublished": status_published},
        "siteMembersAutoApprove": false,
        "disableCookies": false,
        "indexableBySearchEngines": false,
        "mobileOptimized": false,
        "domainInfo": [{"domain": domain(request), "isPrimary": true}],
        "locationInfo": [],
        "goals": [],
    });
    let mut localization = Map::new();
    localization.insert("timeZone".to_owned(), json!(request.config.timezone));
    for (name, text) in [("locale", locale), ("currency", currency)] {
        if let Some(text) = text {
            localization.insert(name.to_owned(), json!(text));
        }
    }
    json["localization"] = Value::Object(localization);
    for (name, text) in [("contactFormEmail", contact_email), ("favIcon", favicon)] {
        if let Some(text) = text {
            json[name] = json!(text);
        }
    }
    if let Some(logo) = logo {
        json["logo"] = json!({ "logo": logo });
    }
    Ok(json_response(200, json.to_string()))
}

pub(super) fn redirects(request: &Request<'_>) -> Answer {
    let redirects = request.config.site.redirects.iter().map(|redirect| {
        let members = [
            ("id", &redirect.id),
            ("name", &redirect.name),
            ("description", &redirect.description),
            ("target", &redirect.target),
        ];
        let said = members
            .into_iter()
            .filter_map(|(name, text)| Some((name.to_owned(), json!(text.as_ref()?))));
        Value::Object(said.collect())
    });
    let json = json!({"redirects": redirects.collect::<Vec<_>>()});
    Ok(json_response(200, json.to_string()))
}

fn site(request: &Request<'_>) -> Value {
    let status = match request.config.site.status_published {
        true => "published",
        false => "unpublished",
    };
    json!({"url": url(request), "status": status})
}

/// Where the site is: as configured, else as the client reached it.
fn url(request: &Request<'_>) -> String {
    let path = request
        .config
        .base_url
        .as_ref()
        .map_or("", |base| base.path());
    format!("{}{path}", request.origin)
}

fn domain(request: &Request<'_>) -> String {
    let url = url(request);
    let authority = url.split_once("://").map_or(&*url, |(_, rest)| rest);
    let host = authority.split('/').next().unwrap_or_default();
    host.to_owned()
}
