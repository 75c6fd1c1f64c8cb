//! Several requests in one: each as the application that sent the batch, with its scopes, one after
//! another.
//!
//! Changes of one contact in a batch would refuse one another, since each gives it a new `modifiedAt`.
//! So a batch may say the one from which it starts: an operation that says none, or that one, follows
//! the batch's own changes.

use super::collections::Answer;
use super::error::{ApiError, json_response};
use super::operation::Operation;
use super::request::{MODIFIED_AT, Request, time};
use super::routes::{self, Found};
use super::{ApiCode, operate};
use crate::http1::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;
use velodrome_model::signing::Parameters;
use velodrome_model::timestamp;

/// Operations of a batch.
const OPERATIONS_MAX: usize = 100;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wanted {
    operations: Vec<Wish>,
    modified_at: Option<String>,
    failure_policy: Option<Policy>,
}

/// One operation. Its headers, which some clients send, say nothing: the batch's own credentials hold.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wish {
    id: String,
    method: String,
    relative_url: String,
    body: Option<String>,
}

#[derive(Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Policy {
    #[default]
    StopOnFailure,
    IgnoreFailure,
}

pub(super) async fn run(request: &Request<'_>) -> Answer {
    let wanted: Wanted = serde_json::from_value(request.json()?)
        .map_err(|error| refused(format!("The body is not a batch: {error}.")))?;
    if wanted.operations.len() > OPERATIONS_MAX {
        let message = format!("A batch has at most {OPERATIONS_MAX} operations.");
        return Err(refused(message));
    }
    let initial = wanted.modified_at.as_deref();
    let mut changes = Changes {
        initial_ms: initial.map(|text| time(MODIFIED_AT, text)).transpose()?,
        latest_ms: HashMap::new(),
    };
    let policy = wanted.failure_policy.unwrap_or_default();
    let mut done = Vec::with_capacity(wanted.operations.len());
    for wish in &wanted.operations {
        let answer = carry_out(request, wish, &mut changes).await;
        let response = answer.unwrap_or_else(|error| error.to_response(request.id));
        let status = response.status();
        done.push(json!({
            "id": wish.id,
            "method": wish.method,
            "relativeUrl": wish.relative_url,
            "responseCode": status,
            "body": text(&response),
        }));
        if status >= 400 && policy == Policy::StopOnFailure {
            break;
        }
    }
    Ok(json_response(
        200,
        json!({ "operations": done }).to_string(),
    ))
}

/// The `modifiedAt` of contacts as the batch goes on, in milliseconds since 1970.
struct Changes {
    initial_ms: Option<i64>,
    latest_ms: HashMap<String, i64>,
}

impl Changes {
    /// What an operation on a contact is to say; nothing when it is to be left as it is.
    fn modified_ms(&self, contact: &str, said: Option<&str>) -> Result<Option<i64>, ApiError> {
        let Some(initial_ms) = self.initial_ms else {
            return Ok(None);
        };
        if let Some(said) = said
            && time(MODIFIED_AT, said)? != initial_ms
        {
            return Ok(None);
        }
        let latest_ms = self.latest_ms.get(contact).copied();
        Ok(Some(latest_ms.unwrap_or(initial_ms)))
    }

    /// Takes note of the contact that an operation gave.
    fn note(&mut self, contact: &str, response: &Response) {
        let json: Option<Value> = serde_json::from_str(&text(response)).ok();
        let modified_at = json.as_ref().and_then(|json| json[MODIFIED_AT].as_str());
        if let Some(ms) = modified_at.and_then(|text| timestamp::parse_ms(text).ok()) {
            self.latest_ms.insert(contact.to_owned(), ms);
        }
    }
}

async fn carry_out(batch: &Request<'_>, wish: &Wish, changes: &mut Changes) -> Answer {
    let (path, query) = wish
        .relative_url
        .split_once('?')
        .unwrap_or((&wish.relative_url, ""));
    let Found { route, segments } = routes::find(&wish.method, path)
        .map_err(|missing| super::not_found(missing, &wish.method))?;
    if matches!(route.operation, Operation::Batch | Operation::CallFunction) {
        let message = "Neither a batch nor a function can be called in a batch.";
        return Err(ApiError::new(ApiCode::BadRequest, message));
    }
    let no_headers = std::iter::empty::<(&str, &str)>();
    let parameters = Parameters::read(query, no_headers).map_err(|error| {
        let message = format!("The query of relativeUrl cannot be read: {error}.");
        ApiError::new(ApiCode::BadParameter, message)
    })?;
    let mut caller = batch
        .caller
        .within_batch(batch.worker, route, &parameters, batch.at_ms)?;
    let contact = segments.first().map_or("", |segment| &**segment).to_owned();
    let edits = route
        .parameters
        .is_some_and(|known| known.contains(&MODIFIED_AT));
    if edits && let Some(ms) = changes.modified_ms(&contact, caller.parameter(MODIFIED_AT))? {
        caller.set_parameter(MODIFIED_AT, timestamp::format_utc(ms));
    }
    let request = Request {
        caller: &caller,
        endpoint: path,
        segments: &segments,
        body: wish.body.as_deref().unwrap_or_default().as_bytes(),
        ..*batch
    };
    let response = operate(&request, route.operation).await?;
    if edits {
        changes.note(&contact, &response);
    }
    Ok(response)
}

/// A body's text.
fn text(response: &Response) -> String {
    String::from_utf8_lossy(response.body.as_bytes()).into_owned()
}

fn refused(message: String) -> ApiError {
    ApiError::new(ApiCode::BadBody, message)
}
