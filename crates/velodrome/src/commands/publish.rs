//! `velodrome publish`: build a release and switch production to it.

use std::process::ExitCode;

use velodrome_site::config::Mode;
use velodrome_site::releases::{Content, Releases};

use super::site::{Stop, build, finish, now_ms, open, print};
use crate::cli::PublishArgs;
use crate::{exit, report};

pub(crate) fn run(args: &PublishArgs) -> ExitCode {
    finish(publish(args))
}

fn publish(args: &PublishArgs) -> Result<(), Stop> {
    let site = open(&args.site)?;
    let output = build(&site, &site.config.limits(Mode::Serve))?;
    report::diagnostics(&output.diagnostics);
    if output.has_errors() {
        report::error("nothing was published");
        return Err(Stop(exit::FAILURE));
    }
    let content = Content {
        script: output.script.into(),
        source_map: output.source_map.into(),
        entry: output.entry,
        config: site.config_text,
        engine: concat!("velodrome ", env!("CARGO_PKG_VERSION")).to_owned(),
        diagnostics: output.diagnostics,
        jobs: output.jobs,
        events: output.events,
    };
    let releases = Releases::open(&args.data.dir(&site.layout.site_dir)).map_err(Stop::failed)?;
    let release = releases
        .publish(content, &args.message, now_ms())
        .map_err(Stop::failed)?;
    report::note(format_args!(
        "published release {} ({})",
        release.number,
        &release.id[..12]
    ));
    print(&format!("{}\n", release.number))
}
