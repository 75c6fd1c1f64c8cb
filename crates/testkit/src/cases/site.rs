//! Lays out a case's site where a server may work on it.

use std::path::{Path, PathBuf};

use super::format::Case;

/// A copy of the case's site, so that no run leaves anything in the checkout.
pub fn copy_site(folder: &Path, case: &Case) -> std::io::Result<tempfile::TempDir> {
    let site = tempfile::tempdir()?;
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        std::fs::create_dir_all(site.path().join(&below))?;
        for entry in std::fs::read_dir(folder.join(&below))? {
            let entry = entry?;
            let path = below.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if path != Path::new("case.toml") {
                std::fs::copy(entry.path(), site.path().join(path))?;
            }
        }
    }
    if let Some(config) = &case.config {
        std::fs::write(site.path().join("velodrome.toml"), &config.text)?;
    }
    Ok(site)
}
