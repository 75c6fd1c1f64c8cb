//! What the watching tests share: a site in a temporary folder and a bound on all waiting.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::Duration;

use velodrome_site::locate::SiteLayout;

/// Long enough for any machine; reached only when something is never told.
const NEVER: Duration = Duration::from_secs(30);

/// Runs a test on one thread, as the program does.
pub fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(async {
            tokio::time::timeout(NEVER, test)
                .await
                .expect("it was never told")
        });
}

/// A site whose files a test changes.
pub struct Site {
    dir: tempfile::TempDir,
}

impl Site {
    pub fn new() -> Site {
        let site = Site {
            dir: tempfile::tempdir().expect("a folder"),
        };
        site.write("backend/http-functions.js", "0");
        site
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn root(&self) -> &Path {
        self.dir.path()
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        std::fs::write(path, text).expect("a file");
    }

    pub fn layout(&self) -> SiteLayout {
        SiteLayout::find(self.root(), None).expect("a site")
    }
}
