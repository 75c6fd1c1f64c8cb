//! Walking over texts that are known to be JSON without white space, as fast as can be.
//!
//! Nothing is checked but what keeps the walk within the text: in a damaged document things are not
//! found, and that is all.

use std::borrow::Cow;

use memchr::memchr2;

use super::text;

/// How far to look for the end of a string before more is prepared for it.
const SHORT: usize = 32;

/// The end of the value that starts at `at`.
pub(super) fn skip(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'"' => skip_string(bytes, at).map(|(end, _)| end),
        b'{' | b'[' => skip_nested(bytes, at),
        _ => {
            let rest = &bytes[at..];
            let length = rest
                .iter()
                .position(|byte| matches!(byte, b',' | b'}' | b']'))
                .unwrap_or(rest.len());
            (length > 0).then_some(at + length)
        }
    }
}

/// The end of the string whose opening quote is at `at`, and whether there are escapes in it.
pub(super) fn skip_string(bytes: &[u8], at: usize) -> Option<(usize, bool)> {
    let mut at = at + 1;
    let mut escaped = false;
    loop {
        at += special(bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some((at + 1, escaped));
        }
        escaped = true;
        at += 2;
    }
}

/// The place of the first quote or backslash. Names and most strings are short: eight bytes at a
/// time beat the preparations that pay for long ones.
fn special(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::MAX / 255;
    const HIGHS: u64 = ONES << 7;
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & HIGHS;
    let mut at = 0;
    while at < SHORT {
        let Some(word) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) else {
            return bytes[at..]
                .iter()
                .position(|byte| matches!(byte, b'"' | b'\\'))
                .map(|place| at + place);
        };
        let word = u64::from_le_bytes(*word);
        let found =
            zeros(word ^ (ONES * u64::from(b'"'))) | zeros(word ^ (ONES * u64::from(b'\\')));
        if found != 0 {
            // The lowest bit set is always that of a true place.
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    memchr2(b'"', b'\\', &bytes[at..]).map(|place| at + place)
}

fn skip_nested(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    let mut depth = 0_usize;
    loop {
        match bytes.get(at)? {
            b'"' => {
                at = skip_string(bytes, at)?.0;
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
}

/// The name of a member.
#[derive(Clone, Copy)]
pub(super) struct Name<'a> {
    /// What stands between its quotes.
    pub(super) raw: &'a str,
    escaped: bool,
}

impl<'a> Name<'a> {
    pub(super) fn is(self, name: &str) -> bool {
        if self.escaped {
            self.decoded() == name
        } else {
            self.raw == name
        }
    }

    pub(super) fn decoded(self) -> Cow<'a, str> {
        if self.escaped {
            text::unescape(self.raw)
        } else {
            Cow::Borrowed(self.raw)
        }
    }
}

/// The members of an object's text: the name and the value's text.
#[derive(Clone)]
pub(super) struct Members<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Members<'a> {
    pub(super) fn of(text: &'a str) -> Members<'a> {
        let at = if text.starts_with("{\"") {
            1
        } else {
            text.len()
        };
        Members { text, at }
    }

    fn step(&mut self) -> Option<(Name<'a>, &'a str)> {
        let bytes = self.text.as_bytes();
        if bytes.get(self.at) != Some(&b'"') {
            return None;
        }
        let (name_end, escaped) = skip_string(bytes, self.at)?;
        let name = Name {
            raw: self.text.get(self.at + 1..name_end - 1)?,
            escaped,
        };
        let start = name_end + 1;
        let end = skip(bytes, start)?;
        self.at = end + 1;
        Some((name, self.text.get(start..end)?))
    }
}

impl Members<'_> {
    /// Where in the text the walk goes on: at the next member's name, or after the object's end.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Whether all of an object was walked over; in a damaged one the walk ends before.
    pub(super) fn is_done(&self) -> bool {
        self.at == self.text.len() && self.text.ends_with('}')
    }
}

impl<'a> Iterator for Members<'a> {
    type Item = (Name<'a>, &'a str);

    /// After the end the walk stays where it is.
    fn next(&mut self) -> Option<(Name<'a>, &'a str)> {
        self.step()
    }
}

/// The elements of an array's text.
#[derive(Clone)]
pub(super) struct Elements<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Elements<'a> {
    pub(super) fn of(text: &'a str) -> Elements<'a> {
        let at = if text.starts_with('[') && text != "[]" {
            1
        } else {
            text.len()
        };
        Elements { text, at }
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let end = skip(self.text.as_bytes(), self.at);
        let element = end.and_then(|end| self.text.get(self.at..end));
        self.at = end.map_or(self.text.len(), |end| end + 1);
        element
    }
}

/// The value's text of the member `name`.
pub(super) fn member<'a>(object: &'a str, name: &str) -> Option<&'a str> {
    Members::of(object)
        .find(|(found, _)| found.is(name))
        .map(|(_, value)| value)
}
