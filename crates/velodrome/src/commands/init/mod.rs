//! `velodrome init`: a small site to start from. Nothing that exists is touched.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use velodrome_site::locate::SiteLayout;

use super::site::{Stop, finish};
use crate::cli::InitArgs;
use crate::report;

/// The files of the site.
const FILES: [(&str, &str); 3] = [
    (
        "backend/http-functions.js",
        include_str!("http-functions.js"),
    ),
    (
        "backend/http-functions.test.js",
        include_str!("http-functions.test.js"),
    ),
    ("velodrome.toml", include_str!("velodrome.toml")),
];

pub(crate) fn run(args: &InitArgs) -> ExitCode {
    finish(init(&args.dir))
}

fn init(dir: &Path) -> Result<(), Stop> {
    if let Ok(layout) = SiteLayout::find(dir, None) {
        let backend = layout.backend_dir.display();
        return Err(Stop::failed(format_args!(
            "there is a site already: {backend}"
        )));
    }
    if let Some((name, _)) = FILES
        .iter()
        .find(|(name, _)| dir.join(name).symlink_metadata().is_ok())
    {
        let path = dir.join(name);
        return Err(Stop::failed(format_args!(
            "{} is there already",
            path.display()
        )));
    }
    for (name, text) in FILES {
        let path = dir.join(name);
        write_new(&path, text).map_err(|error| {
            Stop::failed(format_args!("writing {} failed: {error}", path.display()))
        })?;
        report::note(format_args!("wrote {}", path.display()));
    }
    report::note(format_args!(
        "now try: velodrome dev {0}, and: velodrome test {0}",
        dir.display()
    ));
    Ok(())
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::File::create_new(path)?.write_all(text.as_bytes())
}
