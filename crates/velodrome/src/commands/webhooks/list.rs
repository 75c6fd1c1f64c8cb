//! `velodrome webhooks list`: who is called, and what waits.

use std::fmt::Write as _;

use velodrome_site::apps::WebhookListed;

use super::existing;
use crate::cli::webhooks::ListArgs;
use crate::commands::apps::registry;
use crate::commands::site::{Stop, print};
use crate::logs::{plain, timestamp};
use crate::report;

/// A webhook and how many events wait for it, and were given up.
struct Row {
    listed: WebhookListed,
    waiting: u64,
    dead: u64,
}

pub(super) fn run(args: &ListArgs) -> Result<(), Stop> {
    let listed = registry(&args.store).webhooks().map_err(Stop::failed)?;
    if listed.is_empty() {
        report::note(
            "there is no webhook; `velodrome webhooks add APP URL --event EVENT` makes one",
        );
    }
    let store = existing(&args.store)?;
    let mut rows = Vec::new();
    for listed in listed {
        let (waiting, dead) = match &store {
            Some(store) => {
                let counted = store.outbox().count_letters(&listed.webhook.id);
                counted.map_err(Stop::failed)?
            }
            None => (0, 0),
        };
        rows.push(Row {
            listed,
            waiting,
            dead,
        });
    }
    print(&if args.json {
        let rows: Vec<_> = rows.iter().map(json).collect();
        format!("{:#}\n", serde_json::Value::from(rows))
    } else {
        table(&rows)
    })
}

fn table(rows: &[Row]) -> String {
    let mut text = String::new();
    for Row {
        listed,
        waiting,
        dead,
    } in rows
    {
        let webhook = &listed.webhook;
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{}  {}  {}\n  {}\n  waiting {waiting}, dead {dead}, made {}",
            webhook.id,
            plain(&listed.application),
            plain(&webhook.url),
            plain(&webhook.events.to_string()),
            timestamp(webhook.created_ms),
        );
    }
    text
}

fn json(row: &Row) -> serde_json::Value {
    let webhook = &row.listed.webhook;
    let events: Vec<String> = webhook.events.0.iter().map(ToString::to_string).collect();
    serde_json::json!({
        "webhookId": webhook.id,
        "applicationId": row.listed.application_id,
        "application": row.listed.application,
        "url": webhook.url,
        "events": events,
        "createdMs": webhook.created_ms,
        "waiting": row.waiting,
        "dead": row.dead,
    })
}
