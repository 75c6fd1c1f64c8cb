//! Places in the mailbox: memory that Rust and `js/velo/dispatch.js` both see, so that small
//! numbers cross without a call.

/// What `dispatch` did: one of [`PENDING`], [`ANSWERED`], [`HANDED_OVER`].
pub(crate) const STATE: usize = 0;
/// The answer's status.
pub(crate) const STATUS: usize = 1;
/// What the answer's body is.
pub(crate) const KIND: usize = 2;
/// Number of the entry that runs, so that `tick` in `js/velo/load.js` knows a new one.
pub(crate) const ENTRY: usize = 3;
/// Whether callbacks of `process.nextTick` wait: [`MAY_TICK`] while an entry's own code runs, which
/// is before promises react, [`TICKS`] once somebody has asked. See `js/node/process/next_tick.js`.
pub(crate) const TICK_STATE: usize = 4;
/// How many places there are.
pub(crate) const LEN: usize = 5;

/// Ticks are run by the entry, when its own code has ended.
pub(crate) const MAY_TICK: f64 = 1.0;
/// Some wait.
pub(crate) const TICKS: f64 = 2.0;

/// The handler returned a promise.
pub(crate) const PENDING: f64 = 0.0;
/// The handler answered; the body is what `dispatch` returned.
pub(crate) const ANSWERED: f64 = 1.0;
