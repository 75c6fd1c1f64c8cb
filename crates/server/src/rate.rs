//! Requests per minute of one site: a fixed window of a minute, shared by all threads.

use std::sync::atomic::{AtomicU64, Ordering};

const MINUTE_MS: u64 = 60_000;
/// The low bits count, the others say which minute.
const COUNT_BITS: u32 = 32;

/// Counts the requests of the running minute.
#[derive(Debug, Default)]
pub struct RateLimit {
    window: AtomicU64,
}

impl RateLimit {
    /// Counts a request at `now_ms` (any clock that does not go back).
    ///
    /// # Errors
    /// The limit is used up; the value is the whole seconds until the next minute begins.
    pub fn count(&self, now_ms: u64, per_minute_max: u64) -> Result<(), u64> {
        let minute = now_ms / MINUTE_MS;
        let mut seen = self.window.load(Ordering::Relaxed);
        loop {
            let (of, count) = (seen >> COUNT_BITS, seen & u64::from(u32::MAX));
            let count = if of == minute & u64::from(u32::MAX) {
                count
            } else {
                0
            };
            if count >= per_minute_max {
                return Err((MINUTE_MS - now_ms % MINUTE_MS).div_ceil(1000));
            }
            let next = ((minute & u64::from(u32::MAX)) << COUNT_BITS) | (count + 1);
            match self.window.compare_exchange_weak(
                seen,
                next,
                Ordering::Relaxed,
                Ordering::Relaxed,
            ) {
                Ok(_) => return Ok(()),
                Err(changed) => seen = changed,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_past_the_limit_is_refused_until_the_next_minute() {
        let rate = RateLimit::default();
        let start = 5 * MINUTE_MS;
        for _ in 0..3 {
            assert_eq!(rate.count(start + 10, 3), Ok(()));
        }
        assert_eq!(rate.count(start + 500, 3), Err(60));
        assert_eq!(rate.count(start + 59_999, 3), Err(1));
        assert_eq!(rate.count(start + MINUTE_MS, 3), Ok(()));
    }
}
