//! Which files a build depends on: the site's folders whole, and single files elsewhere.

use std::path::{Path, PathBuf};

use crate::config;
use crate::locate::SiteLayout;

/// Files in the site's folder, and beside the backend, that say how its code is resolved.
const SINGLE_FILES: [&str; 5] = [
    "package.json",
    "tsconfig.json",
    "jsconfig.json",
    // Both change when a package is installed or removed.
    "node_modules",
    "node_modules/.package-lock.json",
];

/// What is looked at.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    /// Folders of which every file counts.
    pub(super) roots: Vec<PathBuf>,
    /// Files, or folders without what is in them.
    pub(super) singles: Vec<PathBuf>,
    /// Folders that must be watched for the roots to appear again after they were deleted.
    pub(super) above: Vec<PathBuf>,
    /// The site's configuration file.
    pub(super) config_file: PathBuf,
    /// What is not looked at although it is in a root, such as the data directory.
    excluded: Vec<PathBuf>,
}

impl Scope {
    pub(super) fn new(layout: &SiteLayout, inputs: &[PathBuf], excluded: &[PathBuf]) -> Scope {
        let site_dir = &layout.site_dir;
        let beside = layout.backend_dir.parent().unwrap_or(site_dir);
        let public_dir = layout.public_dir.clone();
        let roots = vec![
            layout.backend_dir.clone(),
            public_dir.unwrap_or_else(|| beside.join("public")),
        ];
        let config_file = site_dir.join(config::FILE_NAME);
        let mut singles = vec![config_file.clone()];
        for dir in [site_dir.as_path(), beside, &layout.backend_dir] {
            singles.extend(SINGLE_FILES.iter().map(|name| dir.join(name)));
        }
        singles.extend(inputs.iter().map(|input| site_dir.join(input)));
        singles.sort();
        singles.dedup();
        let above = roots
            .iter()
            .flat_map(|root| between(site_dir, root))
            .collect();
        Scope {
            roots,
            singles,
            above,
            config_file,
            excluded: excluded.to_vec(),
        }
    }

    /// Whether something in a root is none of ours: packages (those in use are single files),
    /// hidden files, and what editors leave beside the file they write.
    pub(super) fn skips(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().as_encoded_bytes();
        name == b"node_modules"
            || name.starts_with(b".")
            || name.ends_with(b"~")
            || (name.starts_with(b"#") && name.ends_with(b"#"))
            || self.excluded.iter().any(|excluded| excluded == path)
    }
}

/// The folders from the site's to the one above the root; only the latter when that is elsewhere.
fn between(site_dir: &Path, root: &Path) -> Vec<PathBuf> {
    let mut dirs = vec![site_dir.to_owned()];
    if root != site_dir {
        let inside = root.starts_with(site_dir);
        let above = root.ancestors().skip(1);
        let above = above.take_while(|dir| inside && *dir != site_dir);
        dirs.extend(above.map(Path::to_owned));
        dirs.extend(root.parent().map(Path::to_owned));
    }
    dirs
}
