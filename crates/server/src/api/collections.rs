//! The site's collections and their items, with the rights of the site's owner.

use super::authenticate::Authenticated;
use super::body::{json_object, json_text};
use super::code::ApiCode;
use super::error::{ApiError, json_response};
use super::hooks;
use super::list;
use super::page;
use super::request::Request;
use super::state::Api;
use crate::http1::Response;
use serde_json::{Value, json};
use velodrome_model::data::limits::BULK_MAX;
use velodrome_model::data::{DataOp, Filter, Item, Kind, Raw, Value as Tree, public};

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
    let (caller, endpoint, collection) = (request.caller, request.endpoint, request.segment(0));
    let wanted = list::of_items(caller)?;
    let asked = list::read(caller, endpoint, request.at_ms, wanted, list::same)?;
    let mut query = asked.query()?;
    let hooked = hooks::ask(request, "beforeQuery", collection, || {
        Ok(asked.list.clone())
    })
    .await?;
    if let Some(filter) = hooked.as_deref().filter(|filter| !filter.is_empty()) {
        query.filter = Filter::parse(filter)?;
    }
    let mut found = request.api.data()?.list(collection, query).await?;
    if hooked.is_some() {
        let documents = || Ok(found.documents.clone().into_json_array());
        let shown = hooks::ask(request, "afterQuery", collection, documents).await?;
        if let Some(shown) = shown {
            let elements = elements(&shown, found.documents.len())?;
            found.documents = elements.into_iter().collect();
        }
    }
    let page = asked.page(caller, endpoint, &found, |stored, page| {
        public::document(stored, page);
        Ok(())
    })?;
    Ok(json_response(200, page))
}

/// The elements of an array that a hook's way gave, which has as many as it got.
fn elements(json: &str, count: usize) -> Result<Vec<&str>, ApiError> {
    let elements = Raw::of(json).elements().map(|element| element.text());
    let elements: Vec<&str> = elements.collect();
    if elements.len() == count {
        return Ok(elements);
    }
    Err(ApiError::new(ApiCode::Internal, "The server failed.")
        .with_reason("an answer of the hooks has another length"))
}

pub(super) async fn get_item(request: &Request<'_>) -> Answer {
    let (collection, id) = (request.segment(0), request.segment(1));
    let data = request.api.data()?;
    data.check_collection(collection)?;
    let hooked = hooks::ask(request, "get", collection, || Ok(json!(id).to_string())).await?;
    let stored = match hooked {
        Some(shown) => shown,
        None => data.administer(DataOp::Get, collection, id).await?,
    };
    found(stored, collection, id)
}

pub(super) async fn insert(request: &Request<'_>) -> Answer {
    let collection = request.segment(0);
    let body = json_object(request.body)?;
    let data = request.api.data()?;
    let hooked = hooks::ask(request, "insert", collection, || plain(body)).await?;
    let stored = match hooked {
        Some(shown) => shown,
        None => data.administer(DataOp::Insert, collection, body).await?,
    };
    Ok(document(&stored))
}

pub(super) async fn replace(request: &Request<'_>) -> Answer {
    let (collection, id) = (request.segment(0), request.segment(1));
    let body = json_object(request.body)?;
    let item = checked(body, id)?;
    let comma = if item.members().is_empty() { "" } else { "," };
    let whole = format!("{{\"_id\":{}{comma}{}}}", json!(id), item.members());
    let data = request.api.data()?;
    data.check_collection(collection)?;
    let hooked = hooks::ask(request, "replace", collection, || Ok(whole.clone())).await?;
    let stored = match hooked {
        Some(shown) => shown,
        None => data.administer(DataOp::Update, collection, &whole).await?,
    };
    Ok(document(&stored))
}

pub(super) async fn patch(request: &Request<'_>) -> Answer {
    let (collection, id) = (request.segment(0), request.segment(1));
    let body = json_object(request.body)?;
    checked(body, id)?;
    let data = request.api.data()?;
    data.check_collection(collection)?;
    let argument = || {
        let changes = plain(body)?;
        Ok(format!("{{\"id\":{},\"changes\":{changes}}}", json!(id)))
    };
    let hooked = hooks::ask(request, "patch", collection, argument).await?;
    let stored = match hooked {
        Some(shown) => shown,
        None => data.patch(collection, id, body).await?,
    };
    Ok(document(&stored))
}

pub(super) async fn remove(request: &Request<'_>) -> Answer {
    let (collection, id) = (request.segment(0), request.segment(1));
    let data = request.api.data()?;
    data.check_collection(collection)?;
    let hooked = hooks::ask(request, "remove", collection, || Ok(json!(id).to_string())).await?;
    let removed = match hooked {
        Some(shown) => shown,
        None => data.administer(DataOp::Remove, collection, id).await?,
    };
    found(removed, collection, id)
}

/// Up to 1000 items, each for itself.
pub(super) async fn bulk(request: &Request<'_>) -> Answer {
    let collection = request.segment(0);
    let (operation, op) = match request.caller.parameter("operation") {
        Some("insert") => ("insert", DataOp::BulkInsert),
        Some("update") => ("update", DataOp::BulkUpdate),
        Some("save") => ("save", DataOp::BulkSave),
        Some("remove") => ("remove", DataOp::BulkRemove),
        _ => {
            let message = "operation must be insert, update, save or remove.";
            return Err(ApiError::new(ApiCode::BadParameter, message));
        }
    };
    let body = json_text(request.body)?;
    let hooked = if hooks::may_run(request)? && may_be_hooked(op, body) {
        let argument = || {
            let items = plain(body)?;
            Ok(format!(
                "{{\"operation\":\"{operation}\",\"items\":{items}}}"
            ))
        };
        hooks::ask(request, "bulk", collection, argument).await?
    } else {
        None
    };
    let reply = match hooked {
        Some(reply) => reply,
        None => request.api.data()?.administer(op, collection, body).await?,
    };
    let mut outcome = read_reply(&reply)?;
    if let Some(outcome) = outcome.as_object_mut() {
        // What was written was just sent.
        outcome.remove("items");
        for count in ["inserted", "updated", "removed", "skipped"] {
            outcome.entry(count).or_insert(json!(0));
        }
        for list in [
            "insertedItemIds",
            "updatedItemIds",
            "removedItemIds",
            "errors",
        ] {
            outcome.entry(list).or_insert(json!([]));
        }
    }
    Ok(json_response(200, outcome.to_string()))
}

/// Whether the items of a bulk call are such that hooks may see them: what is not is refused by the
/// data, whole.
fn may_be_hooked(op: DataOp, body: &str) -> bool {
    let items = Raw::of(body.trim_ascii());
    let wanted = match op {
        DataOp::BulkRemove => Kind::String,
        _ => Kind::Object,
    };
    let count = items.elements().count();
    let fits = |item: &Raw<'_>| {
        item.kind() == wanted && (wanted == Kind::String || Item::parse(item.text()).is_ok())
    };
    items.kind() == Kind::Array
        && (1..=BULK_MAX).contains(&count)
        && items.elements().all(|item| fits(&item))
}

/// A body's JSON with its dates as the site's code reads them.
fn plain(body: &str) -> Result<String, ApiError> {
    let tree = Tree::parse(body)
        .map_err(|error| ApiError::new(ApiCode::BadBody, format!("The body is {error}.")))?;
    let mut json = String::with_capacity(body.len());
    tree.to_json(&mut json);
    Ok(json)
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
