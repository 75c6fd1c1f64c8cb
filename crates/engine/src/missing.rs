//! The engine's library is not there.

use std::fmt;

/// JavaScriptCore's library could not be opened. Its message says what to install.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngineMissing {
    /// What the system says.
    pub why: String,
}

impl fmt::Display for EngineMissing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "JavaScriptCore 2.50 or newer was not found ({}). Install it: Debian/Ubuntu `apt-get install libjavascriptcoregtk-4.1-0`; Fedora `dnf install javascriptcoregtk4.1`; Arch `pacman -S webkit2gtk-4.1`.",
            self.why
        )
    }
}

impl std::error::Error for EngineMissing {}
