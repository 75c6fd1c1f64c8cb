//! `velodrome webhooks add` and `remove`.

use velodrome_site::apps::Registry;
use velodrome_site::config::{FILE_NAME, Mode};
use velodrome_site::webhooks::{Events, follow};
use velodrome_store::Store;

use super::open;
use crate::cli::webhooks::{AddArgs, RemoveArgs};
use crate::commands::apps::registry;
use crate::commands::site::{Stop, load_config, now_ms, print};

pub(super) fn add(args: &AddArgs) -> Result<(), Stop> {
    let (config, _) = load_config(&args.store.site.join(FILE_NAME))?;
    let registry = registry(&args.store);
    let events = Events(args.events.clone());
    let most = config.limits(Mode::Serve).webhooks_max;
    let added = registry.add_webhook(&args.application, &args.url, events, most, now_ms());
    let added = added.map_err(Stop::failed)?;
    take_note(&registry, &*open(&args.store)?)?;
    print(&if args.json {
        format!("{}\n", serde_json::json!({ "webhookId": added.id }))
    } else {
        format!("webhook  {}\n", added.id)
    })
}

pub(super) fn remove(args: &RemoveArgs) -> Result<(), Stop> {
    let registry = registry(&args.store);
    registry
        .remove_webhook(&args.webhook, now_ms())
        .map_err(Stop::failed)?;
    let store = open(&args.store)?;
    take_note(&registry, &*store)?;
    store
        .outbox()
        .clear(&args.webhook)
        .wait()
        .map_err(Stop::failed)
}

/// From now on, not only from when a server notices.
fn take_note(registry: &Registry, store: &dyn Store) -> Result<(), Stop> {
    let all = registry.webhooks().map_err(Stop::failed)?;
    let events = all.iter().map(|listed| &listed.webhook.events);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    let followed = runtime
        .map_err(Stop::failed)?
        .block_on(follow(store.outbox(), events));
    followed.map_err(Stop::failed)
}
