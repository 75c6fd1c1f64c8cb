//! The signed HTTP API: `/v1` beside `/_functions`.
//!
//! A request is screened on its head (transport, route, credentials, time, names of parameters),
//! then its body is read, then its signature is verified and the application counted, and only then
//! something is done. Answers that are no result are [`ApiError`]s. Start with [`ROUTES`] and
//! [`API_CODES`].

mod activities;
mod authenticate;
mod batch;
mod body;
mod code;
mod collections;
mod contacts;
mod error;
mod hooks;
mod labels;
mod list;
mod openapi;
mod operation;
mod page;
mod path;
mod rate;
mod replay;
mod request;
mod routes;
mod sites;
mod state;

pub use code::{API_CODES, ApiCode, ApiCodeRow, CodeArea};
pub(crate) use error::ApiError;
pub use operation::Operation;
pub(crate) use path::{redacted, within};
pub use routes::{ROUTES, Route};
pub(crate) use state::{Api, ApiShared, LazyApi};

use crate::caller::Caller;
use crate::functions::{self, FunctionPath, Report, Surface};
use crate::http1::{Head, Response};
use crate::request_id::RequestId;
use crate::worker::Worker;
use request::Request;
use routes::{Found, NO_METHOD, NotFound};

/// What the head alone tells.
pub(crate) enum Screening {
    /// Read the body.
    Read(Screened),
    /// Nothing else is needed.
    Answer(Response),
}

/// What is kept of a screened request while its body comes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screened {
    /// When its head had come, in milliseconds since 1970: a slow body does not make it stale.
    at_ms: i64,
}

/// Looks at what can be said on the head alone.
pub(crate) fn screen(
    worker: &Worker,
    head: &Head<'_>,
    caller: &Caller,
) -> Result<Screening, ApiError> {
    if is_document(worker, head) {
        let document = &worker.api_shared().openapi;
        return Ok(Screening::Answer(document.response(worker.prefix())));
    }
    authenticate::check_transport(worker, head, caller)?;
    let at_ms = i64::try_from(worker.now_ms()).unwrap_or(i64::MAX);
    let route = match find(worker, head) {
        Ok(found) => found.route,
        Err(error) if is_signed_for_no_method(&error, head) => &NO_METHOD,
        Err(error) => return Err(error),
    };
    authenticate::read(worker.api(), head, route, at_ms)?;
    Ok(Screening::Read(Screened { at_ms }))
}

/// Whether a signature is looked at first, although the address has no such method: one made for
/// another method does not hold, which is what clients that send another one than they sign are to hear.
fn is_signed_for_no_method(error: &ApiError, head: &Head<'_>) -> bool {
    error.code == ApiCode::MethodNotAllowed && authenticate::is_signed(head)
}

/// Whether the description of the API is asked for, which anybody may read.
fn is_document(worker: &Worker, head: &Head<'_>) -> bool {
    let reads = matches!(head.method().as_str(), "GET" | "HEAD");
    reads && within(head.path(), worker.prefix()) == Some(openapi::PATH)
}

/// Verifies a request and does what it asks for.
pub(crate) async fn call(
    worker: &Worker,
    head: &Head<'_>,
    caller: &Caller,
    screened: Screened,
    body: Vec<u8>,
    id: &RequestId,
    report: &mut Report,
) -> Result<Response, ApiError> {
    let api = worker.api();
    let at_ms = screened.at_ms;
    let found = find(worker, head);
    let route = found.as_ref().map_or(&NO_METHOD, |found| found.route);
    let known = {
        let signed = authenticate::read(api, head, route, at_ms)?;
        authenticate::verify(worker, api, &signed, route, &body, at_ms)?
    };
    let Found { route, segments } = found?;
    if route.operation == Operation::CallFunction {
        let path = function_path(head.path());
        let called = functions::call(worker, head, &path, caller, None, body, id, report).await;
        return called.map_err(ApiError::from);
    }
    let mut origin = String::new();
    caller.write_origin(head, worker.config(), &mut origin);
    let request = Request {
        worker,
        api,
        config: worker.config(),
        caller: &known,
        endpoint: head.path(),
        segments: &segments,
        body: &body,
        at_ms,
        id: id.as_str(),
        ip: caller.ip,
        origin: &origin,
    };
    match route.operation {
        Operation::Batch => batch::run(&request).await,
        operation => operate(&request, operation).await,
    }
}

