//! The service `media`: what `runtime/js/velo/media` asks.

use std::cmp::Ordering;
use std::sync::Arc;

use data_encoding::{BASE64, HEXLOWER};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use velodrome_model::log::{LogLine, LogSink, Severity};
use velodrome_runtime::{HostReply, ServiceCall};

use super::error::MediaError;
use super::kind::MediaKind;
use super::library::{MediaLibrary, NewFile};
use super::link::{Download, Upload};
use super::record::{MediaFile, MediaFolder, ROOT, uri_in};
use crate::data::now_ms;
use crate::sealed::random;
use crate::services::Service;

const MINUTE_MS: u64 = 60 * 1000;
/// How long a link to download counts when nothing else is asked for. Source: documentation.
const DOWNLOAD_MINUTES_DEFAULT: u64 = 600;
/// Longest such time: a year.
const DOWNLOAD_MINUTES_MAX: u64 = 365 * 24 * 60;
/// How long a link to upload counts. Source: documentation.
const UPLOAD_MS: u64 = 24 * 60 * MINUTE_MS;
/// Rows of a list when nothing else is asked for. Source: documentation.
const ROWS_DEFAULT: usize = 20;
const ROWS_MAX: usize = 1000;
/// What the site's code is told when files cannot be read or written; the log has the reason.
const UNAVAILABLE: &str = "the site's media cannot be read or written; the log says why";

/// The media as JavaScript asks for them.
pub struct MediaService {
    library: Arc<MediaLibrary>,
    logs: Arc<dyn LogSink>,
}

impl MediaService {
    /// The service of this library.
    pub fn new(library: Arc<MediaLibrary>, logs: Arc<dyn LogSink>) -> MediaService {
        MediaService { library, logs }
    }

    fn now(&self, result: Result<Value, MediaError>) -> HostReply {
        HostReply::Now(reply(&*self.logs, result))
    }

    /// What waits for the disk, on a thread that may.
    fn later(
        &self,
        work: impl FnOnce(&MediaLibrary) -> Result<Value, MediaError> + Send + 'static,
    ) -> HostReply {
        let (library, logs) = (Arc::clone(&self.library), Arc::clone(&self.logs));
        HostReply::Later(Box::pin(async move {
            match tokio::task::spawn_blocking(move || work(&library)).await {
                Ok(result) => reply(&*logs, result),
                Err(_) => HostReply::error("MEDIA_UNAVAILABLE", UNAVAILABLE),
            }
        }))
    }

    fn upload(&self, argument: UploadArgument) -> HostReply {
        self.later(move |library| {
            let content = BASE64
                .decode(argument.content.as_bytes())
                .map_err(|_| MediaError::unusable("the file's content did not come whole"))?;
            let new = argument.options.file(argument.path, argument.name)?;
            let new = NewFile {
                source_url: argument.source_url,
                ..new
            };
            let file = library.add(new, &content, time_ms())?;
            Ok(file_row(&file))
        })
    }

    fn info(&self, argument: &UriArgument) -> Result<Value, MediaError> {
        let file = self.file(&argument.url)?;
        Ok(file_row(&file))
    }

    /// The file that a URL names.
    fn file(&self, url: &str) -> Result<Arc<MediaFile>, MediaError> {
        let found = match uri_in(url) {
            Some(uri) => self.library.file(uri)?,
            None => None,
        };
        found.ok_or_else(|| MediaError::NotFound {
            what: url.to_owned(),
        })
    }

    fn file_url(&self, argument: &UriArgument) -> Result<Value, MediaError> {
        let file = self.file(&argument.url)?;
        if !file.is_private {
            return Ok(json!(self.library.link_to(&file.path())));
        }
        let until_ms = time_ms() + DOWNLOAD_MINUTES_DEFAULT * MINUTE_MS;
        self.link(&file, until_ms, None, None)
    }

    fn download_url(&self, argument: DownloadArgument) -> Result<Value, MediaError> {
        let file = self.file(&argument.url)?;
        let minutes = argument.minutes.unwrap_or(DOWNLOAD_MINUTES_DEFAULT as f64);
        if !(minutes > 0.0 && minutes <= DOWNLOAD_MINUTES_MAX as f64) {
            return Err(MediaError::unusable(
                "the time that a link counts is more than 0 minutes and at most a year",
            ));
        }
        let until_ms = time_ms() + (minutes * MINUTE_MS as f64) as u64;
        let name = argument.name.unwrap_or_else(|| file.name.clone());
        self.link(&file, until_ms, Some(name), argument.expired)
    }

