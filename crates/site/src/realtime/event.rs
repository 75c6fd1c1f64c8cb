//! What goes over the wire: events of `text/event-stream` (HTML, 9.2), each with the place after which a
//! subscriber comes back.

use std::fmt::Write;

use bytes::Bytes;
use serde_json::json;

use super::channel::Channel;

/// How long a client waits before it comes back, in milliseconds.
const RETRY_MS: u64 = 2000;

/// A place in the sequence of all messages of one process.
#[derive(Clone, Debug)]
pub(super) struct Place<'h> {
    /// Which process's.
    pub(super) epoch: &'h str,
    pub(super) number: u64,
}

impl Place<'_> {
    /// The number in what a client sends as `Last-Event-ID`, if that is a place of this process.
    pub(super) fn number_in(text: &str, epoch: &str) -> Option<u64> {
        let (of, number) = text.rsplit_once('-')?;
        (of == epoch).then(|| number.parse().ok())?
    }

    fn line(&self) -> String {
        format!("id: {}-{}\n", self.epoch, self.number)
    }
}

fn named(channel: &Channel) -> serde_json::Value {
    match channel.resource() {
        Some(resource) => json!({ "name": channel.name(), "resourceId": resource }),
        None => json!({ "name": channel.name() }),
    }
}

/// A message. `payload` is one line of JSON.
pub(super) fn message(place: &Place<'_>, channel: &Channel, payload: &str) -> Bytes {
    let mut text = place.line();
    let channel = named(channel);
    let _never_fails = write!(
        text,
        "data: {{\"channel\":{channel},\"payload\":{payload}}}\n\n"
    );
    Bytes::from(text)
}

/// The first event of a subscription.
pub(super) fn subscribed(place: &Place<'_>, channel: &Channel, subscriber: &str) -> Bytes {
    let data = json!({ "channel": named(channel), "subscriberId": subscriber });
    Bytes::from(format!(
        "retry: {RETRY_MS}\n{}event: subscribed\ndata: {data}\n\n",
        place.line()
    ))
}

/// Messages since the place that the client named are not known any more.
pub(super) fn missed(channel: &Channel) -> Bytes {
    let data = json!({ "channel": named(channel) });
    Bytes::from(format!("event: missed\ndata: {data}\n\n"))
}
