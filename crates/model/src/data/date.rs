//! Dates as documents know them: milliseconds since 1970, within what a JavaScript Date can hold,
//! and their ISO texts.

/// The largest distance from 1970 of a JavaScript Date, in milliseconds.
pub const DATE_MS_MAX: i64 = 8_640_000_000_000_000;

const DAY_MS: i64 = 86_400_000;

/// The date of a whole number of milliseconds in range.
pub fn from_number(ms: f64) -> Option<i64> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "whole and in range"
    )]
    (ms.fract() == 0.0 && ms.abs() <= DATE_MS_MAX as f64).then_some(ms as i64)
}

/// Reads `2024-05-01T10:00:00.000Z`, with any number of second's digits, with an offset instead of
/// `Z`, or the day alone; also the six-digit years that JavaScript writes. An offset is required
/// with a time: the local time of the reader's machine says nothing.
pub fn parse_iso(text: &str) -> Option<i64> {
    let mut rest = Digits(text.as_bytes());
    let (year, sign) = match text.as_bytes().first()? {
        b'+' => (rest.skip(1)?.number(6)?, 1),
        b'-' => (rest.skip(1)?.number(6)?, -1),
        _ => (rest.number(4)?, 1),
    };
    let month = rest.after(b'-')?.number(2)?;
    let day = rest.after(b'-')?.number(2)?;
    let year = year * sign;
    if !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
        return None;
    }
    let mut ms = days(year, month, day) * DAY_MS;
    if !rest.0.is_empty() {
        ms += time_ms(&mut rest)?;
    }
    (rest.0.is_empty() && ms.abs() <= DATE_MS_MAX).then_some(ms)
}

/// What follows the day: the time of day less its offset.
fn time_ms(rest: &mut Digits<'_>) -> Option<i64> {
    let hour = rest.after(b'T')?.number(2)?;
    let minute = rest.after(b':')?.number(2)?;
    let second = if rest.0.first() == Some(&b':') {
        rest.after(b':')?.number(2)?
    } else {
        0
    };
    let fraction_ms = if rest.0.first() == Some(&b'.') {
        rest.after(b'.')?.fraction_ms()?
    } else {
        0
    };
    let end_of_day = hour == 24 && minute == 0 && second == 0 && fraction_ms == 0;
    if (hour > 23 && !end_of_day) || minute > 59 || second > 59 {
        return None;
    }
    let offset_minutes = match rest.0.first()? {
        b'Z' => rest.skip(1).map(|_| 0)?,
        sign @ (b'+' | b'-') => {
            let minutes = rest.skip(1)?.number(2)? * 60 + rest.after(b':')?.number(2)?;
            if *sign == b'-' { -minutes } else { minutes }
        }
        _ => return None,
    };
    Some(((hour * 60 + minute - offset_minutes) * 60 + second) * 1000 + fraction_ms)
}

/// Writes a date as JavaScript's `toISOString` does.
pub fn to_iso(ms: i64) -> String {
    let (day, of_day) = (ms.div_euclid(DAY_MS), ms.rem_euclid(DAY_MS));
    let (year, month, day) = civil(day);
    let year = match year {
        0..=9999 => format!("{year:04}"),
        _ => format!("{}{:06}", if year < 0 { '-' } else { '+' }, year.abs()),
    };
    let (hour, minute, second) = (of_day / 3_600_000, of_day / 60_000 % 60, of_day / 1000 % 60);
    format!(
        "{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z",
        of_day % 1000
    )
}

struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    fn skip(&mut self, count: usize) -> Option<&mut Self> {
        self.0 = self.0.get(count..)?;
        Some(self)
    }

    fn after(&mut self, byte: u8) -> Option<&mut Self> {
        if self.0.first() == Some(&byte) {
            self.skip(1)
        } else {
            None
        }
    }

    fn number(&mut self, count: usize) -> Option<i64> {
        let digits = self.0.get(..count)?;
        let mut number = 0;
        for digit in digits {
            let value = digit.is_ascii_digit().then(|| digit - b'0')?;
            number = number * 10 + i64::from(value);
        }
        self.0 = &self.0[count..];
        Some(number)
    }

    /// The first three digits count, the others are passed over; at least one.
    fn fraction_ms(&mut self) -> Option<i64> {
        let length = self
            .0
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let (digits, rest) = self.0.split_at(length);
        self.0 = rest;
        let weights = [100, 10, 1];
        (length > 0).then(|| {
            digits
                .iter()
                .zip(weights)
                .map(|(digit, weight)| i64::from(digit - b'0') * weight)
                .sum()
        })
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a day of the proleptic Gregorian calendar. Years are counted from March,
/// so that the day that comes and goes is the last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The inverse of [`days`].
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = (from_march + 2) % 12 + 1;
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}
