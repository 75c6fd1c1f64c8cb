//! Webhooks are called from the main thread: it is never in JavaScript.

use std::error::Error;
use std::sync::Arc;

use tokio::task::JoinHandle;
use velodrome_site::webhooks::Sender;

use super::Process;

/// Begins to call them. Ends when what this gives is aborted.
///
/// # Errors
/// Calls cannot be made as the configuration says.
pub(super) fn start(process: &Process) -> Result<Option<JoinHandle<()>>, Box<dyn Error>> {
    let site = &process.site;
    let (Some(data), Some(applications)) = (&site.data, &site.applications) else {
        return Ok(None);
    };
    let sender = Sender::of_site(
        Arc::clone(data),
        Arc::clone(applications),
        &site.config,
        process.options.mode,
        &process.options.site.site,
    )?;
    Ok(Some(tokio::task::spawn_local(sender.run())))
}
