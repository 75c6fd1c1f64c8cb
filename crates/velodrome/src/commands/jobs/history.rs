//! `velodrome jobs history`: what ran, what was missed, what was skipped.

use velodrome_model::limits::Limits;
use velodrome_model::timestamp::format_utc;
use velodrome_site::jobs::{JobBook, Run, Trigger};

use super::super::site::{Stop, print};
use crate::cli::jobs::HistoryArgs;
use crate::logs::plain;
use crate::report;

pub(super) fn run(args: &HistoryArgs) -> Result<(), Stop> {
    let data_dir = args.data.dir(&args.site);
    let book = JobBook::new(&data_dir, Limits::default().job_runs_kept_max);
    let mut runs = book.history().map_err(Stop::failed)?;
    if let Some(name) = &args.job {
        runs.retain(|run| {
            run.job == *name
                || run
                    .job
                    .rsplit_once('#')
                    .is_some_and(|(_, function)| function == name)
        });
    }
    runs.drain(..runs.len().saturating_sub(args.limit));
    if args.json {
        let text = serde_json::to_string_pretty(&runs).map_err(Stop::failed)?;
        return print(&format!("{text}\n"));
    }
    if runs.is_empty() {
        report::note(format_args!("no job has run in {}", data_dir.display()));
    }
    print(&runs.iter().map(line).collect::<String>())
}

fn line(run: &Run) -> String {
    let took = run.ended_ms.map_or("-".to_owned(), |ended| {
        format!("{} ms", ended - run.started_ms)
    });
    let trigger = match run.trigger {
        Trigger::Schedule => "schedule",
        Trigger::Manual => "manual",
    };
    let release = match run.release {
        0 => "working tree".to_owned(),
        number => format!("release {number}"),
    };
    let message = run.message.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = format!(
        "{} {:7} {} {took} {trigger} {release} {}",
        format_utc(run.started_ms),
        run.outcome.as_str(),
        plain(&run.job),
        plain(&message)
    );
    format!("{}\n", text.trim_end())
}
