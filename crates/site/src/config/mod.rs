//! `velodrome.toml`: everything a site can be told, checked once, before anything starts.
//!
//! The file is optional and every key has a default. A mistake costs its author one run, not one
//! run per mistake: all of them are gathered, each with its line and column.

mod base_url;
mod collections;
mod fetch;
mod keys;
mod mistakes;
mod parse;
mod parse_collections;
mod parse_fetch;
mod parse_functions;
mod parse_packages;
mod parse_published;
mod parse_tls;
mod published;
mod read;
mod settings;
mod timezone;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

pub use base_url::BaseUrl;
pub use collections::{Collection, Collections, FIELD_TYPES, Field, Permissions, Role};
pub use fetch::{Fetch, FetchError, ProxyChoice};
pub use keys::{COLLECTION_KEYS, KEYS, Key};
pub use mistakes::{Mistake, Mistakes};
pub use published::{Page, Published, Redirect};
pub use settings::{Api, Config, Dev, DevEndpoints, Mode, PairFiles, Plan, Serve};
pub use velodrome_model::network::{Network, Networks};

/// Name of the file in the site's folder.
pub const FILE_NAME: &str = "velodrome.toml";

/// Longest file that is read, in bytes.
pub const FILE_BYTES_MAX: u64 = 256 * 1024;

/// What the checks need to know of the machine; tests give their own.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The time zone database. When the folder does not exist, only the form of names is checked.
    pub zoneinfo_dir: PathBuf,
}

impl Default for Surroundings {
    fn default() -> Self {
        Surroundings {
            zoneinfo_dir: PathBuf::from("/usr/share/zoneinfo"),
        }
    }
}

impl Config {
    /// Checks the text of a `velodrome.toml`.
    ///
    /// # Errors
    /// Every mistake in it, by line.
    pub fn parse(text: &str, surroundings: &Surroundings) -> Result<Config, Mistakes> {
        parse::parse(text, surroundings)
    }

    /// Reads and checks the file; one that does not exist is an empty one. Gives its text too,
    /// which a release keeps.
    ///
    /// # Errors
    /// Every mistake in it, or why it could not be read.
    pub fn load(file: &Path, surroundings: &Surroundings) -> Result<(Config, String), ConfigError> {
        let text = match crate::bounded::read_text(file, FILE_BYTES_MAX) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(ConfigError::Unreadable(file.to_owned(), error)),
        };
        match Config::parse(&text, surroundings) {
            Ok(config) => Ok((config, text)),
            Err(mistakes) => Err(ConfigError::Mistakes(file.to_owned(), mistakes)),
        }
    }

    /// The variables that `process.env` shows: those of `[env]`, and those of `env_from` that
    /// `lookup` knows.
    pub fn environment(&self, lookup: impl Fn(&str) -> Option<String>) -> BTreeMap<String, String> {
        let taken = self
            .env_from
            .iter()
            .filter_map(|name| lookup(name).map(|value| (name.clone(), value)));
        self.env.clone().into_iter().chain(taken).collect()
    }
}

/// Why there is no configuration.
#[derive(Debug)]
pub enum ConfigError {
    /// The file could not be read.
    Unreadable(PathBuf, io::Error),
    /// The file says things that cannot be.
    Mistakes(PathBuf, Mistakes),
}

impl std::fmt::Display for ConfigError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ConfigError::Unreadable(file, error) => {
                write!(f, "{} could not be read: {error}", file.display())
            }
            ConfigError::Mistakes(file, mistakes) => mistakes.write(f, &file.display()),
        }
    }
}

impl std::error::Error for ConfigError {}
