//! What `runtime/js/velo/realtime` asks for.

use std::sync::Arc;

use serde::Deserialize;
use velodrome_runtime::{HostReply, ServiceCall};

use super::channel::Channel;
use super::hub::Hub;
use crate::services::Service;

/// The service `realtime`.
pub struct RealtimeService(Arc<Hub>);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Publication {
    name: String,
    resource_id: Option<String>,
    /// JSON, as JavaScript wrote it.
    payload: String,
    users: Option<Vec<String>>,
}

impl RealtimeService {
    /// The service of this hub.
    pub fn new(hub: Arc<Hub>) -> RealtimeService {
        RealtimeService(hub)
    }

    fn publish(&self, argument: &str) -> Result<(), (&'static str, String)> {
        let invalid = |why: &dyn std::fmt::Display| ("REALTIME_CHANNEL_INVALID", why.to_string());
        let publication: Publication =
            serde_json::from_str(argument).map_err(|error| invalid(&error))?;
        let channel = Channel::new(publication.name, publication.resource_id)
            .map_err(|error| invalid(&error))?;
        // An event's line would end there.
        if publication.payload.contains(['\n', '\r']) {
            return Err(invalid(&"the payload is no single line of JSON"));
        }
        let (bytes, max) = (publication.payload.len() as u64, self.0.message_bytes_max());
        if bytes > max {
            let why = format!(
                "the payload has {bytes} bytes as JSON; the limit realtime_message_bytes_max is {max}"
            );
            return Err(("REALTIME_MESSAGE_TOO_LARGE", why));
        }
        self.0
            .publish(&channel, &publication.payload, publication.users.as_deref());
        Ok(())
    }
}

impl Service for RealtimeService {
    fn call(&self, call: ServiceCall<'_>) -> HostReply {
        let done = match call.operation {
            "publish" => self.publish(call.argument),
            other => Err(("NOT_AVAILABLE", format!("realtime has no {other}"))),
        };
        HostReply::Now(match done {
            Ok(()) => "null".to_owned(),
            Err((code, why)) => HostReply::error(code, &format!("publish: {why}")),
        })
    }
}
