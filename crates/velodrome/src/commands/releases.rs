//! `velodrome releases`: every publish and rollback, oldest first.

use std::fmt::Write as _;
use std::process::ExitCode;

use velodrome_site::releases::{Action, Current, Entry, Releases};

use super::site::{Stop, finish, print};
use crate::cli::ReleasesArgs;
use crate::logs::{plain, timestamp};
use crate::report;

pub(crate) fn run(args: &ReleasesArgs) -> ExitCode {
    finish(list(args))
}

fn list(args: &ReleasesArgs) -> Result<(), Stop> {
    let dir = args.data.dir(&args.site);
    if !dir.is_dir() {
        report::note(format_args!(
            "nothing has been published in {}",
            dir.display()
        ));
        return print(if args.json { "[]\n" } else { "" });
    }
    let releases = Releases::open(&dir).map_err(Stop::failed)?;
    let entries = releases.list(args.limit).map_err(Stop::failed)?;
    let current = releases.current().map_err(Stop::failed)?;
    print(&if args.json {
        json(&entries, current.as_ref())
    } else {
        table(&entries, current.as_ref())
    })
}

fn is_current(entry: &Entry, current: Option<&Current>) -> bool {
    current.is_some_and(|current| current.sequence == entry.sequence)
}

fn table(entries: &[Entry], current: Option<&Current>) -> String {
    let mut text = String::new();
    for entry in entries {
        let action = match entry.action {
            Action::Publish => "published",
            Action::Rollback => "rolled back to",
        };
        // The message is one line of a table, whatever its author put into it.
        let message = entry
            .message
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let line = format!(
            "{} {} {action:14} {:>5} {} {}",
            if is_current(entry, current) { "*" } else { " " },
            timestamp(entry.created_ms),
            entry.number,
            &entry.id[..12],
            plain(&message),
        );
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

fn json(entries: &[Entry], current: Option<&Current>) -> String {
    let rows: Vec<_> = entries
        .iter()
        .map(|entry| {
            serde_json::json!({
                "sequence": entry.sequence,
                "action": entry.action,
                "number": entry.number,
                "id": entry.id,
                "createdMs": entry.created_ms,
                "message": entry.message,
                "current": is_current(entry, current),
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::from(rows))
}
