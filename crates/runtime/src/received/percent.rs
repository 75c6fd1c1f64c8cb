//! Percent-escapes (RFC 3986, 2.1).

use std::borrow::Cow;

/// Decodes what is well formed and leaves the rest; ill-formed UTF-8 becomes U+FFFD.
pub(crate) fn decode_lossy(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let (bytes, _) = decode(text);
    Cow::Owned(
        String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
    )
}

/// Decodes all of it, or nothing when any of it is ill formed.
pub(super) fn decode_all(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let (bytes, is_well_formed) = decode(text);
    match String::from_utf8(bytes) {
        Ok(decoded) if is_well_formed => Cow::Owned(decoded),
        _ => Cow::Borrowed(text),
    }
}

/// The bytes, and whether every percent sign began an escape.
fn decode(text: &str) -> (Vec<u8>, bool) {
    let mut decoded = Vec::with_capacity(text.len());
    let mut is_well_formed = true;
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = |at: usize| {
            after
                .get(at)
                .and_then(|digit| (*digit as char).to_digit(16))
        };
        match (byte, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push((high * 16 + low) as u8);
                rest = &after[2..];
            }
            _ => {
                is_well_formed &= byte != b'%';
                decoded.push(byte);
                rest = after;
            }
        }
    }
    (decoded, is_well_formed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ill_formed_stays_or_keeps_all_as_it_was() {
        for (text, lossy, all) in [
            ("a%20b", "a b", "a b"),
            ("%E2%82%AC", "€", "€"),
            ("100%", "100%", "100%"),
            ("%2%41", "%2A", "%2%41"),
            ("%ff", "\u{fffd}", "%ff"),
            ("%zz%41", "%zzA", "%zz%41"),
            ("", "", ""),
        ] {
            assert_eq!(decode_lossy(text), lossy, "{text}");
            assert_eq!(decode_all(text), all, "{text}");
        }
    }
}
