//! The file with secrets for development, followed while a developer edits it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::env_file::read_env;
use super::error::SecretsError;
use super::name::check_name;
use super::redact::Redactor;
use super::vault::SECRETS_BYTES_MAX;
use crate::sealed::{SecretText, Stamp};

/// Name of the file in the data directory.
pub const ENV_FILE: &str = "secrets.env";

/// Values by name.
pub(super) type Values = HashMap<String, SecretText>;

/// Watches the file; shared by the threads of a process.
pub(super) struct EnvWatch {
    path: PathBuf,
    redactor: Arc<Redactor>,
    seen: Mutex<Option<Seen>>,
}

type Seen = (Stamp, Result<Arc<Values>, SecretsError>);

impl EnvWatch {
    pub(super) fn new(data_dir: &Path, redactor: Arc<Redactor>) -> EnvWatch {
        EnvWatch {
            path: data_dir.join(ENV_FILE),
            redactor,
            seen: Mutex::default(),
        }
    }

    /// What the file says now; nothing without a file.
    pub(super) fn current(&self) -> Result<Arc<Values>, SecretsError> {
        let stamp = Stamp::of(&self.path).map_err(|error| self.wrong(&error.to_string()))?;
        // A panic while it was locked left what was there before.
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, found)) = &*seen
            && *known == stamp
        {
            return found.clone();
        }
        let found = if stamp.is_none() {
            Ok(Arc::default())
        } else {
            self.read().map(Arc::new)
        };
        *seen = Some((stamp, found.clone()));
        found
    }

    fn read(&self) -> Result<Values, SecretsError> {
        let text = crate::bounded::read_text(&self.path, 2 * SECRETS_BYTES_MAX as u64)
            .map_err(|error| self.wrong(&error.to_string()))?;
        let mut values = Values::new();
        for (name, value) in read_env(&text).map_err(|error| self.wrong(&error.to_string()))? {
            check_name(&name).map_err(|error| self.wrong(&error.to_string()))?;
            values.insert(name, value);
        }
        let named = values.iter().map(|(name, value)| (&**name, value));
        self.redactor.learn(named);
        Ok(values)
    }

    fn wrong(&self, why: &str) -> SecretsError {
        SecretsError::EnvFile {
            why: format!("{}: {why}", self.path.display()),
        }
    }
}
