//! Paths as users see them: relative to the site's folder, with `/`.
//!
//! The bundler and the engine work with absolute paths; those of the machine a site was built on
//! have no place in messages, source maps and stacks.

use std::path::{Component, Path, PathBuf};

/// The folders of one site, absolute and with the site's own folder resolved.
#[derive(Debug)]
pub(crate) struct SitePaths {
    pub(crate) site: PathBuf,
    pub(crate) backend: PathBuf,
    pub(crate) public: Option<PathBuf>,
}

impl SitePaths {
    /// Resolves symbolic links above the site, as the package resolver does; those inside it keep
    /// the names their author gave them.
    pub(crate) fn new(site: &Path, backend: &Path, public: Option<&Path>) -> Self {
        let real = real_path(site);
        let inside = |path: &Path| match path.strip_prefix(site) {
            Ok(below) => normalize(&real.join(below)),
            Err(_) => real_path(path),
        };
        Self {
            backend: inside(backend),
            public: public.map(inside),
            site: real,
        }
    }

    /// `path` as shown to people.
    pub(crate) fn show(&self, path: &Path) -> String {
        let mut up = String::new();
        for base in self.site.ancestors() {
            if let Ok(below) = path.strip_prefix(base) {
                return up + &slashed(below);
            }
            up.push_str("../");
        }
        slashed(path)
    }
}

/// Whether `path` belongs to an installed package rather than to the site.
pub(crate) fn is_package_file(path: &str) -> bool {
    path.contains("/node_modules/") || path.contains("\\node_modules\\")
}

/// Removes `.` and `..` without asking the file system.
pub(crate) fn normalize(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    clean
}

fn real_path(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| normalize(path))
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_paths_relative_to_the_site() {
        let paths = SitePaths {
            site: "/home/ann/site".into(),
            backend: "/home/ann/site/backend".into(),
            public: None,
        };
        let shown = |path: &str| paths.show(Path::new(path));
        assert_eq!(shown("/home/ann/site/src/backend/a.js"), "src/backend/a.js");
        assert_eq!(
            shown("/home/ann/node_modules/x/i.js"),
            "../node_modules/x/i.js"
        );
    }

    #[test]
    fn normalizes_without_the_file_system() {
        assert_eq!(normalize(Path::new("/a/./b/../c")), PathBuf::from("/a/c"));
    }
}
