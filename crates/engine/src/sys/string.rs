//! Strings across the border, nothing lost, and quickly. What fits goes in as a compact string, one
//! byte for each character, and compact strings are read where they lie ([`compact`]). Where the
//! library does not offer that: the C API's UTF-8 conversions stop at NUL on the way in and at a lone
//! surrogate on the way out, and take some 2 ns for each byte; UTF-16 is copied. So UTF-8 is used for
//! short plain ASCII only (which is compact, too) and UTF-16 for everything else.

use std::ffi::c_char;

use super::compact;
use super::jsc::*;

/// Longest ASCII string that goes in as UTF-8: up to here that costs no more than UTF-16.
const SHORT_BYTES_MAX: usize = 32;
/// Longest string widened on the stack instead of the heap.
const STACK_UNITS: usize = 512;

/// An owned `JSStringRef`; belongs to no VM.
pub(crate) struct JsString(StringRef);

impl JsString {
    /// A compact string for what has no character beyond ISO 8859-1, else
    /// `JSStringCreateWithCharacters`.
    pub(crate) fn new(text: &str) -> JsString {
        let bytes = text.as_bytes();
        if bytes.is_ascii() {
            return JsString::from_latin1(bytes);
        }
        if encoding_rs::mem::is_str_latin1(text) {
            return JsString::from_latin1(&encoding_rs::mem::encode_latin1_lossy(text));
        }
        let mut units = vec![0; text.len()];
        let len = encoding_rs::mem::convert_str_to_utf16(text, &mut units);
        JsString::from_utf16(&units[..len])
    }

    /// A character for each byte: compact, or else `JSStringCreateWithUTF8CString` for short ASCII
    /// without NUL and `JSStringCreateWithCharacters` for the rest.
    pub(crate) fn from_latin1(bytes: &[u8]) -> JsString {
        if let Some(raw) = compact::create(bytes) {
            JsString(raw)
        } else if bytes.len() <= SHORT_BYTES_MAX && is_plain(bytes) {
            JsString::from_plain(bytes)
        } else {
            JsString::widened(bytes)
        }
    }

    /// One unit for each byte.
    fn widened(bytes: &[u8]) -> JsString {
        if bytes.len() > STACK_UNITS {
            let units: Vec<u16> = bytes.iter().map(|&byte| u16::from(byte)).collect();
            return JsString::from_utf16(&units);
        }
        let mut units = [0; STACK_UNITS];
        let units = &mut units[..bytes.len()];
        for (unit, &byte) in units.iter_mut().zip(bytes) {
            *unit = u16::from(byte);
        }
        JsString::from_utf16(units)
    }

    pub(crate) fn from_utf16(units: &[u16]) -> JsString {
        // SAFETY: pointer and length come from one slice; the function copies.
        JsString(unsafe { JSStringCreateWithCharacters(units.as_ptr(), units.len()) })
    }

    /// At most `SHORT_BYTES_MAX` of plain ASCII.
    fn from_plain(bytes: &[u8]) -> JsString {
        let mut terminated = [0; SHORT_BYTES_MAX + 1];
        terminated[..bytes.len()].copy_from_slice(bytes);
        let start: *const c_char = terminated.as_ptr().cast();
        // SAFETY: `start` points at `bytes.len()` bytes without NUL and one NUL after them, alive
        // to the end of this function; the function copies.
        JsString(unsafe { JSStringCreateWithUTF8CString(start) })
    }

    /// Takes over one reference. Null stays null and is refused.
    pub(super) fn from_raw(raw: StringRef) -> Option<JsString> {
        (!raw.is_null()).then(|| JsString(raw))
    }

    pub(super) fn raw(&self) -> StringRef {
        self.0
    }

    /// Length in UTF-16 units (`JSStringGetLength`).
    pub(crate) fn len_units(&self) -> usize {
        // SAFETY: the reference is live as long as `self`.
        unsafe { JSStringGetLength(self.0) }
    }

    /// Appends the whole string as UTF-8; a lone surrogate becomes U+FFFD.
    pub(crate) fn append_utf8(&self, out: &mut Vec<u8>) {
        match compact::bytes(&self.0) {
            Some(bytes) => append_latin1(bytes, out),
            None => append_units(self.units(), out),
        }
    }

    /// Like `append_utf8`, but at most the first `units_max` UTF-16 units.
    pub(crate) fn append_utf8_prefix(&self, units_max: usize, out: &mut Vec<u8>) {
        if self.len_units() <= units_max {
            self.append_utf8(out);
            return;
        }
        match compact::bytes(&self.0) {
            Some(bytes) => append_latin1(&bytes[..units_max], out),
            None => append_units(&self.units()[..units_max], out),
        }
    }

    /// The UTF-16 units (`JSStringGetCharactersPtr`), made on first use for 8-bit strings.
    fn units(&self) -> &[u16] {
        let len = self.len_units();
        // SAFETY: the reference is live as long as `self`.
        let start = unsafe { JSStringGetCharactersPtr(self.0) };
        if start.is_null() || len == 0 {
            return &[];
        }
        // SAFETY: JavaScriptCore keeps `len` units at `start` for the string's life.
        unsafe { std::slice::from_raw_parts(start, len) }
    }
}

impl Clone for JsString {
    fn clone(&self) -> JsString {
        // SAFETY: the reference is live; retaining adds one.
        JsString(unsafe { JSStringRetain(self.0) })
    }
}

impl Drop for JsString {
    fn drop(&mut self) {
        // SAFETY: gives back the one reference this value owns.
        unsafe { JSStringRelease(self.0) }
    }
}

/// A string's units, as the engine keeps them.
pub(super) enum Flat<'a> {
    /// ISO 8859-1.
    Compact(&'a [u8]),
    /// UTF-16.
    Wide(&'a [u16]),
}

impl Flat<'_> {
    /// Appends the whole string as UTF-8; a lone surrogate becomes U+FFFD.
    pub(super) fn append_utf8(&self, out: &mut Vec<u8>) {
        match self {
            Flat::Compact(bytes) => append_latin1(bytes, out),
            Flat::Wide(units) => append_units(units, out),
        }
    }
}

fn is_plain(bytes: &[u8]) -> bool {
    bytes.is_ascii() && !bytes.contains(&0)
}

fn append_latin1(bytes: &[u8], out: &mut Vec<u8>) {
    if bytes.is_ascii() {
        out.extend_from_slice(bytes);
        return;
    }
    let old_len = out.len();
    out.resize(old_len + bytes.len() * 2, 0);
    let written = encoding_rs::mem::convert_latin1_to_utf8(bytes, &mut out[old_len..]);
    out.truncate(old_len + written);
}

fn append_units(units: &[u16], out: &mut Vec<u8>) {
    // Looking first costs little: both passes over ASCII are vectorised.
    if units.iter().fold(0, |seen, unit| seen | unit) < 0x80 {
        out.extend(units.iter().map(|&unit| unit as u8));
        return;
    }
    let old_len = out.len();
    // Three bytes for a unit are the most that UTF-8 takes, U+FFFD for a lone surrogate included.
    out.resize(old_len + units.len() * 3, 0);
    let written = encoding_rs::mem::convert_utf16_to_utf8(units, &mut out[old_len..]);
    out.truncate(old_len + written);
}