    fn link(
        &self,
        file: &MediaFile,
        until_ms: u64,
        save_as: Option<String>,
        expired: Option<String>,
    ) -> Result<Value, MediaError> {
        let token = self.library.links()?.download(Download {
            uri: file.uri.clone(),
            until_ms,
            save_as,
            expired,
        });
        let path = format!("{}?token={token}", file.path());
        Ok(json!(self.library.link_to(&path)))
    }

    fn upload_url(&self, argument: UploadUrlArgument) -> Result<Value, MediaError> {
        let name = argument.options.file_name.clone();
        // What is wrong with it is said to who asks for the link, not to who uses it.
        let checked = argument
            .options
            .file(argument.path, name.clone().unwrap_or_default())?;
        let token = self.library.links()?.upload(Upload {
            nonce: HEXLOWER.encode(&random::<16>()),
            until_ms: time_ms() + UPLOAD_MS,
            path: checked.path,
            name,
            mime: checked.mime,
            is_private: checked.is_private,
            by_visitor: checked.by_visitor,
        });
        let url = self.library.link_to(&format!("upload?token={token}"));
        Ok(json!({ "uploadUrl": url, "uploadToken": "" }))
    }

    fn files(&self, argument: ListArgument) -> Result<Value, MediaError> {
        let parent = argument.parent.as_deref().unwrap_or(ROOT);
        let mut files = self.library.files(|file| {
            file.folder == parent
                && argument.kind.is_none_or(|kind| file.kind == kind)
                && argument
                    .is_private
                    .is_none_or(|private| file.is_private == private)
        })?;
        let by_name = argument.field.as_deref() == Some("originalFileName");
        files.sort_by(|a, b| {
            argument.ordered(
                by_name,
                (&a.name, a.created_ms, &a.uri),
                (&b.name, b.created_ms, &b.uri),
            )
        });
        Ok(argument.page(files.iter().map(|file| file_row(file))))
    }

    fn folders(&self, argument: ListArgument) -> Result<Value, MediaError> {
        let parent = argument.parent.as_deref().unwrap_or(ROOT);
        let mut folders = self.library.folders(parent)?;
        let by_name = argument.field.as_deref() == Some("folderName");
        folders.sort_by(|a, b| {
            argument.ordered(
                by_name,
                (&a.name, a.created_ms, &a.id),
                (&b.name, b.created_ms, &b.id),
            )
        });
        Ok(argument.page(folders.iter().map(folder_row)))
    }

    fn folder(&self, argument: &IdArgument) -> Result<Value, MediaError> {
        let found = self.library.folder(&argument.id)?;
        found
            .as_ref()
            .map(folder_row)
            .ok_or_else(|| MediaError::NotFound {
                what: argument.id.clone(),
            })
    }
}

