//! The store is told which collections the webhooks are about.

use velodrome_store::{Outbox, StoreError};

use super::CONSUMER;
use super::event::{EventFilter, Events};

/// Has the store note the changes of what these webhooks are about, and of nothing else. Writes only
/// when something is to change.
///
/// # Errors
/// The store fails.
pub async fn follow<'a>(
    outbox: &dyn Outbox,
    webhooks: impl Iterator<Item = &'a Events>,
) -> Result<(), StoreError> {
    let filters = webhooks.flat_map(|events| &events.0);
    let mut wanted: Vec<String> = filters
        .map(EventFilter::collection)
        .map(str::to_owned)
        .collect();
    wanted.sort();
    wanted.dedup();
    if outbox.watched(CONSUMER)? == wanted {
        return Ok(());
    }
    outbox.watch(CONSUMER, &wanted).get().await
}
