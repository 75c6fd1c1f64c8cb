//! Cron expressions: minute, hour, day of month, month, day of week; in UTC.
//!
//! The rules are those of cron(5): names of months and days, lists, ranges, steps; when both days
//! are restricted, either of them is enough.

use std::fmt;
use std::str::FromStr;

use crate::timestamp::{date_of_days, days_from_1970, days_of_month};

const MS_PER_MINUTE: i64 = 60_000;
const MS_PER_DAY: i64 = 24 * 60 * MS_PER_MINUTE;
/// 29 February is up to eight years away.
const DAYS_AHEAD_MAX: i64 = 8 * 366;
/// Longest expression, in bytes.
const BYTES_MAX: usize = 256;

/// A moment that comes again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cron {
    minutes: u64,
    hours: u64,
    days: u64,
    months: u64,
    weekdays: u64,
    /// Whether the day of month, or the day of week, begins with a star.
    any_day: bool,
    any_weekday: bool,
}

/// What is wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CronError {
    /// Byte offset in the expression.
    pub offset: usize,
    /// One sentence.
    pub message: String,
}

impl fmt::Display for CronError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CronError {}

struct Field {
    name: &'static str,
    low: u32,
    high: u32,
    names: &'static [&'static str],
}

const MONTHS: &[&str] = &[
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];
const WEEKDAYS: &[&str] = &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const FIELDS: [Field; 5] = [
    Field {
        name: "minute",
        low: 0,
        high: 59,
        names: &[],
    },
    Field {
        name: "hour",
        low: 0,
        high: 23,
        names: &[],
    },
    Field {
        name: "day of month",
        low: 1,
        high: 31,
        names: &[],
    },
    Field {
        name: "month",
        low: 1,
        high: 12,
        names: MONTHS,
    },
    // 7 is Sunday too.
    Field {
        name: "day of week",
        low: 0,
        high: 7,
        names: WEEKDAYS,
    },
];

/// Short names for whole expressions.
const NICKNAMES: [(&str, &str); 6] = [
    ("@yearly", "0 0 1 1 *"),
    ("@annually", "0 0 1 1 *"),
    ("@monthly", "0 0 1 * *"),
    ("@weekly", "0 0 * * 0"),
    ("@daily", "0 0 * * *"),
    ("@hourly", "0 * * * *"),
];

impl FromStr for Cron {
    type Err = CronError;

    fn from_str(text: &str) -> Result<Cron, CronError> {
        let fail = |offset, message: String| Err(CronError { offset, message });
        if text.len() > BYTES_MAX {
            return fail(
                0,
                format!("a cron expression has at most {BYTES_MAX} characters"),
            );
        }
        let nickname = NICKNAMES
            .iter()
            .find(|(name, _)| text.trim().eq_ignore_ascii_case(name));
        if let Some((_, meaning)) = nickname {
            return meaning.parse();
        }
        let parts: Vec<(usize, &str)> = words(text).collect();
        let [minutes, hours, days, months, weekdays] = parts[..] else {
            let hint = if parts.len() == 6 {
                "; one with seconds has six, and seconds are not supported"
            } else {
                ""
            };
            return fail(
                parts.get(5).map_or(0, |part| part.0),
                format!(
                    "a cron expression has five fields (minute, hour, day of month, month, day of week), not {}{hint}",
                    parts.len()
                ),
            );
        };
        let mut sets = [0; 5];
        for ((set, part), field) in sets
            .iter_mut()
            .zip([minutes, hours, days, months, weekdays])
            .zip(&FIELDS)
        {
            *set = field.parse(part)?;
        }
        let [minutes_set, hours_set, days_set, months_set, weekdays_set] = sets;
        let cron = Cron {
            minutes: minutes_set,
            hours: hours_set,
            days: days_set,
            months: months_set,
            // Sunday has one number from here on.
            weekdays: (weekdays_set | weekdays_set >> 7) & 0x7f,
            any_day: days.1.starts_with(['*', '?']),
            any_weekday: weekdays.1.starts_with(['*', '?']),
        };
        if cron.any_weekday && !cron.can_ever_be() {
            return fail(
                days.0,
                format!("no month of the expression has a day {}", days.1),
            );
        }
        Ok(cron)
    }
}

/// The words of a text with their offsets.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_ascii_whitespace()
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

impl Field {
    fn parse(&self, (offset, text): (usize, &str)) -> Result<u64, CronError> {
        let mut set = 0;
        let mut at = offset;
        for item in text.split(',') {
            set |= self.item(item).map_err(|message| CronError {
                offset: at,
                message,
            })?;
            at += item.len() + 1;
        }
        Ok(set)
    }

