//! Who may listen: `realtime_check_permission` of the release that functions run.

use crate::error_answer::ErrorAnswer;
use crate::functions::{self, Report};
use crate::request_id::RequestId;
use crate::worker::Worker;
use serde_json::json;
use std::sync::Arc;
use velodrome_model::code::Code;
use velodrome_runtime::Invocation;
use velodrome_site::realtime::Channel;

/// The part of the site that answers.
const PART: &str = "realtime";
/// The shipped file that asks it.
const CHECK: &str = "velo/realtime/check";
/// What log lines call it.
const NAME: &str = "realtime_check_permission";

/// Asks whether this subscriber may listen to the channel.
pub(super) async fn ask(
    worker: &Worker,
    channel: &Channel,
    subscriber: &str,
    id: &RequestId,
    report: &mut Report,
) -> Result<(), ErrorAnswer> {
    let release = functions::release_in_force(worker)?;
    report.release = Some(Arc::clone(&release));
    if !release.may_have_part(PART) {
        return Ok(());
    }
    let instance = functions::instance(worker, &release).await?;
    let mut named = json!({ "name": channel.name() });
    if let Some(resource) = channel.resource() {
        named["resourceId"] = resource.into();
    }
    let argument = json!({ "channel": named, "subscriber": subscriber });
    let called = instance.invoke(&Invocation {
        id: id.as_str(),
        name: NAME,
        file: CHECK,
        argument: &argument.to_string(),
    });
    match functions::invoked(worker, called).await?.as_slice() {
        b"true" => Ok(()),
        _ => Err(ErrorAnswer::of(Code::ChannelForbidden)),
    }
}
