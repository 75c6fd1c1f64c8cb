//! Dates in files: ISO 8601 as JavaScript writes it, and the form with slashes that Wix's content
//! manager asks for.

use std::fmt::Write as _;

const DAY_MS: i64 = 86_400_000;

/// The furthest a JavaScript date can be from 1970, in milliseconds.
const FURTHEST_MS: i64 = 8_640_000_000_000_000;

/// What a text says about a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// A day and a time, in milliseconds since 1970.
    Time(i64),
    /// A day alone, its beginning in UTC.
    Day(i64),
}

impl Moment {
    pub(super) fn ms(self) -> i64 {
        match self {
            Moment::Time(ms) | Moment::Day(ms) => ms,
        }
    }
}

/// Reads `2024-01-31`, `2024-01-31T23:59`, with seconds, fractions of them (the rest after
/// milliseconds is dropped) and a zone, which is UTC when not given; years of six digits have a
/// sign.
pub(super) fn parse_iso(text: &str) -> Option<Moment> {
    let mut rest = Rest(text.as_bytes());
    let year = match rest.0.first()? {
        b'+' => rest.skip(b'+').and_then(|()| rest.digits(6))?,
        b'-' => -rest.skip(b'-').and_then(|()| rest.digits(6))?,
        _ => rest.digits(4)?,
    };
    rest.skip(b'-')?;
    let month = rest.digits(2)?;
    rest.skip(b'-')?;
    let day = day_ms(year, month, rest.digits(2)?)?;
    if rest.0.is_empty() {
        return Some(Moment::Day(day));
    }
    rest.skip(b'T').or_else(|| rest.skip(b' '))?;
    let time = rest.time_ms()?;
    let zone = rest.zone_ms()?;
    let ms = day + time - zone;
    (rest.0.is_empty() && ms.abs() <= FURTHEST_MS).then_some(Moment::Time(ms))
}

/// Reads `01/31/2024` and `01/31/2024 23:59`, in UTC.
pub(super) fn parse_month_first(text: &str) -> Option<Moment> {
    let mut rest = Rest(text.as_bytes());
    let month = rest.digits(2)?;
    rest.skip(b'/')?;
    let day = rest.digits(2)?;
    rest.skip(b'/')?;
    let day = day_ms(rest.digits(4)?, month, day)?;
    if rest.0.is_empty() {
        return Some(Moment::Day(day));
    }
    rest.skip(b' ')?;
    let time = rest.time_ms()?;
    rest.0.is_empty().then_some(Moment::Time(day + time))
}

/// Appends a moment as JavaScript's `toISOString` gives it.
pub(super) fn push_iso(out: &mut String, ms: i64) {
    let (year, month, day) = civil(ms.div_euclid(DAY_MS));
    let time = ms.rem_euclid(DAY_MS);
    let (hour, minute) = (time / 3_600_000, time / 60_000 % 60);
    let (second, millis) = (time / 1000 % 60, time % 1000);
    // Writing to a string cannot fail.
    let _ = match year {
        0..=9999 => write!(out, "{year:04}"),
        _ => write!(out, "{year:+07}"),
    };
    let _ = write!(
        out,
        "-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z"
    );
}

/// What is left of a text.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn skip(&mut self, byte: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(&[byte])?;
        Some(())
    }

    fn digits(&mut self, count: usize) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        digits.iter().try_fold(0, |number, digit| {
            digit
                .is_ascii_digit()
                .then(|| number * 10 + i64::from(digit - b'0'))
        })
    }

    fn below(&mut self, bound: i64) -> Option<i64> {
        self.digits(2).filter(|number| *number < bound)
    }

    /// `23:59`, `23:59:58`, `23:59:58.123`.
    fn time_ms(&mut self) -> Option<i64> {
        let hour = self.below(24)?;
        self.skip(b':')?;
        let mut ms = (hour * 60 + self.below(60)?) * 60_000;
        if self.skip(b':').is_some() {
            ms += self.below(60)? * 1000;
            if self.skip(b'.').is_some() {
                ms += self.millis()?;
            }
        }
        Some(ms)
    }

    fn millis(&mut self) -> Option<i64> {
        let count = self
            .0
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let (digits, rest) = self.0.split_at(count);
        self.0 = rest;
        let places = [100, 10, 1];
        let sum = places.iter().zip(digits);
        (count > 0).then(|| {
            sum.map(|(place, digit)| place * i64::from(digit - b'0'))
                .sum()
        })
    }

    /// `Z`, `+01:00`, `-0130`, or nothing.
    fn zone_ms(&mut self) -> Option<i64> {
        let sign = match self.0.first() {
            None => return Some(0),
            Some(b'Z') => return self.skip(b'Z').map(|()| 0),
            Some(b'+') => 1,
            Some(b'-') => -1,
            Some(_) => return None,
        };
        self.0 = &self.0[1..];
        let hour = self.below(24)?;
        let _colon = self.skip(b':');
        Some(sign * (hour * 60 + self.below(60)?) * 60_000)
    }
}