    /// `*`, `a`, `a-b`, each with `/step`.
    fn item(&self, item: &str) -> Result<u64, String> {
        let (range, step) = match item.split_once('/') {
            Some((range, step)) => (range, Some(step)),
            None => (item, None),
        };
        let (low, high) = match range {
            // Only days may be left open with a question mark.
            "?" if step.is_none() && self.name.starts_with("day") => (self.low, self.high),
            "*" => (self.low, self.high),
            _ => match range.split_once('-') {
                Some((low, high)) => (self.value(low)?, self.value(high)?),
                // `a/n` goes on from a.
                None if step.is_some() => (self.value(range)?, self.high),
                None => (self.value(range)?, self.value(range)?),
            },
        };
        // FRI-SUN: the week may end with either Sunday.
        let high = if high == 0 && low > 0 && self.high == 7 {
            7
        } else {
            high
        };
        if low > high {
            return Err(format!(
                "{}: the range {range} ends before it begins",
                self.name
            ));
        }
        let step = match step {
            None => 1,
            Some(step) => match step.parse::<u32>() {
                Ok(step @ 1..=59) => step,
                _ => return Err(format!("{}: \"{step}\" is not a step", self.name)),
            },
        };
        Ok((low..=high)
            .step_by(step as usize)
            .fold(0, |set, value| set | 1 << value))
    }

    fn value(&self, text: &str) -> Result<u32, String> {
        let named = self
            .names
            .iter()
            .position(|name| name.eq_ignore_ascii_case(text));
        if let Some(place) = named {
            return Ok(self.low + place as u32);
        }
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse::<u32>() {
            Ok(value) if is_number && (self.low..=self.high).contains(&value) => Ok(value),
            Ok(value) if is_number => Err(format!(
                "{}: {value} is not between {} and {}",
                self.name, self.low, self.high
            )),
            _ if text
                .bytes()
                .any(|byte| b"LW#".contains(&byte.to_ascii_uppercase()))
                && self.name.starts_with("day") =>
            {
                Err(format!(
                    "{}: \"{text}\": L, W and # are not supported",
                    self.name
                ))
            }
            _ => Err(format!("{}: \"{text}\" is not a value", self.name)),
        }
    }
}

const fn has(set: u64, value: i64) -> bool {
    set >> value & 1 == 1
}

impl Cron {
    /// The first time after `after_ms`, both in milliseconds since 1970; `None` where the calendar
    /// ends.
    pub fn next_after(&self, after_ms: i64) -> Option<i64> {
        let minute = after_ms.div_euclid(MS_PER_MINUTE) + 1;
        let first_day = minute.div_euclid(24 * 60);
        if !(0..days_from_1970(9000, 1, 1)).contains(&first_day) {
            return None;
        }
        let mut from = minute.rem_euclid(24 * 60);
        for day in first_day..first_day + DAYS_AHEAD_MAX {
            if self.is_day(day)
                && let Some(minute) = self.minute_of_day(from)
            {
                return Some(day * MS_PER_DAY + minute * MS_PER_MINUTE);
            }
            from = 0;
        }
        None
    }

    fn is_day(&self, day: i64) -> bool {
        let (_, month, date) = date_of_days(day);
        if !has(self.months, month) {
            return false;
        }
        // 1 January 1970 was a Thursday.
        let weekday = (day + 4).rem_euclid(7);
        let (by_date, by_weekday) = (has(self.days, date), has(self.weekdays, weekday));
        if self.any_day || self.any_weekday {
            by_date && by_weekday
        } else {
            by_date || by_weekday
        }
    }

    fn minute_of_day(&self, from: i64) -> Option<i64> {
        (from..24 * 60)
            .find(|minute| has(self.hours, minute / 60) && has(self.minutes, minute % 60))
    }

    /// Whether some month has one of the days.
    fn can_ever_be(&self) -> bool {
        (1..=12)
            .filter(|month| has(self.months, *month))
            .any(|month| (1..=days_of_month(2000, month)).any(|day| has(self.days, day)))
    }

