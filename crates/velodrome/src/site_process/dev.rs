//! The working tree: built at the start and after every change.

use super::Process;
use crate::builder::{ChildBuilder, input_of};
use crate::events::Handlers;
use crate::jobs::Plan;
use crate::report;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use velodrome_model::build::BuildOutput;
use velodrome_runtime::Release;
use velodrome_site::build::Builder;
use velodrome_site::config::{Config, Mode, Surroundings};
use velodrome_site::lanes::{Lane, Standing};
use velodrome_site::locate::{NotFound, SiteLayout};
use velodrome_site::watch::{WatchMode, Watcher};

/// How often a site that is not there is looked for.
const LOOK_FOR_SITE: Duration = Duration::from_millis(250);

/// Builds the working tree, and again whenever it changes. Returns when the first build is done.
pub(super) async fn start(process: &Rc<Process>) {
    match find(process) {
        Ok(layout) => follow(process, layout).await,
        Err(missing) => {
            let found = [missing.to_diagnostic()];
            report::diagnostics(&found);
            process
                .site
                .lanes
                .set(Lane::Development, Standing::Broken(found.into()));
            tokio::task::spawn_local(wait_for_site(Rc::clone(process)));
        }
    }
}

fn find(process: &Process) -> Result<SiteLayout, NotFound> {
    let site = &process.options.site;
    SiteLayout::find(&site.site, site.backend.as_deref())
}

/// The folder may come back, after a checkout of another branch for example.
async fn wait_for_site(process: Rc<Process>) {
    loop {
        tokio::time::sleep(LOOK_FOR_SITE).await;
        if let Ok(layout) = find(&process) {
            return follow(&process, layout).await;
        }
    }
}

async fn follow(process: &Rc<Process>, layout: SiteLayout) {
    let mode = if process.options.poll || process.site.config.dev.poll {
        WatchMode::Polled
    } else {
        WatchMode::Told
    };
    let mut watch = Watcher::start(&layout, vec![process.options.data_dir.clone()], mode);
    let builder = ChildBuilder::new(&process.site.limits);
    let first = build(process, &builder, &layout).await;
    watch.follow(&layout, &first.inputs);
    let process = Rc::clone(process);
    tokio::task::spawn_local(async move {
        loop {
            let change = watch.changed().await;
            if change.config && process.options.mode == Mode::Dev {
                take_config(&process, &layout);
            }
            let output = build(&process, &builder, &layout).await;
            watch.follow(&layout, &output.inputs);
        }
    });
}

/// Limits and flags are read once: a new process takes over with the new ones. A file with
/// mistakes is no reason to stop working under the one before it.
fn take_config(process: &Process, layout: &SiteLayout) {
    match Config::load(&layout.config_file(), &Surroundings::default()) {
        Ok((_, text)) if text != process.config_text => process.replace_self(),
        Ok(_) => {}
        Err(error) => report::error(format_args!(
            "{error}\nThe configuration before it stays in force."
        )),
    }
}

/// One build: its outcome goes into the lane, its messages to the terminal.
async fn build(process: &Process, builder: &ChildBuilder, layout: &SiteLayout) -> BuildOutput {
    let output = builder
        .build(input_of(layout, &process.site.config))
        .await
        .unwrap_or_else(|failure| failure.into_output());
    report::diagnostics(&output.diagnostics);
    let standing = standing(&output);
    if process.options.mode == Mode::Dev {
        process.run_jobs(match &standing {
            Standing::Ready(release) => Plan::new(Arc::clone(release), output.jobs.clone()),
            _ => Plan::default(),
        });
        process.call_handlers(match &standing {
            Standing::Ready(release) => Handlers::new(Arc::clone(release), output.events.clone()),
            _ => Handlers::default(),
        });
    }
    process.site.lanes.set(Lane::Development, standing);
    output
}

/// What a build makes of its lane.
fn standing(output: &BuildOutput) -> Standing {
    if output.has_errors() {
        return Standing::Broken(output.diagnostics.clone().into());
    }
    Standing::Ready(Arc::new(working_tree(output)))
}

/// A built working tree as a release; it has no number.
pub(crate) fn working_tree(output: &BuildOutput) -> Release {
    Release {
        number: 0,
        id: velodrome_site::releases::content_id(&output.script, &output.source_map).into(),
        script: output.script.as_str().into(),
        source_map: output.source_map.as_str().into(),
    }
}
