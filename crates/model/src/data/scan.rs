//! Walking over texts that are known to be JSON without white space, as fast as can be.
//!
//! Nothing is checked but what keeps the walk within the text: in a damaged document things are not
//! found, and that is all.

use memchr::memchr2;

use super::text;

/// The end of the value that starts at `at`.
pub(super) fn skip(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'"' => skip_string(bytes, at),
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

/// The end of the string whose opening quote is at `at`.
pub(super) fn skip_string(bytes: &[u8], at: usize) -> Option<usize> {
    let mut at = at + 1;
    loop {
        at += memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

fn skip_nested(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    let mut depth = 0_usize;
    loop {
        match bytes.get(at)? {
            b'"' => {
                at = skip_string(bytes, at)?;
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

/// The members of an object's text: the name as it stands between its quotes, the value's text.
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

    fn step(&mut self) -> Option<(&'a str, &'a str)> {
        let bytes = self.text.as_bytes();
        if bytes.get(self.at) != Some(&b'"') {
            return None;
        }
        let name_end = skip_string(bytes, self.at)?;
        let name = self.text.get(self.at + 1..name_end - 1)?;
        let start = name_end + 1;
        let end = skip(bytes, start)?;
        self.at = end + 1;
        Some((name, self.text.get(start..end)?))
    }
}

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        let member = self.step();
        if member.is_none() {
            self.at = self.text.len();
        }
        member
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

/// Whether a name, as it stands in a text, is `name`.
pub(super) fn is_name(raw: &str, name: &str) -> bool {
    raw == name || (raw.len() > name.len() && raw.contains('\\') && text::unescape(raw) == name)
}

/// The value's text of the member `name`.
pub(super) fn member<'a>(object: &'a str, name: &str) -> Option<&'a str> {
    Members::of(object)
        .find(|(raw, _)| is_name(raw, name))
        .map(|(_, value)| value)
}
