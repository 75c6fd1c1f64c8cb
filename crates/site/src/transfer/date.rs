//! Dates in cells: ISO 8601, and the form with slashes that Wix's content manager asks for. A time
//! without a zone is UTC here, as everywhere in files.

use velodrome_model::data::date::parse_iso;

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

/// Reads `2024-01-31`, `2024-01-31T23:59`, with seconds, fractions of them and a zone.
pub(super) fn parse(text: &str) -> Option<Moment> {
    let mark = text.find(['T', ' ']);
    match (parse_iso(text), mark) {
        (Some(ms), None) => Some(Moment::Day(ms)),
        (Some(ms), Some(_)) => Some(Moment::Time(ms)),
        (None, None) => None,
        (None, Some(at)) => {
            let (day, time) = (&text[..at], &text[at + 1..]);
            let zone = if time.contains(['Z', '+', '-']) {
                ""
            } else {
                "Z"
            };
            parse_iso(&format!("{day}T{time}{zone}")).map(Moment::Time)
        }
    }
}

/// Reads `01/31/2024` and `01/31/2024 23:59`.
pub(super) fn parse_month_first(text: &str) -> Option<Moment> {
    let (day, time) = text.split_once(' ').unwrap_or((text, ""));
    let mut parts = day.split('/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let iso = format!("{year}-{month}-{day}");
    if time.is_empty() {
        return parse_iso(&iso).map(Moment::Day);
    }
    parse_iso(&format!("{iso}T{time}Z")).map(Moment::Time)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 1_709_208_000_000;

    #[test]
    fn iso_is_read_in_all_its_lengths() {
        assert_eq!(parse("2024-02-29"), Some(Moment::Day(NOON - 43_200_000)));
        for text in [
            "2024-02-29T12:00",
            "2024-02-29T12:00Z",
            "2024-02-29 12:00:00",
            "2024-02-29T12:00:00.000",
            "2024-02-29T12:00:00.000Z",
            "2024-02-29T13:30:00+01:30",
            "2024-02-29 11:00:00-01:00",
        ] {
            assert_eq!(parse(text), Some(Moment::Time(NOON)), "{text}");
        }
        let before = parse("1969-12-31T23:59:59.999Z");
        assert_eq!(before, Some(Moment::Time(-1)));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "T",
            " ",
            "2024",
            "2024-02-30",
            "2024-13-01",
            "2024-01-01T12:60",
            "2024-01-01T12:00X",
            "2024-01-01T12:00Zx",
            "٢٠٢٤-01-01",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        for text in [
            "13/01/2024",
            "1/1/2024",
            "02/30/2024",
            "01/31/2024 25:00",
            "01/31/2024 12:00Z",
            "01/31/24",
            "01/31/2024/1",
        ] {
            assert_eq!(parse_month_first(text), None, "{text}");
        }
    }

    #[test]
    fn slashes_have_the_month_first() {
        let noon = parse_month_first("02/29/2024 12:00");
        assert_eq!(noon, Some(Moment::Time(NOON)));
        let day = parse_month_first("01/02/1970");
        assert_eq!(day, Some(Moment::Day(86_400_000)));
    }
}
