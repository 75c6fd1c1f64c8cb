//! Microtasks run when an entry ends: the library offers nothing else.

use super::handle::Scope;

impl Scope<'_> {
    /// Never.
    #[inline]
    pub fn can_run_microtasks(self) -> bool {
        false
    }

    /// Does nothing: they run when the entry ends.
    #[inline]
    pub fn run_microtasks(self) {}
}
