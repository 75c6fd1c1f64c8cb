//! The character classes of RFC 9110 and 9112, as they are used for both directions.

/// `tchar` of RFC 9110 5.6.2.
const fn is_tchar(byte: u8) -> bool {
    matches!(byte,
        b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*'
        | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~')
}

const TCHAR: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = is_tchar(byte as u8);
        byte += 1;
    }
    table
};

pub(super) fn is_token_byte(byte: u8) -> bool {
    TCHAR[byte as usize]
}

pub(super) fn is_token(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(|&byte| TCHAR[byte as usize])
}

/// Field content: visible ASCII, space, tab. RFC 9110 also lets bytes from 0x80 pass as opaque;
/// they are refused here because what they mean differs from one program to the next.
pub(super) fn is_field_content(bytes: &[u8]) -> bool {
    // No early return: the loop becomes a few vector instructions.
    bytes.iter().fold(true, |good, &byte| {
        good & ((byte.wrapping_sub(b' ') < 0x5f) | (byte == b'\t'))
    })
}

pub(super) fn is_visible(byte: u8) -> bool {
    byte.wrapping_sub(b'!') < 0x5e
}

/// Without the optional white space (spaces and tabs) around a field value.
pub(super) fn trim_ows(mut bytes: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] = bytes {
        bytes = rest;
    }
    while let [rest @ .., b' ' | b'\t'] = bytes {
        bytes = rest;
    }
    bytes
}

/// The elements of a comma-separated list, trimmed; empty ones are kept for the caller to judge.
pub(super) fn list(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    value.split(|&byte| byte == b',').map(trim_ows)
}
