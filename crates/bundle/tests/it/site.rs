//! A site in a temporary folder.

use std::path::{Path, PathBuf};

use tempfile::TempDir;
use velodrome_bundle::build;
use velodrome_model::build::{BuildInput, BuildOutput, Diagnostic, HostModule, Severity};

/// Files written below a folder of their own, removed when dropped.
pub struct Site {
    folder: TempDir,
    backend: &'static str,
    public: Option<&'static str>,
}

impl Site {
    /// A site with these files; `backend/` is its backend folder.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let site = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
            backend: "backend",
            public: Some("public"),
        };
        for (name, text) in files {
            site.write(name, text.as_bytes());
        }
        site
    }

    /// A site of one handler file.
    pub fn of(handler: &str) -> Self {
        Self::new(&[("backend/http-functions.js", handler)])
    }

    pub fn with_backend(mut self, folder: &'static str) -> Self {
        self.backend = folder;
        self
    }

    pub fn without_public(mut self) -> Self {
        self.public = None;
        self
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        let parent = path.parent().expect("a file is in a folder");
        std::fs::create_dir_all(parent).expect("folders can be made");
        std::fs::write(&path, bytes).expect("files can be written");
        path
    }

    pub fn input(&self) -> BuildInput {
        BuildInput {
            site_dir: self.path().to_path_buf(),
            backend_dir: self.path().join(self.backend),
            public_dir: self.public.map(|folder| self.path().join(folder)),
            real_modules: vec![
                host("wix-http-functions", &["ok", "notFound", "response"]),
                host("wix-web-module", &["Permissions", "webMethod"]),
                host("crypto", &["createHash", "createHmac", "randomUUID"]),
                host("buffer", &["Buffer"]),
                host("fs", &["readFileSync"]),
                host("async_hooks", &["AsyncLocalStorage"]),
            ],
            package_conditions: std::collections::BTreeMap::new(),
            test_files: Vec::new(),
        }
    }

    pub fn build(&self) -> BuildOutput {
        build(&self.input())
    }

    /// Builds and expects neither errors nor warnings.
    pub fn script(&self) -> String {
        let output = self.build();
        assert_eq!(output.diagnostics, [], "no findings");
        assert!(!output.script.is_empty());
        output.script
    }
}

fn host(name: &str, exports: &[&str]) -> HostModule {
    HostModule {
        name: name.to_owned(),
        exports: exports.iter().map(|name| (*name).to_owned()).collect(),
    }
}

/// The only finding of a build.
pub fn only_finding(output: &BuildOutput) -> &Diagnostic {
    assert_eq!(output.diagnostics.len(), 1, "{:#?}", output.diagnostics);
    &output.diagnostics[0]
}

/// `code file:line:column`, for comparisons.
pub fn place(found: &Diagnostic) -> String {
    let severity = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let file = found.file.as_deref().unwrap_or("-");
    format!(
        "{severity} {} {file}:{}:{}",
        found.code, found.line, found.column
    )
}
