//! `/_realtime`: what the site's code publishes, as server-sent events.
//!
//! ```text
//! GET  /_realtime/<channel>                 its messages, from now on
//! GET  /_realtime/<channel>/<resource>      those about one resource
//!      Last-Event-ID: <id>, ?lastEventId=   and those that were missed since this one
//! ```
//!
//! Whether the caller may listen is asked once, of `backend/realtime-permissions.js`.

mod events;
mod permission;

use crate::error_answer::ErrorAnswer;
use crate::functions::Report;
use crate::http1::{Body, Head, Response};
use crate::request_id::RequestId;
use crate::worker::Worker;
use events::Events;
use velodrome_model::code::Code;
use velodrome_model::signing::{PlusReading, QueryPairs, decode_component};
use velodrome_site::realtime::{Channel, Refusal};

/// Longest place in the sequence of messages that a client may name, in bytes.
const PLACE_BYTES_MAX: usize = 64;

/// The path from `/_realtime/` on, when it is ours; `prefix` is the path of the site's `base_url`.
pub(crate) fn within<'p>(path: &'p str, prefix: &str) -> Option<&'p str> {
    path.strip_prefix("/_realtime/")
        .or_else(|| path.strip_prefix(prefix)?.strip_prefix("/_realtime/"))
}

/// Looks at what can be said on the head alone; gives the channel.
pub(crate) fn screen(worker: &Worker, head: &Head<'_>) -> Result<Channel, ErrorAnswer> {
    if head.method().as_str() != "GET" {
        return Err(ErrorAnswer::of(Code::MethodNotAllowed)
            .with_message("Channels can be listened to with GET.")
            .with_field("allow", "GET"));
    }
    worker.count_request()?;
    channel(within(head.path(), worker.prefix()).unwrap_or_default())
        .ok_or_else(|| ErrorAnswer::of(Code::NotFound))
}

fn channel(path: &str) -> Option<Channel> {
    let decode = |text: &str| {
        let decoded = decode_component(text, PlusReading::Literal).ok()?;
        Some(decoded.into_owned())
    };
    let (name, resource) = match path.split_once('/') {
        Some((name, resource)) => (decode(name)?, Some(decode(resource)?)),
        None => (decode(path)?, None),
    };
    Channel::new(name, resource).ok()
}

/// Answers with the channel's messages, if the caller may have them.
pub(crate) async fn call(
    worker: &Worker,
    head: &Head<'_>,
    channel: Channel,
    id: &RequestId,
    report: &mut Report,
) -> Result<Response, ErrorAnswer> {
    let subscriber = subscriber_id();
    permission::ask(worker, &channel, &subscriber, id, report).await?;
    let place = place(head);
    let subscription = worker
        .realtime()
        .subscribe(channel, subscriber, place.as_deref())
        .map_err(refused)?;
    let mut response = Response::new(200);
    for (name, value) in [
        ("content-type", "text/event-stream"),
        ("cache-control", "no-store"),
        // Pages of other sites may listen: who may is for the site's code to say.
        ("access-control-allow-origin", "*"),
        // A proxy that collects answers would hold messages back.
        ("x-accel-buffering", "no"),
    ] {
        response.headers.push_known(name, value);
    }
    response.body = Body::Stream(Box::new(Events::new(subscription, worker.limits())));
    Ok(response)
}

/// Whoever knows it can be written to alone, so nobody guesses it.
fn subscriber_id() -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the system has randomness once it is up");
    data_encoding::HEXLOWER.encode(&bytes)
}

/// The last event that the client had.
fn place(head: &Head<'_>) -> Option<String> {
    let of_query = || {
        let (_, value) = QueryPairs::new(head.query()?).find(|(name, _)| *name == "lastEventId")?;
        let value = decode_component(value, PlusReading::Space).ok()?;
        Some(value.into_owned())
    };
    let named = head.field("last-event-id").map(str::to_owned);
    named
        .or_else(of_query)
        .filter(|place| !place.is_empty() && place.len() <= PLACE_BYTES_MAX)
}

fn refused(why: Refusal) -> ErrorAnswer {
    match why {
        Refusal::Full => ErrorAnswer::of(Code::Overloaded)
            .with_message("The site, or this channel, has as many subscribers as it may have.")
            .with_field("retry-after", "10"),
        Refusal::Closed => ErrorAnswer::of(Code::ShuttingDown).with_field("retry-after", "1"),
    }
}
