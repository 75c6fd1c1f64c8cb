//! `velodrome limits`: the table of limits with the values in force for a site.

use std::fmt::Write as _;
use std::process::ExitCode;

use velodrome_model::limits::{Limits, TABLE};
use velodrome_site::config::{FILE_NAME, Mode};

use super::site::{Stop, finish, load_config, print};
use crate::cli::LimitsArgs;

pub(crate) fn run(args: &LimitsArgs) -> ExitCode {
    finish(limits(args))
}

fn limits(args: &LimitsArgs) -> Result<(), Stop> {
    let (config, _) = load_config(&args.site.join(FILE_NAME))?;
    let limits = config.limits(Mode::Serve);
    print(&if args.json {
        json(&limits)
    } else {
        table(&limits)
    })
}

fn current(limits: &Limits, name: &str) -> u64 {
    limits.get(name).expect("each row of the table is a limit")
}

fn table(limits: &Limits) -> String {
    let mut text = format!(
        "{:27} {:5} {:>12} {:>12} {:>13} {:>12}\n",
        "name", "unit", "default", "floor", "ceiling", "current"
    );
    for row in TABLE {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{:27} {:5} {:>12} {:>12} {:>13} {:>12}",
            row.name,
            row.unit.as_str(),
            row.default,
            row.floor,
            row.ceiling,
            current(limits, row.name)
        );
    }
    text
}

fn json(limits: &Limits) -> String {
    let rows: Vec<_> = TABLE
        .iter()
        .map(|row| {
            serde_json::json!({
                "name": row.name,
                "unit": row.unit.as_str(),
                "default": row.default,
                "floor": row.floor,
                "ceiling": row.ceiling,
                "current": current(limits, row.name),
                "about": row.about,
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::from(rows))
}
