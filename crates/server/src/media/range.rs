//! Which bytes of a file are asked for (RFC 9110, 14).

/// What a `Range` field asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All bytes: there is no field, or none that is understood.
    All,
    /// These bytes, the last one not included.
    Part(u64, u64),
    /// Bytes that the file does not have.
    Nothing,
}

/// Reads a `Range` field for a file of this length. Several ranges at once are more trouble than they
/// are worth: all bytes answer them, as the RFC allows.
pub(super) fn wanted(field: Option<&str>, length: u64) -> Wanted {
    let Some(field) = field else {
        return Wanted::All;
    };
    let Some((unit, set)) = field.split_once('=') else {
        return Wanted::All;
    };
    if !unit.trim().eq_ignore_ascii_case("bytes") || set.contains(',') {
        return Wanted::All;
    }
    let Some((first, last)) = set.trim().split_once('-') else {
        return Wanted::All;
    };
    match (number(first), number(last)) {
        (Some(None), Some(Some(count))) if count == 0 || length == 0 => Wanted::Nothing,
        (Some(None), Some(Some(count))) => Wanted::Part(length.saturating_sub(count), length),
        (Some(Some(first)), Some(last)) if last.is_none_or(|last| first <= last) => {
            if first >= length {
                return Wanted::Nothing;
            }
            let end = last.map_or(length, |last| last.saturating_add(1).min(length));
            Wanted::Part(first, end)
        }
        _ => Wanted::All,
    }
}

/// A number, or nothing for an empty text; `None` for any other text.
fn number(text: &str) -> Option<Option<u64>> {
    if text.is_empty() {
        return Some(None);
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // More digits than a number has mean a place beyond any file.
    Some(Some(text.parse().unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read() {
        for (field, expected) in [
            ("bytes=0-", Wanted::Part(0, 10)),
            ("bytes=2-4", Wanted::Part(2, 5)),
            ("Bytes=9-9", Wanted::Part(9, 10)),
            ("bytes=5-99999999999999999999999", Wanted::Part(5, 10)),
            ("bytes=-3", Wanted::Part(7, 10)),
            ("bytes=-30", Wanted::Part(0, 10)),
            ("bytes=10-", Wanted::Nothing),
            ("bytes=99999999999999999999999-", Wanted::Nothing),
            ("bytes=-0", Wanted::Nothing),
            ("bytes=4-2", Wanted::All),
            ("bytes=-", Wanted::All),
            ("bytes=a-b", Wanted::All),
            ("bytes=0-1,3-4", Wanted::All),
            ("lines=0-1", Wanted::All),
            ("0-1", Wanted::All),
        ] {
            assert_eq!(wanted(Some(field), 10), expected, "{field}");
        }
        assert_eq!(wanted(None, 10), Wanted::All);
        assert_eq!(wanted(Some("bytes=0-"), 0), Wanted::Nothing);
        assert_eq!(wanted(Some("bytes=-1"), 0), Wanted::Nothing);
    }
}
