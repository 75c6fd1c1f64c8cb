//! The signed HTTP API: `/v1` beside `/_functions`.
//!
//! A request is screened on its head (transport, route, credentials, time, names of parameters),
//! then its body is read, then its signature is verified and the application counted, and only then
//! something is done. Answers that are no result are [`ApiError`]s. Start with [`ROUTES`] and
//! [`API_CODES`].

mod authenticate;
mod code;
mod collections;
mod error;
mod list;
mod page;
mod path;
mod rate;
mod replay;
mod routes;
mod state;

pub use code::{API_CODES, ApiCode, ApiCodeRow, CodeArea};
pub(crate) use error::ApiError;
pub(crate) use path::{redacted, within};
pub use routes::{Operation, ROUTES, Route};
pub(crate) use state::{Api, ApiShared, LazyApi};

use crate::caller::Caller;
use crate::functions::{self, FunctionPath, Report, Surface};
use crate::http1::{Head, Response};
use crate::request_id::RequestId;
use crate::worker::Worker;
use routes::{Found, NotFound};

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
) -> Result<Screened, ApiError> {
    authenticate::check_transport(worker, head, caller)?;
    let found = find(worker, head)?;
    let at_ms = i64::try_from(worker.now_ms()).unwrap_or(i64::MAX);
    authenticate::read(worker.api(), head, found.route, at_ms)?;
    Ok(Screened { at_ms })
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
    let Found { route, segments } = find(worker, head)?;
    let known = {
        let signed = authenticate::read(api, head, route, at_ms)?;
        authenticate::verify(worker, api, &signed, route, &body, at_ms)?
    };
    let segment = |index: usize| segments.get(index).map_or("", |segment| &**segment);
    let (collection, item) = (segment(0), segment(1));
    match route.operation {
        Operation::ListCollections => collections::list_collections(api, &known).await,
        Operation::GetCollection => collections::get_collection(api, collection).await,
        Operation::ListItems => {
            collections::list_items(api, &known, collection, head.path(), at_ms).await
        }
        Operation::GetItem => collections::get_item(api, collection, item).await,
        Operation::InsertItem => collections::insert(api, collection, &body).await,
        Operation::ReplaceItem => collections::replace(api, collection, item, &body).await,
        Operation::PatchItem => collections::patch(api, collection, item, &body).await,
        Operation::RemoveItem => collections::remove(api, collection, item).await,
        Operation::BulkItems => collections::bulk(api, &known, collection, &body).await,
        Operation::CallFunction => {
            let path = function_path(head.path());
            let called = functions::call(worker, head, &path, caller, None, body, id, report).await;
            called.map_err(ApiError::from)
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
    routes::find(method.as_str(), path).map_err(|not_found| match not_found {
        NotFound::Path => ApiError::new(ApiCode::NotFound, "The API has nothing at this address."),
        NotFound::Method(allow) => {
            let message = format!("This address does not handle {}.", method.as_str());
            ApiError::new(ApiCode::MethodNotAllowed, message).with_field("allow", allow)
        }
    })
}
