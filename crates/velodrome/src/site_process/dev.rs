//! The working tree: built at the start and after every change.

use super::Process;
use crate::builder::ChildBuilder;
use crate::report;
use std::rc::Rc;
use std::sync::Arc;
use velodrome_model::build::{BuildInput, BuildOutput};
use velodrome_runtime::Release;
use velodrome_site::build::Builder;
use velodrome_site::lanes::{Lane, Standing};
use velodrome_site::watch::Watcher;

/// Builds the working tree, and again whenever it changes. Returns when the first build is done.
pub(super) async fn start(process: &Rc<Process>) {
    let Some(layout) = process.options.layout.clone() else { return };
    let builder = ChildBuilder::new(&process.site.limits);
    let input = crate::builder::input_of(&layout);
    let mut watcher = Watcher::start(&layout, process.options.poll);
    let first = build(process, &builder, &input).await;
    watcher.watch_also(&first.inputs);
    let process = Rc::clone(process);
    tokio::task::spawn_local(async move {
        loop {
            watcher.changed().await;
            let output = build(&process, &builder, &input).await;
            watcher.watch_also(&output.inputs);
        }
    });
}

/// One build: its outcome goes into the lane, its messages to the terminal.
async fn build(process: &Process, builder: &ChildBuilder, input: &BuildInput) -> BuildOutput {
    let output = builder.build(input.clone()).await.unwrap_or_else(|failure| failure.into_output());
    report::diagnostics(&output.diagnostics);
    process.site.lanes.set(Lane::Development, standing(&output));
    output
}

/// What a build makes of its lane.
pub(super) fn standing(output: &BuildOutput) -> Standing {
    if output.has_errors() {
        return Standing::Broken(output.diagnostics.clone().into());
    }
    Standing::Ready(Arc::new(Release {
        number: 0,
        id: velodrome_site::releases::content_id(&output.script, &output.source_map).into(),
        script: output.script.as_str().into(),
        source_map: output.source_map.as_str().into(),
    }))
}
