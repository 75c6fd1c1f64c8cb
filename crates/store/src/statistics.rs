//! Counters of a store since it was opened.

/// What the writer has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Transactions that were committed.
    pub commits: u64,
    /// Writes that were acknowledged.
    pub acknowledged: u64,
    /// Writes that were refused or failed.
    pub refused: u64,
    /// Writes that were not taken up in time.
    pub withdrawn: u64,
    /// Writes that found the queue full.
    pub turned_away: u64,
    /// Transactions that could not be kept.
    pub rollbacks: u64,
}
