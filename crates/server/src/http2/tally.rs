//! Whether a client wants answers at all.
//!
//! To open streams and take them back at once costs a client nothing and the server a request
//! each. Browsers take requests back too, but let most be answered.

use std::cell::Cell;

/// Counts how the streams of one connection ended.
#[derive(Debug, Default)]
pub(super) struct Tally {
    answered: Cell<u64>,
    reset: Cell<u64>,
}

impl Tally {
    pub fn answered(&self) {
        self.answered.set(self.answered.get() + 1);
    }

    /// The client took a request back before its answer, or broke it.
    pub fn reset(&self) {
        self.reset.set(self.reset.get() + 1);
    }

    pub fn is_abuse(&self, resets_max: u32) -> bool {
        self.reset.get() > u64::from(resets_max) && self.reset.get() > self.answered.get()
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn who_takes_more_back_than_is_answered_is_found_out() {
        let tally = Tally::default();
        for _ in 0..2 {
            tally.reset();
        }
        assert!(!tally.is_abuse(2));
        tally.reset();
        assert!(tally.is_abuse(2));
        for _ in 0..3 {
            tally.answered();
        }
        assert!(!tally.is_abuse(2));
    }
}
