//! `velodrome rollback`: switch production to an earlier release.

use std::process::ExitCode;

use velodrome_site::releases::{ReleaseError, Releases};

use super::site::{Stop, finish, now_ms, print};
use crate::cli::RollbackArgs;
use crate::report;

pub(crate) fn run(args: &RollbackArgs) -> ExitCode {
    finish(rollback(args))
}

fn rollback(args: &RollbackArgs) -> Result<(), Stop> {
    let dir = args.data.dir(&args.site);
    if !dir.is_dir() {
        return Err(Stop::failed(ReleaseError::NothingPublished));
    }
    let releases = Releases::open(&dir).map_err(Stop::failed)?;
    let release = releases
        .rollback(args.number, now_ms())
        .map_err(Stop::failed)?;
    report::note(format_args!(
        "production runs release {} now",
        release.number
    ));
    print(&format!("{}\n", release.number))
}
