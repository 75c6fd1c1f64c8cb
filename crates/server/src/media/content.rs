//! A file that is wanted.

use super::conditions::{entity_tag, is_known, range};
use super::range::{Wanted, wanted};
use super::{failed, parameter, refused, within};
use crate::error_answer::ErrorAnswer;
use crate::http1::{Body, FilePart, Head, Response};
use crate::worker::Worker;
use std::fs::File;
use std::sync::Arc;
use velodrome_model::code::Code;
use velodrome_site::media::{LinkError, MediaError, MediaFile, MediaKind, MediaLibrary};

/// What a document of a stranger may do when a browser opens it: nothing.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

/// How the link allows the file to be read.
enum Access {
    /// Anybody may.
    Public,
    /// Who has the link; the name to save the file as, if it is to be saved.
    Token(Option<String>),
    /// The link's time is over, and it says where to go.
    Elsewhere(String),
}

pub(super) async fn answer(
    worker: &Worker,
    head: &Head<'_>,
    library: Arc<MediaLibrary>,
) -> Result<Response, ErrorAnswer> {
    let path = within(head.path(), worker.prefix()).unwrap_or_default();
    let uri = path.split('/').next().unwrap_or_default().to_owned();
    let opening = Arc::clone(&library);
    let opened = tokio::task::spawn_blocking(move || -> Result<_, MediaError> {
        let Some(file) = opening.file(&uri)? else {
            return Ok(None);
        };
        Ok(Some((File::open(opening.content_path(&file)), file)))
    });
    let opened = opened.await.map_err(|_| ErrorAnswer::of(Code::Internal))?;
    let opened = opened.map_err(|error| failed(worker, &error))?;
    let (content, file) = opened.ok_or_else(|| ErrorAnswer::of(Code::NotFound))?;
    let access = access(worker, head, &library, &file)?;
    if let Access::Elsewhere(url) = access {
        let mut response = Response::new(302);
        let _unsendable = response.headers.push("location", &url);
        return Ok(response);
    }
    let content = content.map_err(|error| {
        worker.log_trouble(&format!(
            "a file of the media cannot be read: {}: {error}",
            file.uri
        ));
        ErrorAnswer::of(Code::NotFound)
    })?;
    Ok(respond(head, &file, content, access))
}

fn access(
    worker: &Worker,
    head: &Head<'_>,
    library: &MediaLibrary,
    file: &MediaFile,
) -> Result<Access, ErrorAnswer> {
    let Some(token) = parameter(head, "token") else {
        return match file.is_private {
            true => Err(ErrorAnswer::of(Code::MediaLinkInvalid)),
            false => Ok(Access::Public),
        };
    };
    let links = library.links().map_err(|error| failed(worker, &error))?;
    match links.read_download(&token, &file.uri, worker.now_ms()) {
        Ok(download) => Ok(Access::Token(download.save_as)),
        Err((LinkError::Expired, Some(url))) => Ok(Access::Elsewhere(url)),
        Err((why, _)) => Err(refused(why)),
    }
}

fn respond(head: &Head<'_>, file: &MediaFile, content: File, access: Access) -> Response {
    let tag = entity_tag(&file.hash);
    let is_known = is_known(head, &tag);
    let wanted = wanted(range(head, &tag), file.bytes);
    let status = match wanted {
        _ if is_known => 304,
        Wanted::All => 200,
        Wanted::Part(..) => 206,
        Wanted::Nothing => 416,
    };
    let mut response = Response::new(status);
    let mut push = |name: &str, value: &str| {
        // A type or a name that cannot be sent is left out.
        let _unsendable = response.headers.push(name, value);
    };
    push("etag", &tag);
    push("accept-ranges", "bytes");
    push("access-control-allow-origin", "*");
    push(
        "cache-control",
        match access {
            Access::Public if !file.is_private => "public, max-age=31536000, immutable",
            _ => "private, max-age=0",
        },
    );
    if status == 304 {
        return response;
    }
    if let Wanted::Nothing = wanted {
        push("content-range", &format!("bytes */{}", file.bytes));
        return response;
    }
    push("content-type", &file.mime);
    push("x-content-type-options", "nosniff");
    if file.mime != "application/pdf" {
        push("content-security-policy", POLICY);
    }
    push("content-disposition", &disposition(file, &access));
    let (first, end) = match wanted {
        Wanted::Part(first, end) => {
            push(
                "content-range",
                &format!("bytes {first}-{}/{}", end - 1, file.bytes),
            );
            (first, end)
        }
        _ => (0, file.bytes),
    };
    response.body = Body::File(FilePart::new(content, first, end - first));
    response
}

/// Whether a browser may show the file in its own window (RFC 6266).
fn disposition(file: &MediaFile, access: &Access) -> String {
    let (how, name) = match access {
        Access::Token(Some(name)) => ("attachment", name),
        _ if is_shown(file) => ("inline", &file.name),
        _ => ("attachment", &file.name),
    };
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("{how}; filename*=UTF-8''{encoded}")
}

fn is_shown(file: &MediaFile) -> bool {
    let by_type = MediaKind::of_type(&file.mime);
    match by_type {
        MediaKind::Image | MediaKind::Audio | MediaKind::Video | MediaKind::Shape => true,
        MediaKind::Document => matches!(&*file.mime, "application/pdf" | "text/plain"),
    }
}
