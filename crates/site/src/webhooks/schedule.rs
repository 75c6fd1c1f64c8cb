//! When a letter is tried again: after 5 seconds, 15, 45, .. up to a longest time, each shortened by
//! up to half at random, so that receivers that come back are not met by everybody at once.

/// After the first attempt.
const FIRST_DELAY_MS: u64 = 5_000;
const FACTOR: u64 = 3;

/// The delay after the attempt with this number (from 1), in milliseconds. `random` is uniform.
/// `asked_ms` is what the receiver asked for.
pub(super) fn delay_ms(attempt: u32, delay_ms_max: u64, asked_ms: Option<u64>, random: u64) -> u64 {
    let mut whole_ms = FIRST_DELAY_MS.min(delay_ms_max);
    for _ in 1..attempt.min(64) {
        whole_ms = whole_ms.saturating_mul(FACTOR).min(delay_ms_max);
    }
    let half_ms = whole_ms / 2;
    let delay_ms = whole_ms - random % (half_ms + 1);
    asked_ms.map_or(delay_ms, |asked_ms| {
        delay_ms.max(asked_ms.min(delay_ms_max))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u64 = 3_600_000;

    #[test]
    fn delays_grow_to_the_longest() {
        let longest = |attempt| delay_ms(attempt, HOUR, None, 0);
        assert_eq!([1, 2, 3, 4].map(longest), [5_000, 15_000, 45_000, 135_000]);
        assert_eq!([8, 9, 1000].map(longest), [HOUR, HOUR, HOUR]);
        assert_eq!(delay_ms(1, 100, None, 0), 100);
    }

    #[test]
    fn chance_takes_away_up_to_half() {
        for random in [0, 1, 2_499, 2_500, 2_501, u64::MAX] {
            let delay = delay_ms(1, HOUR, None, random);
            assert!((2_500..=5_000).contains(&delay), "{random}: {delay}");
        }
    }

    #[test]
    fn what_the_receiver_asks_for_is_given_up_to_the_longest() {
        assert_eq!(delay_ms(1, HOUR, Some(60_000), 0), 60_000);
        assert_eq!(delay_ms(1, HOUR, Some(1), 0), 5_000);
        assert_eq!(delay_ms(1, HOUR, Some(u64::MAX), 0), HOUR);
    }
}
