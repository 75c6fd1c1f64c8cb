//! `velodrome test`: the tests beside a site's code, once or at every change.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;
use std::time::Instant;

use tokio::task::LocalSet;
use velodrome_model::build::BuildOutput;
use velodrome_site::build::Builder;
use velodrome_site::config::Mode;
use velodrome_site::watch::{WatchMode, Watcher};

use super::site::{Opened, Stop, finish, open, print};
use crate::builder::{ChildBuilder, input_of};
use crate::cli::{Record, TestArgs};
use crate::testing::{FileOutcome, Ground, Report, Terms, Watchdog, find_tests, junit, run_file};
use crate::{exit, report};

pub(crate) fn run(args: &TestArgs) -> ExitCode {
    finish(test(args))
}

fn test(args: &TestArgs) -> Result<(), Stop> {
    if args.watch && args.record == Record::All {
        report::error(
            "`--record all` would record at every change; leave out `--watch`, or record once without it",
        );
        return Err(Stop(exit::USAGE));
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Stop::failed)?;
    LocalSet::new().block_on(&runtime, async {
        if args.watch {
            return watch(args).await;
        }
        let opened = open(&args.site)?;
        let builder = ChildBuilder::once(&opened.config.limits(Mode::Dev));
        let (_, passed) = once(args, opened, &builder).await?;
        if passed {
            Ok(())
        } else {
            Err(Stop(exit::FAILURE))
        }
    })
}

async fn watch(args: &TestArgs) -> Result<(), Stop> {
    let opened = open(&args.site)?;
    let builder = ChildBuilder::new(&opened.config.limits(Mode::Dev));
    let mut layout = opened.layout.clone();
    let excluded = vec![crate::cli::data_dir(None, &layout.site_dir)];
    let mut watch = Watcher::start(&layout, excluded, WatchMode::Told);
    let mut opened = Ok(opened);
    loop {
        let inputs = match opened {
            Ok(opened) => {
                layout = opened.layout.clone();
                // What failed has been said.
                once(args, opened, &builder)
                    .await
                    .map_or_else(|_| Vec::new(), |(inputs, _)| inputs)
            }
            Err(_) => Vec::new(),
        };
        watch.follow(&layout, &inputs);
        report::note("waiting for changes; interrupt to end");
        tokio::select! {
            _ = watch.changed() => {}
            _ = tokio::signal::ctrl_c() => return Ok(()),
        }
        opened = open(&args.site);
    }
}

/// Builds and runs everything once; gives what was read and whether all is well.
async fn once(
    args: &TestArgs,
    opened: Opened,
    builder: &ChildBuilder,
) -> Result<(Vec<PathBuf>, bool), Stop> {
    let began = Instant::now();
    let site_dir = opened.layout.site_dir.clone();
    let files = find_tests(&site_dir);
    if files.is_empty() {
        return Err(Stop::failed(format_args!(
            "there are no tests in {}: write one in a file such as backend/http-functions.test.js",
            site_dir.display()
        )));
    }
    let output = build(&opened, builder, &files).await;
    report::diagnostics(&output.diagnostics);
    if output.has_errors() {
        return Ok((output.inputs, false));
    }
    let outcomes = run_all(args, opened, &output, &files).await;
    let took_ms = began.elapsed().as_millis() as u64;
    if let Some(path) = &args.junit {
        let written = std::fs::write(path, junit::text(&outcomes, took_ms));
        written.map_err(|error| {
            Stop::failed(format_args!("writing {} failed: {error}", path.display()))
        })?;
    }
    let passed = !outcomes.iter().any(FileOutcome::has_failed);
    let met: usize = outcomes.iter().map(|file| file.tests.len()).sum();
    if met == 0 && passed {
        return Err(Stop::failed(match &args.filter {
            Some(filter) => format!("no test has {filter:?} in `file > suite > test`"),
            None => "the files have no tests in them".to_owned(),
        }));
    }
    Ok((output.inputs, passed))
}

async fn build(opened: &Opened, builder: &ChildBuilder, files: &[PathBuf]) -> BuildOutput {
    let mut input = input_of(&opened.layout, &opened.config);
    input.test_files = files.to_vec();
    builder
        .build(input)
        .await
        .unwrap_or_else(|failure| failure.into_output())
}

async fn run_all(
    args: &TestArgs,
    opened: Opened,
    output: &BuildOutput,
    files: &[PathBuf],
) -> Vec<FileOutcome> {
    let site_dir = opened.layout.site_dir.clone();
    let watchdog = Watchdog::start(opened.config.limits(Mode::Dev).cpu_time_ms_max);
    let release = crate::site_process::working_tree(output);
    let ground = Rc::new(Ground::new(
        &site_dir,
        opened.config,
        release,
        args.record,
        args.filter.is_some(),
    ));
    let terms = Terms {
        filter: args.filter.as_deref(),
        timeout_ms: args.timeout,
    };
    let mut said = Report::new(
        args.reporter,
        report::wants_colour_on_stdout(),
        args.logs,
        say,
    );
    let began = Instant::now();
    let mut outcomes = Vec::new();
    for file in files {
        let shown = shown(&site_dir, file);
        said.file(&shown);
        let outcome = run_file(&ground, &shown, &terms, &watchdog, |test| said.test(test)).await;
        if !outcome.tests.is_empty() || outcome.has_failed() {
            outcomes.push(outcome);
        }
    }
    said.end(&outcomes, began.elapsed().as_millis() as u64);
    outcomes
}

/// As the bundler shows it: relative to the site.
fn shown(site_dir: &Path, file: &Path) -> String {
    file.strip_prefix(site_dir)
        .unwrap_or(file)
        .to_string_lossy()
        .into_owned()
}

fn say(text: &str) {
    // A reader that went away wants no more.
    let _gone = print(text);
}
