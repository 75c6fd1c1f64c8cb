//! The values of `jobs.config` that are not JSON's own: times of day, days, paths.

const WEEKDAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

/// Hour and minute of `HH:MM`.
pub(super) fn time(text: &str) -> Result<(u32, u32), String> {
    let parts = text.split_once(':').and_then(|(hour, minute)| {
        let digits = |text: &str| {
            let fits =
                (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
            fits.then(|| text.parse::<u32>().ok()).flatten()
        };
        Some((digits(hour)?, digits(minute).filter(|_| minute.len() == 2)?))
    });
    match parts {
        Some((hour @ 0..=23, minute @ 0..=59)) => Ok((hour, minute)),
        _ => Err(format!(
            "\"{text}\" is not a time of day in UTC, such as \"08:00\" or \"23:30\""
        )),
    }
}

/// Number of a day, Sunday first.
pub(super) fn weekday(text: &str) -> Result<u32, String> {
    let found = WEEKDAYS
        .iter()
        .position(|name| name.eq_ignore_ascii_case(text));
    found
        .map(|place| place as u32)
        .ok_or_else(|| format!("\"{text}\" is not one of {}", WEEKDAYS.join(", ")))
}

/// A path below the backend folder, without a slash or `backend/` in front.
pub(super) fn location(text: &str) -> Result<String, String> {
    let path = text.trim_start_matches('/');
    let path = path.strip_prefix("backend/").unwrap_or(path);
    let is_below = !path.is_empty()
        && path.split('/').all(|part| {
            !part.is_empty()
                && part != "."
                && part != ".."
                && !part.contains(|c: char| c == '\\' || c.is_control())
        });
    if is_below {
        return Ok(path.to_owned());
    }
    Err(format!(
        "\"{text}\" is not a path below the backend folder, such as \"/reports.js\""
    ))
}

/// Whether `text` can be the name of an export.
pub(super) fn is_name(text: &str) -> bool {
    let mut letters = text.chars();
    let first = letters
        .next()
        .is_some_and(|c| c.is_alphabetic() || c == '_' || c == '$');
    first && letters.all(|c| c.is_alphanumeric() || c == '_' || c == '$')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_hours_and_minutes() {
        assert_eq!(time("08:05"), Ok((8, 5)));
        assert_eq!(time("8:00"), Ok((8, 0)));
        assert_eq!(time("23:59"), Ok((23, 59)));
        for wrong in [
            "", "8", "24:00", "08:60", "08:5", "008:00", "8.00", " 8:00", "-1:00", "08:00Z",
        ] {
            assert!(time(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn locations_stay_below_the_backend_folder() {
        for text in [
            "dir/a.js",
            "/dir/a.js",
            "//dir/a.js",
            "backend/dir/a.js",
            "/backend/dir/a.js",
        ] {
            assert_eq!(location(text).as_deref(), Ok("dir/a.js"), "{text}");
        }
        for wrong in ["", "/", "../a.js", "a/../b", "a//b", "./a", "a\\b"] {
            assert!(location(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn names_are_identifiers() {
        assert!(is_name("run") && is_name("_a1") && is_name("$größe"));
        assert!(!is_name("") && !is_name("1a") && !is_name("a-b") && !is_name("a.b"));
    }
}
