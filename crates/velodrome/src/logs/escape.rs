//! Text from clients and sites, made safe to write: no control character reaches a terminal, no
//! line ends where its author wants it to, and the order of letters is the order of reading.

use std::borrow::Cow;

/// Whether a character does something to a terminal instead of being shown.
fn is_control(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether the bytes are all visible ASCII or spaces: the usual case, told quickly.
fn is_plain_ascii(text: &str) -> bool {
    text.bytes().all(|byte| (0x20..0x7f).contains(&byte))
}

/// The text with control characters written out as `\x1b` or `\u202e`; line ends and tabs stay.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    let harmless = |character: char| matches!(character, '\n' | '\t') || !is_control(character);
    if text.chars().all(harmless) {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len() + 16);
    for character in text.chars() {
        match harmless(character) {
            true => push_char(&mut out, character),
            false => push_escape(&mut out, character),
        }
    }
    Cow::Owned(String::from_utf8(out).expect("whole characters were pushed"))
}

/// Appends text that must stay on its line.
pub(super) fn push_inline(out: &mut Vec<u8>, text: &str) {
    if is_plain_ascii(text) {
        return out.extend_from_slice(text.as_bytes());
    }
    for character in text.chars() {
        match character {
            '\n' => out.extend_from_slice(b"\\n"),
            '\t' => out.extend_from_slice(b"\\t"),
            _ if is_control(character) => push_escape(out, character),
            _ => push_char(out, character),
        }
    }
}

/// Appends text that may have several lines; all but the first are indented.
pub(super) fn push_lines(out: &mut Vec<u8>, text: &str) {
    for (index, line) in text.trim_end_matches('\n').split('\n').enumerate() {
        if index > 0 {
            out.extend_from_slice(b"\n    ");
        }
        out.extend_from_slice(plain(line.trim_end_matches('\r')).as_bytes());
    }
}

/// Appends a JSON string, quotes included.
pub(super) fn push_json(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    push_json_text(out, text);
    out.push(b'"');
}

/// Appends what stands between the quotes of a JSON string (RFC 8259, 7); controls beyond those
/// that JSON forbids are escaped as well.
pub(super) fn push_json_text(out: &mut Vec<u8>, text: &str) {
    let clean = |byte: u8| (0x20..0x7f).contains(&byte) && byte != b'"' && byte != b'\\';
    if text.bytes().all(clean) {
        return out.extend_from_slice(text.as_bytes());
    }
    for character in text.chars() {
        match character {
            '"' => out.extend_from_slice(b"\\\""),
            '\\' => out.extend_from_slice(b"\\\\"),
            '\n' => out.extend_from_slice(b"\\n"),
            '\r' => out.extend_from_slice(b"\\r"),
            '\t' => out.extend_from_slice(b"\\t"),
            _ if is_control(character) => push_unicode_escape(out, character),
            _ => push_char(out, character),
        }
    }
}

fn push_char(out: &mut Vec<u8>, character: char) {
    out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}

fn push_escape(out: &mut Vec<u8>, character: char) {
    match u8::try_from(u32::from(character)) {
        Ok(byte) => {
            out.extend_from_slice(b"\\x");
            push_hex(out, u32::from(byte), 2);
        }
        Err(_) => push_unicode_escape(out, character),
    }
}

/// All control characters are in the first plane, so four digits do.
fn push_unicode_escape(out: &mut Vec<u8>, character: char) {
    out.extend_from_slice(b"\\u");
    push_hex(out, u32::from(character), 4);
}

fn push_hex(out: &mut Vec<u8>, number: u32, digits: u32) {
    for place in (0..digits).rev() {
        out.push(b"0123456789abcdef"[(number >> (4 * place) & 15) as usize]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NASTY: &str = "a\x1b[2J\r\n\tb\u{9b}\u{7f}\u{202e}\"\\é😀\0";

    fn pushed(push: fn(&mut Vec<u8>, &str), text: &str) -> String {
        let mut out = Vec::new();
        push(&mut out, text);
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn controls_are_written_out() {
        assert_eq!(plain("é😀\tx\ny"), "é😀\tx\ny");
        assert_eq!(
            plain(NASTY),
            "a\\x1b[2J\\x0d\n\tb\\x9b\\x7f\\u202e\"\\é😀\\x00"
        );
        assert_eq!(
            pushed(push_inline, NASTY),
            "a\\x1b[2J\\x0d\\n\\tb\\x9b\\x7f\\u202e\"\\é😀\\x00"
        );
        assert_eq!(pushed(push_lines, "a\r\nb\x1b\n"), "a\n    b\\x1b");
    }

    #[test]
    fn json_strings_read_back() {
        for text in ["", "plain", NASTY, "/_functions/x?a=b&c=%22"] {
            let json = pushed(push_json, text);
            assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), text);
            assert!(!json.chars().any(is_control), "{json:?}");
        }
    }
}
