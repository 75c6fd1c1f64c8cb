//! The `Date` field, formatted once a second.

use std::cell::RefCell;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

const LINE_BYTES: usize = "date: Sun, 06 Nov 1994 08:49:37 GMT\r\n".len();
const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// The current `date: ...` line of one thread. The wall clock is given by the caller and asked at
/// most once a second.
pub struct DateCache {
    wall_clock: Box<dyn Fn() -> SystemTime>,
    line: RefCell<Option<(Instant, [u8; LINE_BYTES])>>,
}

impl DateCache {
    /// A cache over this clock, for example `SystemTime::now`.
    pub fn new(wall_clock: impl Fn() -> SystemTime + 'static) -> Self {
        Self {
            wall_clock: Box::new(wall_clock),
            line: RefCell::new(None),
        }
    }

    /// Appends the line with its CRLF. `now` decides whether the last one still holds.
    pub(crate) fn append(&self, out: &mut Vec<u8>, now: Instant) {
        let mut cached = self.line.borrow_mut();
        match &*cached {
            Some((until, line)) if now < *until => out.extend_from_slice(line),
            _ => {
                let unix_time = (self.wall_clock)()
                    .duration_since(UNIX_EPOCH)
                    .unwrap_or_default();
                let line = format_line(unix_time.as_secs());
                let rest_of_second =
                    Duration::from_nanos(1_000_000_000 - u64::from(unix_time.subsec_nanos()));
                out.extend_from_slice(&line);
                *cached = Some((now + rest_of_second, line));
            }
        }
    }
}

fn format_line(unix_time_s: u64) -> [u8; LINE_BYTES] {
    let (days, second_of_day) = (unix_time_s / 86_400, unix_time_s % 86_400);
    let (year, month, day) = civil_from_days(days);
    let text = format!(
        "date: {}, {day:02} {} {year:04} {:02}:{:02}:{:02} GMT\r\n",
        DAYS[(days % 7) as usize],
        MONTHS[month],
        second_of_day / 3600,
        second_of_day / 60 % 60,
        second_of_day % 60,
    );
    text.as_bytes()
        .try_into()
        .expect("years before 10000 have four digits")
}

/// Year, month from 0 and day from 1 in the Gregorian calendar.
fn civil_from_days(days_since_1970: u64) -> (u64, usize, u64) {
    let is_leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    // Whole cycles of 400 years first, so that the loop below is short for any clock.
    let (cycles, mut days) = (days_since_1970 / 146_097, days_since_1970 % 146_097);
    let mut year = 1970;
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + u64::from(is_leap(year));
    let mut month = 0;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    ((year + cycles * 400).min(9999), month, days + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_dates() {
        for (unix_time_s, expected) in [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 GMT"),
            (1_735_689_599, "Tue, 31 Dec 2024 23:59:59 GMT"),
            (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
        ] {
            let line = format_line(unix_time_s);
            assert_eq!(line, *format!("date: {expected}\r\n").as_bytes());
        }
        format_line(u64::MAX);
    }

    #[test]
    fn the_clock_is_asked_once_a_second() {
        let asked = std::rc::Rc::new(std::cell::Cell::new(0u64));
        let counter = asked.clone();
        let cache = DateCache::new(move || {
            counter.set(counter.get() + 1);
            UNIX_EPOCH + Duration::from_millis(counter.get() * 1000 + 400)
        });
        let start = Instant::now();
        let line_at = |millis| {
            let mut out = Vec::new();
            cache.append(&mut out, start + Duration::from_millis(millis));
            String::from_utf8(out).expect("ASCII")
        };
        assert_eq!(line_at(0), line_at(599));
        assert_eq!(asked.get(), 1);
        assert!(line_at(600).contains("00:00:02"));
        assert_eq!(asked.get(), 2);
    }
}