/// Does what a verified request, or one operation of a batch, asks for.
async fn operate(request: &Request<'_>, operation: Operation) -> Result<Response, ApiError> {
    let api = request.api;
    match operation {
        Operation::ListContacts => contacts::list_contacts(request).await,
        Operation::ListSubscribers => contacts::list_subscribers(request).await,
        Operation::CreateContact => contacts::create(request).await,
        Operation::UpsertContact => contacts::upsert(request).await,
        Operation::GetContact => contacts::get(request).await,
        Operation::ReplaceContact => contacts::replace(request).await,
        Operation::PatchContact => contacts::patch(request).await,
        Operation::RemoveContact => contacts::remove(request).await,
        Operation::SetFacet(facet) => contacts::set(request, facet).await,
        Operation::AddPart(kind) => contacts::add_part(request, kind).await,
        Operation::ReplacePart(kind) => contacts::replace_part(request, kind).await,
        Operation::RemovePart(kind) => contacts::remove_part(request, kind).await,
        Operation::Subscribe => contacts::subscribe(request).await,
        Operation::ListContactActivities => activities::list_of_contact(request).await,
        Operation::PostContactActivity => activities::post_of_contact(request).await,
        Operation::ListActivities => activities::list_all(request).await,
        Operation::PostActivity => activities::post(request).await,
        Operation::ListActivityTypes => activities::list_types(),
        Operation::GetActivity => activities::get(request).await,
        Operation::Summarize => activities::summarize(request).await,
        Operation::SummarizeContact => activities::summarize_contact(request).await,
        Operation::ListLabels => labels::list_all(request).await,
        Operation::CreateLabel => labels::create(request).await,
        Operation::GetLabel => labels::get(request).await,
        Operation::ChangeLabel => labels::change(request).await,
        Operation::RemoveLabel => labels::remove(request).await,
        Operation::LabelContacts => labels::label_contacts(request).await,
        Operation::UnlabelContact => labels::unlabel_contact(request).await,
        Operation::GetSite => sites::get(request),
        Operation::ListPages => sites::pages(request),
        Operation::GetSettings => sites::settings(request),
        Operation::ListRedirects => sites::redirects(request),
        Operation::ListCollections => collections::list_collections(api, request.caller).await,
        Operation::GetCollection => collections::get_collection(api, request.segment(0)).await,
        Operation::ListItems => collections::list_items(request).await,
        Operation::GetItem => collections::get_item(request).await,
        Operation::InsertItem => collections::insert(request).await,
        Operation::ReplaceItem => collections::replace(request).await,
        Operation::PatchItem => collections::patch(request).await,
        Operation::RemoveItem => collections::remove(request).await,
        Operation::BulkItems => collections::bulk(request).await,
        // Whoever calls this has seen to them.
        Operation::Batch | Operation::CallFunction => {
            Err(ApiError::new(ApiCode::Internal, "The server failed."))
        }
    }
}

/// The path of a route that calls a function: the last segment, as sent, is its name.
fn function_path(path: &str) -> FunctionPath<'_> {
    let (base_path, name) = path.rsplit_once('/').unwrap_or(("", path));
    FunctionPath {
        surface: Surface::Production,
        base_path,
        name,
        sub_path: "",
    }
}

fn find<'h>(worker: &Worker, head: &Head<'h>) -> Result<Found<'h>, ApiError> {
    let path = within(head.path(), worker.prefix()).unwrap_or_default();
    let method = head.method();
    if path == openapi::PATH {
        let message = format!("This address does not handle {}.", method.as_str());
        let error = ApiError::new(ApiCode::MethodNotAllowed, message);
        return Err(error.with_field("allow", "GET, HEAD"));
    }
    routes::find(method.as_str(), path).map_err(|missing| not_found(missing, method.as_str()))
}

fn not_found(missing: NotFound, method: &str) -> ApiError {
    match missing {
        NotFound::Path => ApiError::new(ApiCode::NotFound, "The API has nothing at this address."),
        NotFound::Method(allow) => {
            let message = format!("This address does not handle {method}.");
            ApiError::new(ApiCode::MethodNotAllowed, message).with_field("allow", allow)
        }
    }
}
