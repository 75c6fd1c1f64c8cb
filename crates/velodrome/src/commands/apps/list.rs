//! `velodrome apps list`: every application, and when its secrets end. Never a secret.

use std::fmt::Write as _;

use velodrome_site::apps::{CursorEnd, Listed, ListedSecret};

use super::registry;
use crate::cli::apps::ListArgs;
use crate::commands::site::{Stop, now_ms, print};
use crate::logs::{plain, timestamp};
use crate::report;

pub(super) fn run(args: &ListArgs) -> Result<(), Stop> {
    let listed = registry(&args.store).list(now_ms()).map_err(Stop::failed)?;
    if listed.is_empty() {
        report::note("there is no application; `velodrome apps create NAME` makes one");
    }
    print(&if args.json {
        let rows: Vec<_> = listed.iter().map(json).collect();
        format!("{:#}\n", serde_json::Value::from(rows))
    } else {
        table(&listed)
    })
}

fn table(listed: &[Listed]) -> String {
    let names = listed.iter().map(|one| plain(&one.name).chars().count());
    let Some(longest) = names.max() else {
        return String::new();
    };
    let width = longest.max("name".len());
    let mut text = format!(
        "{:width$}  {:36}  {:36}  {:10}  {:7}  scopes\n",
        "name", "application id", "instance id", "cursor end", "secrets"
    );
    for one in listed {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{:width$}  {:36}  {:36}  {:10}  {:7}  {}",
            plain(&one.name),
            one.application_id,
            one.instance_id,
            cursor_end(one.cursor_end),
            one.secrets.len(),
            one.scopes
        );
        match one.secrets.as_slice() {
            [] => text.push_str("  revoked\n"),
            secrets => secrets.iter().for_each(|secret| line(&mut text, secret)),
        }
    }
    text
}

fn line(text: &mut String, secret: &ListedSecret) {
    let created = timestamp(secret.created_ms);
    let end = match secret.expires_ms {
        Some(expires_ms) => format!(", valid until {}", timestamp(expires_ms)),
        None => String::new(),
    };
    // Writing to a string cannot fail.
    let _ = writeln!(text, "  secret {} of {created}{end}", secret.number);
}

pub(super) fn cursor_end(end: CursorEnd) -> &'static str {
    match end {
        CursorEnd::Zero => "0",
        CursorEnd::Null => "null",
    }
}

fn json(one: &Listed) -> serde_json::Value {
    let secret = |secret: &ListedSecret| {
        serde_json::json!({
            "number": secret.number,
            "createdMs": secret.created_ms,
            "expiresMs": secret.expires_ms,
        })
    };
    serde_json::json!({
        "applicationId": one.application_id,
        "name": one.name,
        "instanceId": one.instance_id,
        "createdMs": one.created_ms,
        "cursorEnd": cursor_end(one.cursor_end),
        "scopes": one.scopes.iter().map(|scope| scope.to_string()).collect::<Vec<_>>(),
        "secrets": one.secrets.iter().map(secret).collect::<Vec<_>>(),
    })
}
