//! Points in time as the signed HTTP API writes them.
//!
//! Clients send the same instant in several spellings (milliseconds and `Z`, whole seconds, a local
//! offset), so reading is liberal within ISO 8601; writing has one form, UTC with milliseconds,
//! because some clients do not percent-encode the `+` of an offset.

use std::fmt;

const MS_PER_SECOND: i64 = 1000;
const MS_PER_MINUTE: i64 = 60 * MS_PER_SECOND;
const MS_PER_DAY: i64 = 24 * 60 * MS_PER_MINUTE;

/// The text is no point in time of the forms that [`parse_ms`] reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATimestamp;

impl fmt::Display for NotATimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an ISO 8601 timestamp with a zone, like 2013-07-01T08:07:40.802Z")
    }
}

impl std::error::Error for NotATimestamp {}

/// Milliseconds since 1970 of `YYYY-MM-DDTHH:MM:SS[.f..]` and a zone: `Z`, `+HH:MM`, `+HHMM` or `+HH`.
///
/// One to nine digits of fraction are read; what is finer than a millisecond is cut off. A text
/// without a zone is refused: it names no instant. So are leap seconds and `24:00`.
///
/// Source: the forms that published clients of the API send.
pub fn parse_ms(text: &str) -> Result<i64, NotATimestamp> {
    let mut rest = Digits(text.as_bytes());
    let year = rest.number(4)?;
    rest.literal(b'-')?;
    let month = rest.number(2)?;
    rest.literal(b'-')?;
    let day = rest.number(2)?;
    rest.literal(b'T')?;
    let hour = rest.number(2)?;
    rest.literal(b':')?;
    let minute = rest.number(2)?;
    rest.literal(b':')?;
    let second = rest.number(2)?;
    let fraction_ms = rest.fraction_ms()?;
    let offset_minutes = rest.zone()?;
    let is_date = (1..=12).contains(&month) && (1..=days_of_month(year, month)).contains(&day);
    if !rest.0.is_empty() || !is_date || hour > 23 || minute > 59 || second > 59 {
        return Err(NotATimestamp);
    }
    let minutes = hour * 60 + minute - offset_minutes;
    Ok(days_from_1970(year, month, day) * MS_PER_DAY
        + minutes * MS_PER_MINUTE
        + second * MS_PER_SECOND
        + fraction_ms)
}

/// `YYYY-MM-DDTHH:MM:SS.mmmZ` of milliseconds since 1970; years outside 0 to 9999 are clamped to them.
pub fn format_utc(unix_time_ms: i64) -> String {
    let mut text = String::with_capacity(UTC_FORM.len());
    push_utc(unix_time_ms, &mut text);
    text
}

/// Appends what [`format_utc`] gives: lists write two of them for each entry.
pub fn push_utc(unix_time_ms: i64, out: &mut String) {
    const EARLIEST: i64 = -days_before_year(1970) * MS_PER_DAY;
    const LATEST: i64 = EARLIEST + days_before_year(10_000) * MS_PER_DAY - 1;
    let ms = unix_time_ms.clamp(EARLIEST, LATEST);
    let (year, month, day) = date_of_days(ms.div_euclid(MS_PER_DAY));
    // Below a day, so it fits.
    let of_day = ms.rem_euclid(MS_PER_DAY) as u32;
    let (second, millisecond) = (of_day / 1_000, of_day % 1_000);
    let mut text = *UTC_FORM;
    put_pair(&mut text, 0, year as u32 / 100);
    put_pair(&mut text, 2, year as u32 % 100);
    put_pair(&mut text, 5, month as u32);
    put_pair(&mut text, 8, day as u32);
    put_pair(&mut text, 11, second / 3_600);
    put_pair(&mut text, 14, second / 60 % 60);
    put_pair(&mut text, 17, second % 60);
    text[20] = digit(millisecond / 100);
    put_pair(&mut text, 21, millisecond % 100);
    out.push_str(str::from_utf8(&text).expect("digits are text"));
}

/// What is filled with digits.
const UTC_FORM: &[u8; 24] = b"0000-00-00T00:00:00.000Z";

/// Writes a number below 100 as two digits.
fn put_pair(text: &mut [u8; 24], at: usize, number: u32) {
    text[at] = digit(number / 10);
    text[at + 1] = digit(number % 10);
}

fn digit(number: u32) -> u8 {
    b'0' + number as u8
}

