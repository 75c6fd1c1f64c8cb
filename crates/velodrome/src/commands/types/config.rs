//! `jsconfig.json`, or nothing where the site says by itself how it is checked.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use velodrome_site::locate::SiteLayout;

use super::FOLDER;
use crate::report;

const NAME: &str = "jsconfig.json";
/// Beside one of these, editors do not look at ours.
const TYPESCRIPT: &str = "tsconfig.json";
/// Says that a file is ours.
const MARK: (&str, &str) = ("_writtenBy", "velodrome types");

/// Writes the file, unless somebody else has.
///
/// # Errors
/// The file that could not be written, and why.
pub(super) fn write(layout: &SiteLayout, force: bool) -> Result<(), (PathBuf, io::Error)> {
    let path = layout.site_dir.join(NAME);
    let include = format!("\"include\": [\"{FOLDER}\", ..]");
    if layout.site_dir.join(TYPESCRIPT).exists() {
        report::note(format_args!(
            "{TYPESCRIPT} is there: have it {include}, and \"paths\" as in docs/types.md"
        ));
        return Ok(());
    }
    if path.exists() && !force && !is_ours(&path) {
        report::note(format_args!(
            "{} is somebody else's and stays: have it {include}; --force replaces it",
            path.display()
        ));
        return Ok(());
    }
    let text = format!("{:#}\n", value(layout));
    fs::write(&path, text).map_err(|error| (path.clone(), error))?;
    report::note(format_args!("wrote {}", path.display()));
    Ok(())
}

fn is_ours(path: &Path) -> bool {
    let text = fs::read_to_string(path).unwrap_or_default();
    let value: Value = serde_json::from_str(&text).unwrap_or_default();
    value[MARK.0] == MARK.1
}

fn value(layout: &SiteLayout) -> Value {
    let below = |dir: &Path| {
        let relative = dir.strip_prefix(&layout.site_dir).unwrap_or(dir);
        let text = relative.to_string_lossy().into_owned();
        if text.is_empty() {
            ".".to_owned()
        } else {
            text
        }
    };
    let backend = below(&layout.backend_dir);
    let beside = |name: &str| match backend.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{name}"),
        None => name.to_owned(),
    };
    let public = layout
        .public_dir
        .as_deref()
        .map_or_else(|| beside("public"), below);
    let paths = |dir: &str| ["*", "*.web", "*.jsw"].map(|end| format!("./{dir}/{end}"));
    json!({
        (MARK.0): MARK.1,
        "compilerOptions": {
            "target": "ES2023",
            "lib": ["ES2023", "DOM"],
            "module": "ESNext",
            "moduleResolution": "Bundler",
            "resolveJsonModule": true,
            "allowSyntheticDefaultImports": true,
            "allowJs": true,
            "checkJs": false,
            "noEmit": true,
            "types": [],
            "paths": { "backend/*": paths(&backend), "public/*": paths(&public) },
        },
        "include": [FOLDER, backend, public],
        "exclude": ["node_modules", ".velodrome"],
    })
}