/// The beginning of a day that exists.
fn day_ms(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=12).contains(&month) || day < 1 {
        return None;
    }
    let days = days_since_1970(year, month, day);
    let ms = days * DAY_MS;
    (civil(days) == (year, month, day) && ms.abs() <= FURTHEST_MS).then_some(ms)
}

const DAYS_OF_400_YEARS: i64 = 146_097;
/// From 0000-03-01 to 1970-01-01. Years are taken to begin in March, so that the day that is
/// sometimes missing is the last.
const DAYS_BEFORE_1970: i64 = 719_468;

fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let march_month = (month + 9) % 12;
    let day_of_year = (153 * march_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * DAYS_OF_400_YEARS + day_of_era - DAYS_BEFORE_1970
}

/// Year, month and day.
fn civil(days_since_1970: i64) -> (i64, i64, i64) {
    let days = days_since_1970 + DAYS_BEFORE_1970;
    let (era, day) = (
        days.div_euclid(DAYS_OF_400_YEARS),
        days.rem_euclid(DAYS_OF_400_YEARS),
    );
    let year_of_era = (day - day / 1460 + day / 36_524 - day / (DAYS_OF_400_YEARS - 1)) / 365;
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

    fn time(text: &str) -> Option<i64> {
        parse_iso(text).map(Moment::ms)
    }

    #[test]
    fn iso_is_read_in_all_its_lengths() {
        let noon = 1_709_208_000_000;
        assert_eq!(
            parse_iso("2024-02-29"),
            Some(Moment::Day(noon - DAY_MS / 2))
        );
        for text in [
            "2024-02-29T12:00",
            "2024-02-29T12:00Z",
            "2024-02-29 12:00:00",
            "2024-02-29T12:00:00.000Z",
            "2024-02-29T13:30:00+01:30",
            "2024-02-29T11:00:00-0100",
            "+002024-02-29T12:00:00.0009Z",
        ] {
            assert_eq!(parse_iso(text), Some(Moment::Time(noon)), "{text}");
        }
        assert_eq!(time("2024-02-29T12:00:00.12Z"), Some(noon + 120));
        assert_eq!(time("1969-12-31T23:59:59.999Z"), Some(-1));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "2024",
            "2024-02-30",
            "2023-02-29",
            "2024-13-01",
            "2024-00-01",
            "2024-01-01T24:00",
            "2024-01-01T12:60",
            "2024-01-01T12:00X",
            "2024-01-01T12:00Zx",
            "2024-01-01T12:00:00.Z",
            "+999999-01-01T00:00Z",
            "٢٠٢٤-01-01",
        ] {
            assert_eq!(parse_iso(text), None, "{text}");
        }
        for text in ["13/01/2024", "1/1/2024", "02/30/2024", "01/31/2024 25:00"] {
            assert_eq!(parse_month_first(text), None, "{text}");
        }
    }

    #[test]
    fn slashes_have_the_month_first() {
        assert_eq!(
            parse_month_first("02/29/2024 12:00"),
            Some(Moment::Time(1_709_208_000_000))
        );
        assert_eq!(
            parse_month_first("01/02/1970"),
            Some(Moment::Day(86_400_000))
        );
    }

    #[test]
    fn what_is_written_is_read_as_the_same() {
        for ms in [
            0,
            -1,
            1_709_208_000_123,
            951_782_400_000,
            -62_167_219_200_001,
            253_402_300_800_000,
            FURTHEST_MS,
            -FURTHEST_MS,
        ] {
            let mut text = String::new();
            push_iso(&mut text, ms);
            assert_eq!(time(&text), Some(ms), "{text}");
        }
        let mut text = String::new();
        push_iso(&mut text, -62_167_219_200_001);
        assert_eq!(text, "-000001-12-31T23:59:59.999Z");
    }
}
