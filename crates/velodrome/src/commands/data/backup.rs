//! `velodrome data backup` and `restore`.

use std::fs;
use std::path::{Path, PathBuf};

use velodrome_site::config::Config;
use velodrome_site::data::Administered;
use velodrome_store::Store;

use super::progress::Bar;
use super::{ask, open};
use crate::cli::data::{BackupArgs, RestoreArgs};
use crate::commands::site::{Stop, now_ms};
use crate::logs::timestamp;
use crate::{exit, report};

pub(super) fn back_up(args: &BackupArgs) -> Result<(), Stop> {
    let store = open::existing(&args.store)?;
    copy(&*store, &args.file)?;
    let bytes = fs::metadata(&args.file).map_or(0, |metadata| metadata.len());
    report::note(format_args!("wrote {}, {bytes} bytes", args.file.display()));
    Ok(())
}

/// Replaces all data. What is there is copied beside it first, and stays when anything fails.
pub(super) fn restore(args: &RestoreArgs) -> Result<(), Stop> {
    if !args.file.is_file() {
        return Err(Stop::failed(format_args!(
            "{} is not a file",
            args.file.display()
        )));
    }
    let file = open::file(&args.store);
    let is_new = !file.exists();
    if !is_new {
        let question = format!(
            "Replace all data in {} by {}?",
            file.display(),
            args.file.display()
        );
        ask::confirm(&question, args.yes)?;
    }
    let config = open::config(&args.store)?;
    let site = open::open(&args.store)?;
    if !is_new {
        let kept = kept_beside(&file);
        copy(&*site.store, &kept)?;
        report::note(format_args!("what was there is in {}", kept.display()));
    }
    site.store.restore(&args.file).map_err(Stop::failed)?;
    report::note(format_args!(
        "{} now holds what {} does",
        file.display(),
        args.file.display()
    ));
    declare(&site, &config)
}

/// Makes the indexes what velodrome.toml says now: a server that runs has done so with what was there
/// before, and does not again.
fn declare(site: &Administered, config: &Config) -> Result<(), Stop> {
    let mut failed = false;
    for (name, declared) in &config.collections.declared {
        if let Err(error) = site.declare(name, declared) {
            failed = true;
            report::error(format_args!(
                "the collection {name:?} is not as velodrome.toml declares it: {error}"
            ));
        }
    }
    if failed {
        return Err(Stop(exit::FAILURE));
    }
    Ok(())
}

fn copy(store: &dyn Store, target: &Path) -> Result<(), Stop> {
    let mut bar = Bar::new("copying");
    let copied = store.backup(target, &mut |done, all| bar.show(done, all, ""));
    bar.clear();
    copied.map_err(Stop::failed)
}

/// `data.before-restore-20240131T235958123Z.sqlite`.
fn kept_beside(file: &Path) -> PathBuf {
    let time = timestamp(now_ms()).replace(['-', ':', '.'], "");
    file.with_file_name(format!("data.before-restore-{time}.sqlite"))
}
