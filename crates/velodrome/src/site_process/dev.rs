//! The working tree: built at the start and after every change.

use super::Process;
use crate::builder::{ChildBuilder, input_of};
use crate::report;
use std::rc::Rc;
use std::sync::Arc;
use velodrome_model::build::BuildOutput;
use velodrome_runtime::Release;
use velodrome_site::build::Builder;
use velodrome_site::lanes::{Lane, Standing};
use velodrome_site::locate::SiteLayout;
use velodrome_site::watch::{WatchMode, Watcher};

/// Builds the working tree, and again whenever it changes. Returns when the first build is done.
pub(super) async fn start(process: &Rc<Process>) {
    let Some(layout) = process.options.layout.clone() else {
        return;
    };
    let mode = if process.options.poll || process.site.config.dev.poll { WatchMode::Polled } else { WatchMode::Told };
    let mut watch = Watcher::start(&layout, vec![process.options.data_dir.clone()], mode);
    let builder = ChildBuilder::new(&process.site.limits);
    let first = build(process, &builder, &layout).await;
    watch.follow(&layout, &first.inputs);
    let process = Rc::clone(process);
    tokio::task::spawn_local(async move {
        loop {
            let change = watch.changed().await;
            if change.config && process.options.mode == velodrome_site::config::Mode::Dev {
                // Limits and flags are read once; a new process takes over with the new ones.
                process.replace_self();
            }
            let output = build(&process, &builder, &layout).await;
            watch.follow(&layout, &output.inputs);
        }
    });
}

/// One build: its outcome goes into the lane, its messages to the terminal.
async fn build(process: &Process, builder: &ChildBuilder, layout: &SiteLayout) -> BuildOutput {
    let output = builder.build(input_of(layout)).await.unwrap_or_else(|failure| failure.into_output());
    report::diagnostics(&output.diagnostics);
    process.site.lanes.set(Lane::Development, standing(&output));
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
