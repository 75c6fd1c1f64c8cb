//! Requests of one application: a bucket that fills with time, shared by all threads.
//!
//! Only requests whose signature was right are counted: otherwise whoever knows an application's id
//! could use up what it may send.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Applications whose buckets are kept; full ones go first, which changes nothing for them.
const BUCKETS_MAX: usize = 4096;
/// Parts of a request that a bucket counts in.
const UNIT: u64 = 60_000;

/// How many may be sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rate {
    pub(super) per_minute: u64,
    pub(super) burst: u64,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// In sixty-thousandths of a request: what one request a minute brings in a millisecond.
    left: u64,
    at_ms: u64,
}

/// The buckets.
#[derive(Debug, Default)]
pub(crate) struct Rates(Mutex<HashMap<String, Bucket>>);

impl Rates {
    /// Counts a request of `application` at `now_ms`.
    ///
    /// # Errors
    /// It is one too many; the value is the whole seconds until the next may come.
    pub(super) fn count(&self, application: &str, now_ms: u64, rate: Rate) -> Result<(), u64> {
        if rate.per_minute == 0 {
            return Ok(());
        }
        let full = rate.burst.max(1).saturating_mul(UNIT);
        let filled = |bucket: &Bucket| {
            let gone_ms = now_ms.saturating_sub(bucket.at_ms);
            let gained = gone_ms.saturating_mul(rate.per_minute);
            bucket.left.saturating_add(gained).min(full)
        };
        // Nothing that is done while it is locked can panic half-way.
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= BUCKETS_MAX && !buckets.contains_key(application) {
            buckets.retain(|_, bucket| filled(bucket) < full);
        }
        let left = buckets.get(application).map_or(full, filled);
        if left < UNIT {
            return Err((UNIT - left)
                .div_ceil(rate.per_minute)
                .div_ceil(1000)
                .max(1));
        }
        let bucket = Bucket {
            left: left - UNIT,
            at_ms: now_ms,
        };
        match buckets.get_mut(application) {
            Some(known) => *known = bucket,
            None => {
                buckets.insert(application.to_owned(), bucket);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_and_then_the_average() {
        let rates = Rates::default();
        let rate = Rate {
            per_minute: 60,
            burst: 3,
        };
        for _ in 0..3 {
            assert_eq!(rates.count("a", 1_000_000, rate), Ok(()));
        }
        assert_eq!(rates.count("a", 1_000_000, rate), Err(1));
        assert_eq!(rates.count("b", 1_000_000, rate), Ok(()));
        assert_eq!(rates.count("a", 1_000_999, rate), Err(1));
        assert_eq!(rates.count("a", 1_001_000, rate), Ok(()));
        assert_eq!(rates.count("a", 1_001_000, rate), Err(1));
        let slow = Rate {
            per_minute: 1,
            burst: 1,
        };
        assert_eq!(rates.count("c", 5, slow), Ok(()));
        assert_eq!(rates.count("c", 5, slow), Err(60));
        // A clock that was set back gives nothing and takes nothing.
        assert_eq!(rates.count("a", 0, rate), Err(1));
        let none = Rate {
            per_minute: 0,
            burst: 1,
        };
        assert!((0..100).all(|_| rates.count("d", 0, none).is_ok()));
    }
}
