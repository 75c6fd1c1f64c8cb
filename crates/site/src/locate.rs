//! Finding a site's parts in a folder that was laid out by Wix's tools, by hand, or by nobody.
//!
//! Public sites keep their backend under half a dozen names, so those are tried in a fixed order;
//! when none holds the handler file, the answer says where we looked and what was missing there.

use crate::config::Config;
use std::fmt;
use std::path::{Path, PathBuf};

use velodrome_model::build::{BuildInput, Diagnostic, HostModule, Severity};

/// Where a backend may lie below the site's folder, in the order of trying.
pub const BACKEND_FOLDERS: [&str; 7] = [
    "backend",
    "src/backend",
    "Backend",
    "src/Backend",
    "velo/backend",
    "wix/backend",
    "wix-code/backend",
];

/// What the handler file may be called, in the order of trying.
pub const HANDLER_FILES: [&str; 5] = [
    "http-functions.js",
    "http-functions.mjs",
    "http-functions.cjs",
    "http-functions.ts",
    "http-functions.jsw",
];

/// The parts of one site. All paths are absolute; links in them are kept, so that a link that is
/// made to point elsewhere is followed at the next build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteLayout {
    /// What the user calls the site; positions in messages are relative to it.
    pub site_dir: PathBuf,
    /// The folder that holds `http-functions.*`.
    pub backend_dir: PathBuf,
    /// The folder of `public/x`, when there is one.
    pub public_dir: Option<PathBuf>,
}

impl SiteLayout {
    /// Finds the site in `site_dir`; `backend`, relative to it, says where its backend is.
    ///
    /// # Errors
    /// [`NotFound`] with every place where we looked.
    pub fn find(site_dir: &Path, backend: Option<&Path>) -> Result<SiteLayout, NotFound> {
        let site_dir = std::path::absolute(site_dir).unwrap_or_else(|_| site_dir.to_owned());
        if !site_dir.is_dir() {
            return Err(NotFound {
                site_dir,
                reason: Reason::NoSite,
            });
        }
        if let Some(backend) = backend {
            return at(&site_dir, site_dir.join(backend))
                .map_err(|reason| NotFound { site_dir, reason });
        }
        let mut without_handlers = Vec::new();
        for name in BACKEND_FOLDERS {
            match at(&site_dir, site_dir.join(name)) {
                Ok(layout) => return Ok(layout),
                Err(Reason::NoHandlers { backend_dir }) => without_handlers.push(backend_dir),
                Err(_) => {}
            }
        }
        at(&site_dir, site_dir.clone()).map_err(|_| NotFound {
            site_dir,
            reason: Reason::Nowhere { without_handlers },
        })
    }

    /// What to ask a builder for under this configuration.
    pub fn build_input(&self, config: &Config, real_modules: Vec<HostModule>) -> BuildInput {
        BuildInput {
            site_dir: self.site_dir.clone(),
            backend_dir: self.backend_dir.clone(),
            public_dir: self.public_dir.clone(),
            real_modules,
            package_conditions: config.packages.clone(),
            test_files: Vec::new(),
        }
    }

    /// The site's configuration file, which need not exist.
    pub fn config_file(&self) -> PathBuf {
        self.site_dir.join(crate::config::FILE_NAME)
    }
}

/// The layout with its backend at `backend_dir`.
fn at(site_dir: &Path, backend_dir: PathBuf) -> Result<SiteLayout, Reason> {
    if !backend_dir.is_dir() {
        return Err(Reason::NoBackend { backend_dir });
    }
    if !HANDLER_FILES
        .iter()
        .any(|name| backend_dir.join(name).is_file())
    {
        return Err(Reason::NoHandlers { backend_dir });
    }
    let inside = (backend_dir == site_dir).then(|| site_dir.join("public"));
    let beside = backend_dir.parent().map(|parent| parent.join("public"));
    let beside = beside.filter(|_| inside.is_none() || is_called_backend(site_dir));
    Ok(SiteLayout {
        site_dir: site_dir.to_owned(),
        public_dir: inside.into_iter().chain(beside).find(|dir| dir.is_dir()),
        backend_dir,
    })
}

/// Whether the folder given as the site is itself a backend folder.
fn is_called_backend(dir: &Path) -> bool {
    dir.file_name()
        .is_some_and(|name| name.eq_ignore_ascii_case("backend"))
}

/// No site was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotFound {
    site_dir: PathBuf,
    reason: Reason,
}

impl NotFound {
    /// The same as one error of the site, for where those are shown.
    pub fn to_diagnostic(&self) -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
            code: "SITE_NOT_FOUND".to_owned(),
            message: self.to_string(),
            file: None,
            line: 0,
            column: 0,
            hint: None,
            frame: None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Reason {
    NoSite,
    NoBackend { backend_dir: PathBuf },
    NoHandlers { backend_dir: PathBuf },
    Nowhere { without_handlers: Vec<PathBuf> },
}

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let site = self.site_dir.display();
        match &self.reason {
            Reason::NoSite => write!(f, "{site} is not a folder"),
            Reason::NoBackend { backend_dir } => {
                write!(f, "the backend {} is not a folder", backend_dir.display())
            }
            Reason::NoHandlers { backend_dir } => no_handlers(f, backend_dir),
            Reason::Nowhere { without_handlers } => {
                writeln!(f, "no Velo site in {site}")?;
                for dir in without_handlers {
                    f.write_str("  ")?;
                    no_handlers(f, dir)?;
                    writeln!(f)?;
                }
                writeln!(f, "  looked for http-functions.{{js,mjs,cjs,ts,jsw}} in")?;
                for name in BACKEND_FOLDERS {
                    writeln!(f, "    {}", self.site_dir.join(name).display())?;
                }
                writeln!(f, "    {site}")?;
                write!(
                    f,
                    "  give the folder with --backend PATH, or make a new site with `velodrome init`"
                )
            }
        }
    }
}

fn no_handlers(f: &mut fmt::Formatter<'_>, dir: &Path) -> fmt::Result {
    write!(
        f,
        "the backend folder {} has no http-functions.js (nor .mjs, .cjs, .ts, .jsw)",
        dir.display()
    )
}

impl std::error::Error for NotFound {}
