//! Hooks of `backend/data.js`, for items that applications read and write: they run in the site's own
//! VM, as for its own code, with the rights of the site's owner.
//!
//! A site without that file is asked nothing here. Where there is one, its VM says whether the
//! collection has hooks; nothing is done past them when it cannot be asked.

use super::code::ApiCode;
use super::error::ApiError;
use super::request::Request;
use crate::error_answer::ErrorAnswer;
use crate::functions;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::sync::Arc;
use velodrome_model::code::Code;
use velodrome_model::data::{DataError, Wde};
use velodrome_runtime::{Outcome, Release, RequestView};
use velodrome_site::lanes::{Lane, Standing};

/// The file that has the hooks, by its name among the parts of a site.
const PART: &str = "data";

/// What was found out of the release that was asked last.
#[derive(Default)]
pub(super) struct KnownHooks(RefCell<Option<(Arc<str>, bool)>>);

impl KnownHooks {
    fn may_be_in(&self, release: &Release) -> bool {
        let mut known = self.0.borrow_mut();
        match &*known {
            Some((id, answer)) if *id == release.id => *answer,
            _ => {
                let answer = release.may_have_part(PART);
                *known = Some((Arc::clone(&release.id), answer));
                answer
            }
        }
    }
}

/// Does an operation with the hooks of its collection, and gives its reply; nothing when the
/// collection has none, and the operation is still to be done.
pub(super) async fn ask(
    request: &Request<'_>,
    operation: &str,
    collection: &str,
    argument: impl FnOnce() -> Result<String, ApiError>,
) -> Result<Option<String>, ApiError> {
    let worker = request.worker;
    let Some(release) = release(request)? else {
        return Ok(None);
    };
    let instance = functions::instance(worker, &release).await?;
    let view = RequestView {
        id: request.id,
        method: "POST",
        origin: request.origin,
        base_path: "/v1/collections",
        function_name: collection,
        sub_path: "",
        path: request.endpoint,
        query: None,
        ip: request.ip,
        header_lines: "",
    };
    let mut body = format!(
        "{{\"operation\":{},\"collection\":{},\"argument\":",
        json!(operation),
        json!(collection)
    );
    body.push_str(&argument()?);
    body.push('}');
    let called = instance.administer(&view, body.into_bytes());
    reply(functions::settled(worker, called).await?)
}

/// Whether the site has hooks at all.
pub(super) fn may_run(request: &Request<'_>) -> Result<bool, ApiError> {
    Ok(release(request)?.is_some())
}

/// The release whose hooks run; none when it has none.
fn release(request: &Request<'_>) -> Result<Option<Arc<Release>>, ApiError> {
    let worker = request.worker;
    let lane = match worker.is_dev() {
        true => Lane::Development,
        false => Lane::Production,
    };
    match worker.standing(lane) {
        Standing::Nothing => Ok(None),
        Standing::Ready(release) => {
            let may = request.api.hooks.may_be_in(&release);
            Ok(may.then_some(release))
        }
        // Nobody knows whether there are hooks: they are not passed by.
        Standing::Broken(_) => Err(ErrorAnswer::of(Code::BuildFailed).into()),
    }
}

fn reply(outcome: Outcome) -> Result<Option<String>, ApiError> {
    let answer = match outcome {
        Outcome::Answer(answer) => answer,
        Outcome::Threw(thrown) => {
            return Err(ApiError::new(ApiCode::Internal, "The server failed.")
                .with_reason(format!("a hook's way threw: {}", thrown.stack)));
        }
        Outcome::Ended(code) => return Err(ErrorAnswer::of(code).into()),
    };
    let text = String::from_utf8_lossy(&answer.body);
    match answer.status {
        200 => Ok(Some(text.into_owned())),
        204 => Ok(None),
        _ => Err(told(&text).into()),
    }
}

/// The error that a hook, or what it asked for, gave.
fn told(text: &str) -> DataError {
    let said: Value = serde_json::from_str(text).unwrap_or_default();
    let number = said["wde"]
        .as_str()
        .and_then(|wde| wde.get(3..)?.parse().ok());
    let wde = number.and_then(Wde::from_number).unwrap_or(Wde::UNKNOWN);
    DataError::new(wde, said["message"].as_str().unwrap_or_default())
}
