//! Telling a running server that production was switched.

use super::current::{self, Current};
use super::error::ReleaseError;
use super::store::Releases;
use crate::watch::{About, Hints, WatchMode};

/// Watches which release is current.
pub struct CurrentWatch {
    releases: Releases,
    hints: Hints,
    known: Option<Current>,
}

impl CurrentWatch {
    /// Begins to watch; what is current now is known and not told again. Must be called inside a
    /// tokio runtime with I/O and time.
    ///
    /// # Errors
    /// When what is current cannot be read.
    pub fn new(releases: &Releases, mode: WatchMode) -> Result<CurrentWatch, ReleaseError> {
        let mut hints = Hints::new(mode, About::Names);
        hints.watch(&[releases.data_dir().to_owned()]);
        Ok(CurrentWatch {
            known: releases.current()?,
            releases: releases.clone(),
            hints,
        })
    }

    /// What was current when it was last looked at.
    pub fn known(&self) -> Option<&Current> {
        self.known.as_ref()
    }

    /// Waits until another release is current, or the same one was switched to again, and gives
    /// it. Cancel-safe. Switches that follow each other quickly may be told as one.
    ///
    /// A file that cannot be read or understood is waited out: what runs goes on running.
    pub async fn changed(&mut self) -> Current {
        loop {
            if let Ok(Some(found)) = current::read(self.releases.data_dir())
                && self.known.as_ref() != Some(&found)
            {
                self.known = Some(found.clone());
                return found;
            }
            self.hints.wait().await;
            self.hints.watch(&[self.releases.data_dir().to_owned()]);
        }
    }
}
