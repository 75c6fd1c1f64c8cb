//! One release: its files, their hashes, and the manifest whose hash is the release's id.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use velodrome_model::build::Diagnostic;
use velodrome_model::jobs::Job;

use super::error::ReleaseError;
use super::files::{Faults, at, write_new};

/// What is published: the result of a build with the configuration it was built under.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// The built script.
    pub script: Arc<str>,
    /// Its source map.
    pub source_map: Arc<str>,
    /// The handler file relative to the site's folder.
    pub entry: String,
    /// Text of the `velodrome.toml` in force, perhaps empty.
    pub config: String,
    /// Name and version of what built it and is known to run it.
    pub engine: String,
    /// Warnings of the build.
    pub diagnostics: Vec<Diagnostic>,
    /// Its scheduled jobs.
    pub jobs: Vec<Job>,
    /// The handlers of `events.js` that are called.
    pub events: Vec<String>,
}

/// A published release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// What people call it: 1, 2, 3.
    pub number: u64,
    /// The hash over all of its content, in hexadecimal.
    pub id: String,
    /// When it was published, in milliseconds since 1970.
    pub created_ms: u64,
    /// What its publisher said of it, perhaps nothing.
    pub message: String,
    /// What runs.
    pub content: Content,
}

/// Longest file of a release, in bytes; the model's ceiling of `script_bytes_max`.
const FILE_BYTES_MAX: u64 = 1024 * 1024 * 1024;
/// Longest manifest, in bytes.
const MANIFEST_BYTES_MAX: u64 = 16 * 1024 * 1024;

pub(super) const MANIFEST: &str = "manifest.json";
const SCRIPT: &str = "script.js";
const SOURCE_MAP: &str = "script.js.map";
const CONFIG: &str = "velodrome.toml";

/// What the manifest says; its bytes are hashed, so the order of fields is part of the format.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    engine: String,
    entry: String,
    script_sha256: String,
    source_map_sha256: String,
    config_sha256: String,
    diagnostics: Vec<Diagnostic>,
    /// Manifests without jobs are those of before there were any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    jobs: Vec<Job>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    events: Vec<String>,
}

const FORMAT: u32 = 1;

/// A name for code that was not published: equal text, equal name.
pub fn content_id(script: &str, source_map: &str) -> String {
    sha256((sha256(script.as_bytes()) + &sha256(source_map.as_bytes())).as_bytes())
}

fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// The id of a content and the bytes of its manifest.
pub(super) fn seal(content: &Content) -> Result<(String, Vec<u8>), ReleaseError> {
    let parts = [
        ("script", content.script.len()),
        ("source map", content.source_map.len()),
    ];
    for (part, bytes) in parts {
        if bytes as u64 > FILE_BYTES_MAX {
            return Err(ReleaseError::TooLarge {
                part,
                bytes_max: FILE_BYTES_MAX,
            });
        }
    }
    let manifest = Manifest {
        format: FORMAT,
        engine: content.engine.clone(),
        entry: content.entry.clone(),
        script_sha256: sha256(content.script.as_bytes()),
        source_map_sha256: sha256(content.source_map.as_bytes()),
        config_sha256: sha256(content.config.as_bytes()),
        diagnostics: content.diagnostics.clone(),
        jobs: content.jobs.clone(),
        events: content.events.clone(),
    };
    let bytes =
        serde_json::to_vec_pretty(&manifest).expect("a manifest has only strings and numbers");
    if bytes.len() as u64 > MANIFEST_BYTES_MAX {
        return Err(ReleaseError::TooLarge {
            part: "list of warnings",
            bytes_max: MANIFEST_BYTES_MAX,
        });
    }
    Ok((sha256(&bytes), bytes))
}

/// Writes a release's files into a new folder.
pub(super) fn write(
    dir: &Path,
    content: &Content,
    manifest: &[u8],
    faults: &dyn Faults,
) -> Result<(), ReleaseError> {
    write_new(&dir.join(SCRIPT), content.script.as_bytes(), faults)?;
    write_new(&dir.join(SOURCE_MAP), content.source_map.as_bytes(), faults)?;
    write_new(&dir.join(CONFIG), content.config.as_bytes(), faults)?;
    write_new(&dir.join(MANIFEST), manifest, faults)
}

/// Reads a release's files back, checking every hash.
pub(super) fn read(dir: &Path, id: &str) -> Result<Content, ReleaseError> {
    let path = dir.join(MANIFEST);
    let bytes = part(&path, MANIFEST_BYTES_MAX)?;
    check(&path, &bytes, id)?;
    let manifest: Manifest = serde_json::from_slice(&bytes)
        .map_err(|error| damaged(&path, format!("it is not understood ({error})")))?;
    if manifest.format != FORMAT {
        let reason = format!(
            "its format is {}, this version reads {FORMAT}",
            manifest.format
        );
        return Err(damaged(&path, reason));
    }
    Ok(Content {
        script: text(dir.join(SCRIPT), &manifest.script_sha256)?.into(),
        source_map: text(dir.join(SOURCE_MAP), &manifest.source_map_sha256)?.into(),
        config: text(dir.join(CONFIG), &manifest.config_sha256)?,
        entry: manifest.entry,
        engine: manifest.engine,
        diagnostics: manifest.diagnostics,
        jobs: manifest.jobs,
        events: manifest.events,
    })
}

fn part(path: &Path, bytes_max: u64) -> Result<Vec<u8>, ReleaseError> {
    match crate::bounded::read(path, bytes_max) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(damaged(path, "it is missing".to_owned()))
        }
        read => at("reading", path, read),
    }
}

fn text(path: PathBuf, hash: &str) -> Result<String, ReleaseError> {
    let bytes = part(&path, FILE_BYTES_MAX)?;
    check(&path, &bytes, hash)?;
    String::from_utf8(bytes).map_err(|_| damaged(&path, "it is not UTF-8".to_owned()))
}

fn check(path: &Path, bytes: &[u8], hash: &str) -> Result<(), ReleaseError> {
    if sha256(bytes) == hash {
        return Ok(());
    }
    Err(damaged(
        path,
        "its content is not what was published".to_owned(),
    ))
}

fn damaged(path: &Path, reason: String) -> ReleaseError {
    ReleaseError::Damaged {
        path: path.to_owned(),
        reason,
    }
}