impl Service for MediaService {
    fn call(&self, call: ServiceCall<'_>) -> HostReply {
        match call.operation {
            "upload" => with(call, |argument| self.upload(argument)),
            "info" => with(call, |argument| self.now(self.info(&argument))),
            "fileUrl" => with(call, |argument| self.now(self.file_url(&argument))),
            "downloadUrl" => with(call, |argument| self.now(self.download_url(argument))),
            "uploadUrl" => with(call, |argument| self.now(self.upload_url(argument))),
            "files" => with(call, |argument| self.now(self.files(argument))),
            "folders" => with(call, |argument| self.now(self.folders(argument))),
            "folder" => with(call, |argument| self.now(self.folder(&argument))),
            "trashFiles" => with(call, |Names { names }: Names| {
                self.later(move |library| {
                    let uris = names.iter().filter_map(|name| uri_in(name));
                    let uris: Vec<String> = uris.map(str::to_owned).collect();
                    library.trash_files(&uris).map(|()| Value::Null)
                })
            }),
            "trashFolders" => with(call, |Names { names }: Names| {
                self.later(move |library| library.trash_folders(&names).map(|()| Value::Null))
            }),
            other => HostReply::Now(HostReply::error(
                "NOT_AVAILABLE",
                &format!("media have no operation {other}"),
            )),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UploadArgument {
    path: String,
    content: String,
    name: String,
    #[serde(default)]
    source_url: String,
    options: OptionsArgument,
}

#[derive(Deserialize)]
struct UploadUrlArgument {
    path: String,
    options: OptionsArgument,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OptionsArgument {
    mime_type: Option<String>,
    media_type: Option<String>,
    is_private: Option<bool>,
    is_visitor_upload: Option<bool>,
    file_name: Option<String>,
}

impl OptionsArgument {
    /// The file that these describe.
    fn file(&self, path: String, name: String) -> Result<NewFile, MediaError> {
        let kind = self.media_type.as_deref().map(kind_of).transpose()?;
        if self
            .mime_type
            .as_deref()
            .is_some_and(|mime| !super::kind::is_type(mime))
        {
            return Err(MediaError::unusable("a MIME type looks like image/png"));
        }
        Ok(NewFile {
            path,
            name: self.file_name.clone().unwrap_or(name),
            mime: self.mime_type.clone(),
            kind,
            is_private: self.is_private.unwrap_or_default(),
            by_visitor: self.is_visitor_upload.unwrap_or_default(),
            source_url: String::new(),
            upload: None,
        })
    }
}

fn kind_of(name: &str) -> Result<MediaKind, MediaError> {
    serde_json::from_value(json!(name))
        .map_err(|_| MediaError::unusable("a media type is audio, document, image, shape or video"))
}

#[derive(Deserialize)]
struct UriArgument {
    url: String,
}

#[derive(Deserialize)]
struct IdArgument {
    id: String,
}

#[derive(Deserialize)]
struct Names {
    names: Vec<String>,
}

#[derive(Deserialize)]
struct DownloadArgument {
    url: String,
    minutes: Option<f64>,
    name: Option<String>,
    expired: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListArgument {
    parent: Option<String>,
    kind: Option<MediaKind>,
    is_private: Option<bool>,
    field: Option<String>,
    descending: bool,
    skip: Option<usize>,
    limit: Option<usize>,
}

/// A row's name, time and id, by which lists are ordered.
type Key<'a> = (&'a str, u64, &'a str);

impl ListArgument {
    fn ordered(&self, by_name: bool, a: Key<'_>, b: Key<'_>) -> Ordering {
        let (a, b) = if self.descending { (b, a) } else { (a, b) };
        match by_name {
            true => a.0.cmp(b.0).then(a.2.cmp(b.2)),
            false => a.1.cmp(&b.1).then(a.2.cmp(b.2)),
        }
    }

    fn page(&self, rows: impl Iterator<Item = Value>) -> Value {
        let limit = self.limit.unwrap_or(ROWS_DEFAULT).min(ROWS_MAX);
        rows.skip(self.skip.unwrap_or_default())
            .take(limit)
            .collect::<Vec<_>>()
            .into()
    }
}

fn file_row(file: &MediaFile) -> Value {
    json!({
        "fileName": file.uri,
        "fileUrl": file.media_url(),
        "hash": file.hash,
        "sizeInBytes": file.bytes,
        "mimeType": file.mime,
        "mediaType": file.kind,
        "isPrivate": file.is_private,
        "parentFolderId": file.folder,
        "originalFileName": file.name,
        "sourceUrl": file.source_url,
        "width": file.width,
        "height": file.height,
        "createdMs": file.created_ms,
    })
}

fn folder_row(folder: &MediaFolder) -> Value {
    json!({
        "folderId": folder.id,
        "folderName": folder.name,
        "parentFolderId": folder.parent,
        "createdMs": folder.created_ms,
    })
}

/// Reads the argument, whose form the shipped JavaScript sees to.
fn with<A: DeserializeOwned>(
    call: ServiceCall<'_>,
    answer: impl FnOnce(A) -> HostReply,
) -> HostReply {
    match serde_json::from_str(call.argument) {
        Ok(argument) => answer(argument),
        Err(error) => HostReply::Now(HostReply::error(
            "MEDIA_ARGUMENT_INVALID",
            &format!("that is not what this function of the media takes: {error}"),
        )),
    }
}

fn reply(logs: &dyn LogSink, result: Result<Value, MediaError>) -> String {
    match result {
        Ok(value) => value.to_string(),
        Err(error) => {
            let message = match &error {
                // Paths of the server are for its log.
                MediaError::Unavailable(why) => {
                    say(logs, why);
                    UNAVAILABLE.to_owned()
                }
                other => other.to_string(),
            };
            HostReply::error(error.code(), &message)
        }
    }
}

fn say(logs: &dyn LogSink, why: &str) {
    logs.line(LogLine {
        time_ms: time_ms(),
        severity: Severity::Error,
        function: None,
        request_id: None,
        position: None,
        message: format!("the media cannot be used: {why}"),
        revision: 0,
    });
}

fn time_ms() -> u64 {
    u64::try_from(now_ms()).unwrap_or_default()
}
