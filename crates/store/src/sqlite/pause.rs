//! Waiting for other processes. SQLite's locks make no event that could be waited for.

use std::time::Duration;

/// Lets others have their turn before the next attempt.
#[expect(
    clippy::disallowed_methods,
    reason = "a lock of another process is free when it is free: all that can be done is to try again"
)]
pub(super) fn pause(time: Duration) {
    std::thread::sleep(time);
}