/// What of the text is still to be read.
struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    fn literal(&mut self, byte: u8) -> Result<(), NotATimestamp> {
        self.0 = self.0.strip_prefix(&[byte]).ok_or(NotATimestamp)?;
        Ok(())
    }

    fn number(&mut self, digits: usize) -> Result<i64, NotATimestamp> {
        let (number, rest) = self.0.split_at_checked(digits).ok_or(NotATimestamp)?;
        if !number.iter().all(u8::is_ascii_digit) {
            return Err(NotATimestamp);
        }
        self.0 = rest;
        Ok(number
            .iter()
            .fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')))
    }

    fn fraction_ms(&mut self) -> Result<i64, NotATimestamp> {
        if self.literal(b'.').is_err() {
            return Ok(0);
        }
        let digits = self
            .0
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        if !(1..=9).contains(&digits) {
            return Err(NotATimestamp);
        }
        let kept = digits.min(3);
        let ms = self.number(kept)? * [100, 10, 1][kept - 1];
        self.0 = &self.0[digits - kept..];
        Ok(ms)
    }

    /// Minutes east of Greenwich.
    fn zone(&mut self) -> Result<i64, NotATimestamp> {
        let sign = match self.0.split_first() {
            Some((b'Z', rest)) => {
                self.0 = rest;
                return Ok(0);
            }
            Some((b'+', rest)) => {
                self.0 = rest;
                1
            }
            Some((b'-', rest)) => {
                self.0 = rest;
                -1
            }
            _ => return Err(NotATimestamp),
        };
        let hours = self.number(2)?;
        let has_colon = self.literal(b':').is_ok();
        let minutes = if has_colon || !self.0.is_empty() {
            self.number(2)?
        } else {
            0
        };
        if hours > 23 || minutes > 59 {
            return Err(NotATimestamp);
        }
        Ok(sign * (hours * 60 + minutes))
    }
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

pub(crate) const fn days_of_month(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + is_leap(year) as i64,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1 January of year 0 to 1 January of `year`, which is not negative.
const fn days_before_year(year: i64) -> i64 {
    if year == 0 {
        return 0;
    }
    let last = year - 1;
    // Year 0 is a leap year.
    365 * year + last / 4 - last / 100 + last / 400 + 1
}

pub(crate) fn days_from_1970(year: i64, month: i64, day: i64) -> i64 {
    const DAYS_BEFORE_1970: i64 = days_before_year(1970);
    let of_months: i64 = (1..month).map(|month| days_of_month(year, month)).sum();
    days_before_year(year) - DAYS_BEFORE_1970 + of_months + day - 1
}

/// Year, month from 1 and day from 1; for days within the years 0 to 9999.
///
/// Years that begin in March have their odd day, 29 February, at their end, and the days before a
/// month then grow by 153 in each five months.
pub(crate) fn date_of_days(days_since_1970: i64) -> (i64, i64, i64) {
    const DAYS_BEFORE_MARCH: i64 = 31 + 29;
    const DAYS_OF_400_YEARS: i64 = 146_097;
    let days = days_since_1970 + days_before_year(1970) - DAYS_BEFORE_MARCH;
    let cycle = days.div_euclid(DAYS_OF_400_YEARS);
    let of_cycle = days.rem_euclid(DAYS_OF_400_YEARS);
    // Without the leap days before it, a day lies in the year that its number says.
    let leap_days = of_cycle / 1_460 - of_cycle / 36_524 + of_cycle / 146_096;
    let year = (of_cycle - leap_days) / 365;
    let of_year = of_cycle - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let is_next_year = month >= 10;
    let month = if is_next_year { month - 9 } else { month + 3 };
    (400 * cycle + year + i64::from(is_next_year), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_form_that_clients_send_is_read() {
        let ms = 1_412_752_851_036;
        for text in [
            "2014-10-08T07:20:51.036Z",
            "2014-10-08T10:20:51.036+03:00",
            "2014-10-08T10:20:51.036+0300",
            "2014-10-08T10:20:51.036+03",
            "2014-10-08T02:50:51.036-04:30",
            "2014-10-08T07:20:51.036999999Z",
        ] {
            assert_eq!(parse_ms(text), Ok(ms), "{text}");
        }
        assert_eq!(parse_ms("2015-01-01T12:12:12Z"), Ok(1_420_114_332_000));
        assert_eq!(parse_ms("2015-01-01T12:12:12.5Z"), Ok(1_420_114_332_500));
        assert_eq!(parse_ms("1970-01-01T00:00:00.000Z"), Ok(0));
        assert_eq!(parse_ms("0000-01-01T00:00:00Z"), Ok(-62_167_219_200_000));
        assert_eq!(
            parse_ms("9999-12-31T23:59:59.999Z"),
            Ok(253_402_300_799_999)
        );
    }

    #[test]
    fn what_names_no_instant_is_refused() {
        for text in [
            "",
            "2014-10-08",
            "2014-10-08T07:20:51.036",
            "2014-10-08T07:20Z",
            "2014-10-08t07:20:51Z",
            "2014-10-08 07:20:51Z",
            "2014-10-08T07:20:51.Z",
            "2014-10-08T07:20:51.0123456789Z",
            "2014-10-08T07:20:51,036Z",
            "2014-10-08T07:20:51z",
            "2014-10-08T07:20:51 03:00",
            "2014-10-08T07:20:51+3",
            "2014-10-08T07:20:51+03:",
            "2014-10-08T07:20:51+03:60",
            "2014-10-08T07:20:51+24:00",
            "2014-10-08T07:20:51Z ",
            "2014-10-08T07:20:60Z",
            "2014-10-08T24:00:00Z",
            "2014-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2014-00-08T00:00:00Z",
            "2014-13-08T00:00:00Z",
            "2014-10-00T00:00:00Z",
            "+014-10-08T00:00:00Z",
            "20141-10-08T00:00:00Z",
        ] {
            assert_eq!(parse_ms(text), Err(NotATimestamp), "{text}");
        }
    }

    #[test]
    fn years_beyond_four_digits_are_clamped() {
        assert_eq!(format_utc(i64::MAX), "9999-12-31T23:59:59.999Z");
        assert_eq!(format_utc(i64::MIN), "0000-01-01T00:00:00.000Z");
        assert_eq!(format_utc(-1), "1969-12-31T23:59:59.999Z");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(ms in -62_167_219_200_000_i64..=253_402_300_799_999) {
            prop_assert_eq!(parse_ms(&format_utc(ms)), Ok(ms));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
            let _ = parse_ms(&text);
        }

        #[test]
        fn near_misses_are_read_or_refused(text in "[0-9TZ:.+-]{0,32}") {
            let _ = parse_ms(&text);
        }
    }
}
