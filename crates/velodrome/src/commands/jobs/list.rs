//! `velodrome jobs list`: each job with its times, its next run and its last.

use velodrome_model::jobs::{Cron, Job};
use velodrome_model::timestamp::format_utc;
use velodrome_site::config::Mode;
use velodrome_site::jobs::{JobBook, Run};

use super::super::site::{Stop, print};
use super::source;
use crate::cli::jobs::ListArgs;
use crate::jobs::now_ms;
use crate::logs::plain;
use crate::report;

pub(super) fn run(args: &ListArgs) -> Result<(), Stop> {
    let data_dir = args.data.dir(&args.site.site);
    let source = source(&args.site, &data_dir, args.published)?;
    let limits = source.config.limits(Mode::Serve);
    let book = JobBook::new(&data_dir, limits.job_runs_kept_max);
    let history = book.history().map_err(Stop::failed)?;
    let now_ms = now_ms();
    let rows: Vec<Row<'_>> = source
        .jobs
        .iter()
        .map(|job| Row {
            job,
            next_ms: job
                .schedule
                .parse::<Cron>()
                .ok()
                .and_then(|cron| cron.next_after(now_ms)),
            last: history.iter().rev().find(|run| run.job == job.name()),
        })
        .collect();
    if rows.is_empty() {
        report::note("the site has no jobs: backend/jobs.config lists them");
    }
    print(&if args.json { json(&rows) } else { table(&rows) })
}

struct Row<'r> {
    job: &'r Job,
    next_ms: Option<i64>,
    last: Option<&'r Run>,
}

fn table(rows: &[Row<'_>]) -> String {
    let names: Vec<String> = rows
        .iter()
        .map(|row| plain(&row.job.name()).into_owned())
        .collect();
    let name_width = names
        .iter()
        .map(|name| name.chars().count())
        .max()
        .unwrap_or(0);
    let width = rows
        .iter()
        .map(|row| row.job.schedule.len())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    for (row, name) in rows.iter().zip(names) {
        let next = row.next_ms.map_or("never".to_owned(), minute);
        let last = match row.last {
            Some(run) => format!("{} {}", run.outcome.as_str(), minute(run.started_ms)),
            None => "-".to_owned(),
        };
        let line = format!(
            "{name:name_width$}  {:width$}  next {next}  last {last}  {}",
            row.job.schedule,
            plain(&row.job.description)
        );
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// `2026-01-31T08:00Z`
fn minute(time_ms: i64) -> String {
    let text = format_utc(time_ms);
    format!("{}Z", &text[..16])
}

fn json(rows: &[Row<'_>]) -> String {
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            serde_json::json!({
                "name": row.job.name(),
                "location": row.job.location,
                "function": row.job.function,
                "description": row.job.description,
                "schedule": row.job.schedule,
                "nextMs": row.next_ms,
                "last": row.last,
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::from(rows))
}
