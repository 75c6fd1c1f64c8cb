//! A secret that does not show itself.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A secret: the text that both sides of a signed request sign with, or what a site's code asks for by
/// name. It has no `Display`, so that nobody shows it by mistake.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretText(String);

impl SecretText {
    /// A secret with this text.
    pub fn new(text: String) -> SecretText {
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
