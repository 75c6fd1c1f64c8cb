//! `/_media`: the site's media over HTTP.
//!
//! ```text
//! GET, HEAD  /_media/<uri>/<name>?token=..   a file; the name is for people, the token for private files
//! POST, PUT  /_media/upload?token=..         a file comes: multipart/form-data, or its bytes alone
//! ```
//!
//! Nothing runs JavaScript here. What is uploaded comes from strangers and is served from the site's own
//! address: types that a browser would run are offered for saving, and nothing in them may act.

mod conditions;
mod content;
mod range;
mod upload;

use crate::error_answer::ErrorAnswer;
use crate::http1::{Head, Response};
use crate::worker::Worker;
use std::borrow::Cow;
use std::sync::Arc;
use tokio::sync::OwnedSemaphorePermit;
use velodrome_model::code::Code;
use velodrome_model::limits::Limits;
use velodrome_model::signing::{PlusReading, QueryPairs, decode_component};
use velodrome_site::media::{LinkError, MediaError, MediaLibrary, Upload};

/// What is kept of a screened request while its body comes.
pub(crate) enum Screened {
    /// A file is wanted.
    Read,
    /// A file comes.
    Write(Box<Writing>),
}

/// A file that comes, with its place among those that may come at once.
pub(crate) struct Writing {
    upload: Upload,
    _place: OwnedSemaphorePermit,
}

impl Screened {
    /// Longest body that is read, in bytes.
    pub(crate) fn body_bytes_max(&self, worker: &Worker) -> u64 {
        match self {
            Screened::Read => worker.limits().request_body_bytes_max,
            Screened::Write(_) => upload_bytes_max(worker.limits()),
        }
    }
}

/// Longest body of an upload, in bytes.
pub(crate) fn upload_bytes_max(limits: &Limits) -> u64 {
    let file = limits.media_file_bytes_max;
    file.saturating_add(upload::ENVELOPE_BYTES_MAX)
}

/// The path from `/_media/` on, when it is ours; `prefix` is the path of the site's `base_url`.
pub(crate) fn within<'p>(path: &'p str, prefix: &str) -> Option<&'p str> {
    path.strip_prefix("/_media/")
        .or_else(|| path.strip_prefix(prefix)?.strip_prefix("/_media/"))
}

/// A target for the log: whoever reads that could use the link as long as its time lasts.
pub(crate) fn redacted(target: &str) -> Cow<'_, str> {
    match target.split_once("token=") {
        Some((before, _)) => Cow::Owned(format!("{before}token=redacted")),
        None => Cow::Borrowed(target),
    }
}

/// Looks at what can be said on the head alone.
pub(crate) fn screen(worker: &Worker, head: &Head<'_>) -> Result<Screened, ErrorAnswer> {
    let library = library(worker)?;
    let path = within(head.path(), worker.prefix()).unwrap_or_default();
    match (path, head.method().as_str()) {
        ("upload", "POST" | "PUT") => {
            let token = parameter(head, "token").unwrap_or_default();
            let links = library.links().map_err(|error| failed(worker, &error))?;
            let upload = links
                .read_upload(&token, worker.now_ms())
                .map_err(refused)?;
            let place = worker
                .upload_place()
                .ok_or_else(|| ErrorAnswer::of(Code::Overloaded).with_field("retry-after", "1"))?;
            Ok(Screened::Write(Box::new(Writing {
                upload,
                _place: place,
            })))
        }
        ("upload", _) => Err(not_allowed("POST, PUT")),
        (_, "GET" | "HEAD") => Ok(Screened::Read),
        _ => Err(not_allowed("GET, HEAD")),
    }
}

/// The answer to OPTIONS, which browsers ask before a page of another site may upload.
pub(crate) fn preflight(head: &Head<'_>) -> Option<Response> {
    if head.method().as_str() != "OPTIONS" {
        return None;
    }
    let mut response = Response::new(204);
    for (name, value) in [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-methods", "GET, HEAD, POST, PUT"),
        ("access-control-allow-headers", "content-type, range"),
        ("access-control-max-age", "86400"),
    ] {
        response.headers.push_known(name, value);
    }
    Some(response)
}

/// Answers a request whose body has come.
pub(crate) async fn call(
    worker: &Worker,
    head: &Head<'_>,
    screened: Screened,
    body: Vec<u8>,
) -> Result<Response, ErrorAnswer> {
    let library = Arc::clone(library(worker)?);
    match screened {
        Screened::Read => content::answer(worker, head, library).await,
        Screened::Write(writing) => {
            upload::answer(worker, head, library, writing.upload, body).await
        }
    }
}

fn library(worker: &Worker) -> Result<&Arc<MediaLibrary>, ErrorAnswer> {
    worker
        .media()
        .ok_or_else(|| ErrorAnswer::of(Code::NotFound))
}

/// A parameter of the query, decoded.
fn parameter(head: &Head<'_>, wanted: &str) -> Option<String> {
    let (_, value) = QueryPairs::new(head.query()?).find(|(name, _)| *name == wanted)?;
    decode_component(value, PlusReading::Space)
        .ok()
        .map(|text| text.into_owned())
}

fn not_allowed(allow: &str) -> ErrorAnswer {
    ErrorAnswer::of(Code::MethodNotAllowed)
        .with_message("This address of the media does not handle this method.")
        .with_field("allow", allow)
}

/// A link that does not count.
fn refused(why: LinkError) -> ErrorAnswer {
    match why {
        LinkError::Wrong => ErrorAnswer::of(Code::MediaLinkInvalid),
        LinkError::Expired => ErrorAnswer::of(Code::MediaLinkExpired),
    }
}

/// An error of the media as an answer; ours is logged.
fn failed(worker: &Worker, error: &MediaError) -> ErrorAnswer {
    match error {
        MediaError::NotFound { .. } => ErrorAnswer::of(Code::NotFound),
        MediaError::Unusable { reason } => {
            ErrorAnswer::of(Code::MediaUploadInvalid).with_message(format!("{reason}."))
        }
        MediaError::TooLarge { .. } => ErrorAnswer::of(Code::BodyTooLarge),
        MediaError::TooMany { .. } => {
            ErrorAnswer::of(Code::Overloaded).with_message("The site's media are full.")
        }
        MediaError::UsedUp => ErrorAnswer::of(Code::MediaLinkExpired)
            .with_message("A file was uploaded with this link already."),
        MediaError::Unavailable(why) => {
            worker.log_trouble(&format!("the media cannot be used: {why}"));
            ErrorAnswer::of(Code::Internal)
        }
    }
}
