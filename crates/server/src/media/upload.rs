//! A file that comes.

use super::failed;
use crate::error_answer::ErrorAnswer;
use crate::http1::{Body, Head, Response};
use crate::worker::Worker;
use bytes::Bytes;
use std::convert::Infallible;
use std::sync::Arc;
use velodrome_model::code::Code;
use velodrome_site::media::{MediaFile, MediaLibrary, NewFile, Upload, type_of};

/// What a form may have around its file, in bytes.
pub(super) const ENVELOPE_BYTES_MAX: u64 = 64 * 1024;

/// A file out of a request.
struct Came {
    name: Option<String>,
    mime: Option<String>,
    content: Bytes,
}

pub(super) async fn answer(
    worker: &Worker,
    head: &Head<'_>,
    library: Arc<MediaLibrary>,
    upload: Upload,
    body: Vec<u8>,
) -> Result<Response, ErrorAnswer> {
    let came = read(head, Bytes::from(body)).await?;
    let new = new_file(upload, &came)?;
    let now_ms = worker.now_ms();
    let added = tokio::task::spawn_blocking(move || library.add(new, &came.content, now_ms)).await;
    let added = added.map_err(|_| ErrorAnswer::of(Code::Internal))?;
    let file = added.map_err(|error| failed(worker, &error))?;
    let mut response = Response::new(200);
    response
        .headers
        .push_known("content-type", "application/json");
    response
        .headers
        .push_known("access-control-allow-origin", "*");
    response.body = Body::Owned(told(&file).into_bytes());
    Ok(response)
}

/// The part `file` of a form, or the only one with a file's name; of any other type, the body itself.
async fn read(head: &Head<'_>, body: Bytes) -> Result<Came, ErrorAnswer> {
    let given = head.field("content-type").unwrap_or_default();
    let Ok(boundary) = multer::parse_boundary(given) else {
        return Ok(Came {
            name: None,
            mime: Some(given.to_owned()).filter(|mime| !mime.is_empty()),
            content: body,
        });
    };
    let stream = futures_util::stream::once(async move { Ok::<_, Infallible>(body) });
    let mut form = multer::Multipart::new(stream, boundary);
    let mut other = None;
    while let Some(part) = form.next_field().await.map_err(malformed)? {
        let is_file = part.name() == Some("file");
        if !is_file && part.file_name().is_none() {
            continue;
        }
        let came = Came {
            name: part.file_name().map(str::to_owned),
            mime: part.content_type().map(ToString::to_string),
            content: part.bytes().await.map_err(malformed)?,
        };
        if is_file {
            return Ok(came);
        }
        other.get_or_insert(came);
    }
    other.ok_or_else(|| {
        ErrorAnswer::of(Code::MediaUploadInvalid)
            .with_message("The form has no part called \"file\".")
    })
}

fn malformed(error: multer::Error) -> ErrorAnswer {
    ErrorAnswer::of(Code::MediaUploadInvalid)
        .with_message(format!("The form cannot be read: {error}."))
}

fn new_file(upload: Upload, came: &Came) -> Result<NewFile, ErrorAnswer> {
    // Of a path, as some programs send it, only what is behind its last separator is a name.
    let sent = came
        .name
        .as_deref()
        .and_then(|name| name.rsplit(['/', '\\']).next());
    let sent = sent.filter(|name| !name.is_empty()).map(str::to_owned);
    let name = upload.name.or(sent).unwrap_or_else(|| "file".to_owned());
    let mime = came.mime.clone().unwrap_or_else(|| type_of(&name));
    if let Some(wanted) = &upload.mime {
        let essence = |mime: &str| mime.split(';').next().unwrap_or_default().trim().to_owned();
        if !essence(wanted).eq_ignore_ascii_case(&essence(&mime)) {
            return Err(ErrorAnswer::of(Code::MediaUploadInvalid)
                .with_message(format!("This link takes a file of type {wanted}.")));
        }
    }
    Ok(NewFile {
        path: upload.path,
        name,
        mime: Some(mime),
        kind: None,
        is_private: upload.is_private,
        by_visitor: upload.by_visitor,
        source_url: String::new(),
        upload: Some(upload.nonce),
    })
}

/// What the platform answers to an upload (reference of `getUploadUrl`), and the file's URL.
fn told(file: &MediaFile) -> String {
    let media_type = match file.kind.as_str() {
        "image" => "picture",
        other => other,
    };
    serde_json::json!([{
        "parent_folder_id": file.folder,
        "hash": file.hash,
        "tags": [],
        "file_name": file.uri,
        "refs": [],
        "labels": [],
        "site_id": "",
        "height": file.height,
        "width": file.width,
        "original_file_name": file.name,
        "file_size": file.bytes,
        "media_type": media_type,
        "mime_type": file.mime,
        "file_url": file.media_url(),
    }])
    .to_string()
}
