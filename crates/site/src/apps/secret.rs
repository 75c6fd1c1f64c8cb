//! A secret that does not show itself.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An application's secret: the text that both sides sign with. It is shown once, to whoever makes
/// it, and has no `Display` so that nobody shows it by mistake.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretText(String);

impl SecretText {
    pub(super) fn new(text: String) -> SecretText {
        SecretText(text)
    }

    /// The text itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(..)")
    }
}
