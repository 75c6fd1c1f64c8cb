//! `velodrome types`: declarations that editors read, so that they complete the platform's modules,
//! the site's own files and what is in its collections.
//!
//! Everything goes into one folder of ours, which is replaced; the file that says where it is,
//! `jsconfig.json`, is written when nobody else has written one.

mod collections;
mod config;
mod modules;

use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use super::site::{Stop, finish, open};
use crate::cli::TypesArgs;
use crate::report;

/// The folder in the site.
pub(super) const FOLDER: &str = "velodrome-types";
/// The declarations that are the same for every site.
const FILES: &[(&str, &str)] = &[
    ("globals.d.ts", include_str!("files/globals.d.ts")),
    (
        "velodrome-test.d.ts",
        include_str!("files/velodrome-test.d.ts"),
    ),
    ("wix-data.d.ts", include_str!("files/wix-data.d.ts")),
    (
        "wix-http-functions.d.ts",
        include_str!("files/wix-http-functions.d.ts"),
    ),
    ("wix-modules.d.ts", include_str!("files/wix-modules.d.ts")),
];
/// First line of every file of ours.
const MARK: &str = "// Written by `velodrome types`; changes are lost with the next run.\n";

pub(crate) fn run(args: &TypesArgs) -> ExitCode {
    finish(write(args))
}

fn write(args: &TypesArgs) -> Result<(), Stop> {
    let opened = open(&args.site)?;
    let layout = &opened.layout;
    let known = collections::known(&opened.config, &args.data.dir(&args.site.site))?;
    let folder = layout.site_dir.join(FOLDER);
    let failed = |path: &Path, error: io::Error| {
        Stop::failed(format_args!("writing {} failed: {error}", path.display()))
    };
    fs::create_dir_all(&folder).map_err(|error| failed(&folder, error))?;
    let own = [
        ("collections.d.ts", collections::declarations(&known)),
        (
            "more-modules.d.ts",
            modules::undescribed(velodrome_runtime::MODULES, FILES),
        ),
    ];
    let files = FILES.iter().map(|(name, text)| (*name, (*text).to_owned()));
    for (name, text) in files.chain(own) {
        let path = folder.join(name);
        fs::write(&path, format!("{MARK}{text}")).map_err(|error| failed(&path, error))?;
    }
    report::note(format_args!(
        "wrote {} with {} collections",
        folder.display(),
        known.len()
    ));
    config::write(layout, args.force).map_err(|(path, error)| failed(&path, error))
}
