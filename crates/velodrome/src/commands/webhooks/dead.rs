//! `velodrome webhooks dead` and `deliver`: events that were given up.

use std::fmt::Write as _;

use velodrome_site::webhooks::show;
use velodrome_store::Letter;

use super::existing;
use crate::cli::webhooks::{DeadArgs, DeliverArgs};
use crate::commands::site::{Stop, now_ms, print};
use crate::logs::{plain, timestamp};
use crate::report;

pub(super) fn list(args: &DeadArgs) -> Result<(), Stop> {
    let letters = match existing(&args.store)? {
        Some(store) => {
            let found = store
                .outbox()
                .letters(args.webhook.as_deref(), true, args.limit);
            found.map_err(Stop::failed)?
        }
        None => Vec::new(),
    };
    if letters.is_empty() {
        report::note("no event was given up");
    }
    print(&if args.json {
        let rows: Vec<_> = letters.iter().map(json).collect();
        format!("{:#}\n", serde_json::Value::from(rows))
    } else {
        table(&letters)
    })
}

pub(super) fn deliver(args: &DeliverArgs) -> Result<(), Stop> {
    let now_ms = i64::try_from(now_ms()).unwrap_or(i64::MAX);
    let revived = match existing(&args.store)? {
        Some(store) => {
            let reply = store.outbox().revive(&args.webhook, args.number, now_ms);
            reply.wait().map_err(Stop::failed)?
        }
        None => 0,
    };
    if revived == 0 {
        let number = args
            .number
            .map(|number| format!(" {number}"))
            .unwrap_or_default();
        return Err(Stop::failed(format_args!(
            "no event{number} of webhook {:?} was given up; `velodrome webhooks dead` lists those that were",
            args.webhook
        )));
    }
    let events = if revived == 1 { "event" } else { "events" };
    report::note(format_args!(
        "{revived} {events} will be delivered as soon as a server runs"
    ));
    Ok(())
}

fn table(letters: &[Letter]) -> String {
    let mut text = String::new();
    for letter in letters {
        let (event, body) = show(&letter.content);
        let made = timestamp(u64::try_from(letter.created_ms).unwrap_or_default());
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{}  {}  {made}  {}  {}\n  {} attempts: {}",
            letter.number,
            letter.mailbox,
            plain(&event),
            plain(&body),
            letter.attempts,
            plain(&letter.reason),
        );
    }
    text
}

fn json(letter: &Letter) -> serde_json::Value {
    let (event, body) = show(&letter.content);
    serde_json::json!({
        "number": letter.number,
        "webhookId": letter.mailbox,
        "event": event,
        "body": body,
        "createdMs": letter.created_ms,
        "attempts": letter.attempts,
        "reason": letter.reason,
    })
}
