//! Times as RFC 3339 in UTC, from milliseconds since 1970.
//!
//! The part up to the second is kept: thousands of lines share it.

use super::number;

/// The last second that was written out, as `2026-01-31T23:59:58`.
#[derive(Default)]
pub(super) struct Seconds {
    second: Option<u64>,
    text: Vec<u8>,
}

impl Seconds {
    /// Appends the date and time: `2026-01-31T23:59:58.123Z`.
    pub(super) fn push_timestamp(&mut self, out: &mut Vec<u8>, time_ms: u64) {
        out.extend_from_slice(self.text(time_ms));
        push_millis(out, time_ms);
        out.push(b'Z');
    }

    /// Appends the time of day: `23:59:58.123`.
    pub(super) fn push_time(&mut self, out: &mut Vec<u8>, time_ms: u64) {
        let text = self.text(time_ms);
        out.extend_from_slice(&text[text.len() - 8..]);
        push_millis(out, time_ms);
    }

    fn text(&mut self, time_ms: u64) -> &[u8] {
        let second = time_ms / 1000;
        if self.second != Some(second) {
            self.second = Some(second);
            self.text.clear();
            let (year, month, day) = date(second / 86_400);
            for (number, width, after) in [
                (year, 4, b'-'),
                (month, 2, b'-'),
                (day, 2, b'T'),
                (second / 3600 % 24, 2, b':'),
                (second / 60 % 60, 2, b':'),
                (second % 60, 2, b' '),
            ] {
                number::push_padded(&mut self.text, number, width);
                self.text.push(after);
            }
            self.text.pop();
        }
        &self.text
    }
}

fn push_millis(out: &mut Vec<u8>, time_ms: u64) {
    let millis = (time_ms % 1000) as u16;
    let digit = |number: u16| b'0' + (number % 10) as u8;
    out.extend_from_slice(&[b'.', digit(millis / 100), digit(millis / 10), digit(millis)]);
}

/// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar.
///
/// Years are taken to begin in March, so that the day that is sometimes missing is the last.
fn date(days_since_1970: u64) -> (u64, u64, u64) {
    const DAYS_OF_400_YEARS: u64 = 146_097;
    /// From 0000-03-01 to 1970-01-01.
    const DAYS_BEFORE_1970: u64 = 719_468;
    let days = days_since_1970 + DAYS_BEFORE_1970;
    let (era, day) = (days / DAYS_OF_400_YEARS, days % DAYS_OF_400_YEARS);
    let leaps = day / 1460 + day / (DAYS_OF_400_YEARS - 1);
    let year_of_era = (day + day / 36_524 - leaps) / 365;
    let day_of_year = day - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * march_month + 2) / 5 + 1;
    let (month, next_year) = if march_month < 10 {
        (march_month + 3, 0)
    } else {
        (march_month - 9, 1)
    };
    (era * 400 + year_of_era + next_year, month, day_of_month)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timestamp(time_ms: u64) -> String {
        let mut out = Vec::new();
        Seconds::default().push_timestamp(&mut out, time_ms);
        String::from_utf8(out).expect("ASCII")
    }

    #[test]
    fn known_moments() {
        assert_eq!(timestamp(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(timestamp(951_782_400_000), "2000-02-29T00:00:00.000Z");
        assert_eq!(timestamp(1_709_251_199_999), "2024-02-29T23:59:59.999Z");
        assert_eq!(timestamp(4_107_542_400_000), "2100-03-01T00:00:00.000Z");
    }

    #[test]
    fn every_day_of_four_centuries_follows_the_one_before() {
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let (mut year, mut month, mut day) = (1970, 1, 1);
        for days in 0..146_097 {
            assert_eq!(date(days), (year, month, day));
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            day += 1;
            if day > lengths[month as usize - 1] + u64::from(leap && month == 2) {
                (month, day) = (month + 1, 1);
            }
            if month > 12 {
                (year, month) = (year + 1, 1);
            }
        }
    }

    #[test]
    fn the_kept_second_is_renewed() {
        let mut seconds = Seconds::default();
        let mut out = Vec::new();
        for time_ms in [1_000, 1_999, 2_000] {
            seconds.push_time(&mut out, time_ms);
            out.push(b' ');
        }
        assert_eq!(out, b"00:00:01.000 00:00:01.999 00:00:02.000 ");
    }
}
