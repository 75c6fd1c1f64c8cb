//! A site in a temporary folder.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A folder with a site's files and, beside them, a data directory; removed when dropped.
pub struct Site {
    folder: TempDir,
}

impl Site {
    /// An empty folder.
    pub fn empty() -> Site {
        let folder = tempfile::tempdir().unwrap();
        let site = Site { folder };
        std::fs::create_dir(site.dir()).unwrap();
        site
    }

    /// A site whose handler file has this text.
    pub fn of(handlers: &str) -> Site {
        let site = Site::empty();
        site.handlers(handlers);
        site
    }

    /// A site whose `get_hello` answers this text.
    pub fn saying(text: &str) -> Site {
        Site::of(&hello(text))
    }

    /// The same with this `velodrome.toml`.
    pub fn with_config(self, config: &str) -> Site {
        self.write("velodrome.toml", config);
        self
    }

    /// The site's folder.
    pub fn dir(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    /// A data directory outside the site.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A path below the site's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir().join(name)
    }

    /// Truncates and writes a file.
    pub fn write(&self, name: &str, text: &str) {
        write(&self.path(name), text);
    }

    /// Writes the handler file.
    pub fn handlers(&self, text: &str) {
        self.write("backend/http-functions.js", text);
    }

    /// Makes `get_hello` answer this text.
    pub fn says(&self, text: &str) {
        self.handlers(&hello(text));
    }

    /// The same, never with a half-written file.
    pub fn save_by_renaming(&self, text: &str) {
        self.write("backend/.new", &hello(text));
        let file = self.path("backend/http-functions.js");
        std::fs::rename(self.path("backend/.new"), file).unwrap();
    }
}

/// A handler file whose `get_hello` answers this text.
fn hello(text: &str) -> String {
    format!(
        "import {{ ok }} from 'wix-http-functions';\nexport const get_hello = () => ok({{ body: {text:?} }});\n"
    )
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}