    /// Whether two runs may be less than an hour apart.
    pub fn is_more_than_hourly(&self) -> bool {
        self.minutes.count_ones() > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timestamp::{format_utc, parse_ms};
    use proptest::prelude::*;

    fn next(expression: &str, after: &str) -> String {
        let cron: Cron = expression
            .parse()
            .unwrap_or_else(|error| panic!("{expression}: {error}"));
        let after = parse_ms(after).expect("a timestamp");
        cron.next_after(after)
            .map_or("never".to_owned(), |ms| format_utc(ms)[..16].to_owned())
    }

    #[test]
    fn the_next_time_is_after_the_given_one() {
        // 1 January 2026 is a Thursday.
        for (expression, after, wanted) in [
            ("0 8 * * MON", "2026-01-01T00:00:00Z", "2026-01-05T08:00"),
            ("0 8 * * MON", "2026-01-05T08:00:00Z", "2026-01-12T08:00"),
            (
                "0 8 * * MON",
                "2026-01-05T07:59:59.999Z",
                "2026-01-05T08:00",
            ),
            ("*/15 * * * *", "2026-01-01T00:00:01Z", "2026-01-01T00:15"),
            ("59 23 31 12 *", "2026-01-01T00:00:00Z", "2026-12-31T23:59"),
            ("0 0 29 2 *", "2026-01-01T00:00:00Z", "2028-02-29T00:00"),
            ("0 0 29 FEB *", "2096-03-01T00:00:00Z", "2104-02-29T00:00"),
            ("0 1 31 * *", "2026-01-31T01:00:00Z", "2026-03-31T01:00"),
            ("0 0 13 * 5", "2026-01-01T00:00:00Z", "2026-01-02T00:00"),
            ("0 0 13 * ?", "2026-01-01T00:00:00Z", "2026-01-13T00:00"),
            (
                "30 6,18 * jan-mar 1-5",
                "2026-03-31T18:30:00Z",
                "2027-01-01T06:30",
            ),
            ("0 0 * * 7", "2026-01-01T00:00:00Z", "2026-01-04T00:00"),
            (
                "0 0 * * FRI-SUN",
                "2026-01-04T00:00:00Z",
                "2026-01-09T00:00",
            ),
            ("10/20 * * * *", "2026-01-01T00:30:00Z", "2026-01-01T00:50"),
            ("@hourly", "2026-01-01T00:00:00Z", "2026-01-01T01:00"),
        ] {
            assert_eq!(
                next(expression, after),
                wanted,
                "{expression} after {after}"
            );
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        for (expression, offset, message) in [
            (
                "",
                0,
                "five fields (minute, hour, day of month, month, day of week), not 0",
            ),
            ("0 8 * *", 0, "not 4"),
            ("0 0 8 * * MON", 10, "seconds are not supported"),
            ("60 8 * * *", 0, "minute: 60 is not between 0 and 59"),
            ("0 8 * * FOO", 8, "day of week: \"FOO\" is not a value"),
            ("0 8 * MON *", 6, "month: \"MON\" is not a value"),
            ("0 8 L * *", 4, "L, W and # are not supported"),
            ("0 8-6 * * *", 2, "the range 8-6 ends before it begins"),
            ("0,7,x 8 * * *", 4, "minute: \"x\" is not a value"),
            ("*/0 8 * * *", 0, "\"0\" is not a step"),
            ("? 8 * * *", 0, "minute: \"?\" is not a value"),
            (
                "0 0 30,31 2 *",
                4,
                "no month of the expression has a day 30,31",
            ),
            ("+1 8 * * *", 0, "is not a value"),
        ] {
            let error = expression.parse::<Cron>().expect_err(expression);
            assert!(error.message.contains(message), "{expression}: {error}");
            assert_eq!(error.offset, offset, "{expression}: {error}");
        }
    }

    #[test]
    fn one_minute_an_hour_is_the_most_that_is_hourly() {
        let more = |text: &str| text.parse::<Cron>().expect("valid").is_more_than_hourly();
        assert!(!more("0 * * * *") && !more("30 8,9 * * *"));
        assert!(more("*/30 * * * *") && more("0,59 8 * * *"));
    }

    proptest! {
        #[test]
        fn times_follow_one_another_and_fit(
            minute in 0..60u32, hour in 0..24u32, step in 1..30u32, weekday in 0..8u32,
            after_ms in 0..4_000_000_000_000i64,
        ) {
            let cron: Cron = format!("{minute} {hour}/{step} */{step} * {weekday}").parse().expect("valid");
            let next = cron.next_after(after_ms).expect("there is one");
            prop_assert!(next > after_ms && next % MS_PER_MINUTE == 0);
            prop_assert_eq!(next / MS_PER_MINUTE % 60, i64::from(minute));
            prop_assert_eq!(cron.next_after(next - 1), Some(next));
        }

        #[test]
        fn nothing_panics(text in ".{0,40}") {
            if let Ok(cron) = text.parse::<Cron>() {
                let _ = cron.next_after(0);
            }
        }
    }
}
