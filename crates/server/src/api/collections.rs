//! The site's collections and their items, with the rights of the site's owner.

use super::authenticate::Authenticated;
use super::body::{json_object, json_text};
use super::code::ApiCode;
use super::error::{ApiError, json_response};
use super::list;
use super::page;
use super::request::Request;
use super::state::Api;
use crate::http1::Response;
use serde_json::{Value, json};
use velodrome_model::data::{DataOp, Item, public};

pub(super) type Answer = Result<Response, ApiError>;

/// Definitions of all collections: one page, whatever there are.
pub(super) async fn list_collections(api: &Api, caller: &Authenticated) -> Answer {
    let definitions = api.data()?.administer(DataOp::Collections, "", "").await?;
    let results = read_reply(&definitions)?;
    let total = results.as_array().map_or(0, Vec::len);
    let end = page::end(caller);
    let page = format!(
        "{{\"total\":{total},\"pageSize\":{total},\"previousCursor\":{end},\"nextCursor\":{end},\"results\":{definitions}}}"
    );
    Ok(json_response(200, page))
}

pub(super) async fn get_collection(api: &Api, collection: &str) -> Answer {
    let data = api.data()?;
    let definition = data.administer(DataOp::Collections, collection, "").await?;
    Ok(json_response(200, definition))
}

pub(super) async fn list_items(request: &Request<'_>) -> Answer {
    let (caller, endpoint) = (request.caller, request.endpoint);
    let wanted = list::of_items(caller)?;
    let asked = list::read(caller, endpoint, request.at_ms, wanted, list::same)?;
    let data = request.api.data()?;
    let found = data.list(request.segment(0), asked.query()?).await?;
    let page = asked.page(caller, endpoint, &found, public::document)?;
    Ok(json_response(200, page))
}

pub(super) async fn get_item(api: &Api, collection: &str, id: &str) -> Answer {
    let data = api.data()?;
    data.check_collection(collection)?;
    found(
        data.administer(DataOp::Get, collection, id).await?,
        collection,
        id,
    )
}

pub(super) async fn insert(api: &Api, collection: &str, body: &[u8]) -> Answer {
    let body = json_object(body)?;
    let data = api.data()?;
    let stored = data.administer(DataOp::Insert, collection, body).await?;
    Ok(document(&stored))
}

pub(super) async fn replace(api: &Api, collection: &str, id: &str, body: &[u8]) -> Answer {
    let body = json_object(body)?;
    let item = checked(body, id)?;
    let comma = if item.members().is_empty() { "" } else { "," };
    let whole = format!("{{\"_id\":{}{comma}{}}}", json!(id), item.members());
    let data = api.data()?;
    data.check_collection(collection)?;
    let stored = data.administer(DataOp::Update, collection, &whole).await?;
    Ok(document(&stored))
}

pub(super) async fn patch(api: &Api, collection: &str, id: &str, body: &[u8]) -> Answer {
    let body = json_object(body)?;
    checked(body, id)?;
    let data = api.data()?;
    data.check_collection(collection)?;
    Ok(document(&data.patch(collection, id, body).await?))
}

pub(super) async fn remove(api: &Api, collection: &str, id: &str) -> Answer {
    let data = api.data()?;
    data.check_collection(collection)?;
    let removed = data.administer(DataOp::Remove, collection, id).await?;
    found(removed, collection, id)
}

/// Up to 1000 items, each for itself.
pub(super) async fn bulk(
    api: &Api,
    caller: &Authenticated,
    collection: &str,
    body: &[u8],
) -> Answer {
    let op = match caller.parameter("operation") {
        Some("insert") => DataOp::BulkInsert,
        Some("update") => DataOp::BulkUpdate,
        Some("save") => DataOp::BulkSave,
        Some("remove") => DataOp::BulkRemove,
        _ => {
            let message = "operation must be insert, update, save or remove.";
            return Err(ApiError::new(ApiCode::BadParameter, message));
        }
    };
    let body = json_text(body)?;
    let reply = api.data()?.administer(op, collection, body).await?;
    let mut outcome = read_reply(&reply)?;
    if let Some(outcome) = outcome.as_object_mut() {
        // What was written was just sent, and is a matter of the hooks.
        outcome.remove("items");
    }
    Ok(json_response(200, outcome.to_string()))
}

/// An item with its dates as ISO 8601, as the API shows it.
fn document(stored: &str) -> Response {
    let mut json = String::with_capacity(stored.len() + 64);
    public::document(stored, &mut json);
    json_response(200, json)
}

fn found(stored: String, collection: &str, id: &str) -> Answer {
    if stored == "null" {
        let message = format!("The {collection} collection has no item {id:?}.");
        return Err(ApiError::new(ApiCode::ItemNotFound, message));
    }
    Ok(document(&stored))
}

/// The item in a body, whose `_id`, if it has one, is that of the address.
fn checked(body: &str, id: &str) -> Result<Item, ApiError> {
    let item = Item::parse(body)?;
    if item.id.as_deref().is_some_and(|given| given != id) {
        let message = "The _id in the body is not the one in the address. Leave it out.";
        return Err(ApiError::new(ApiCode::BadBody, message));
    }
    Ok(item)
}

/// What the data service said, which is JSON.
fn read_reply(reply: &str) -> Result<Value, ApiError> {
    serde_json::from_str(reply).map_err(|error| {
        ApiError::new(ApiCode::Internal, "The server failed.")
            .with_reason(format!("an answer of the data is not JSON: {error}"))
    })
}
