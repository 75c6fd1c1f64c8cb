//! Strings across the border, nothing lost. The C API's UTF-8 conversions stop at NUL on the way
//! in and at a lone surrogate on the way out, so UTF-8 is used for plain ASCII only (which also
//! gives the engine its compact 8-bit strings) and UTF-16 for everything else.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::jsc::*;

/// Longest ASCII string copied through the stack instead of the heap.
const STACK_BYTES: usize = 512;

/// An owned `JSStringRef`; belongs to no VM.
pub(crate) struct JsString(StringRef);

impl JsString {
    /// `JSStringCreateWithUTF8CString` for ASCII without NUL, else `JSStringCreateWithCharacters`.
    pub(crate) fn new(text: &str) -> JsString {
        if is_plain(text.as_bytes()) {
            JsString::from_plain(text.as_bytes())
        } else {
            let mut units = Vec::with_capacity(text.len());
            units.extend(text.encode_utf16());
            JsString::from_utf16(&units)
        }
    }

    pub(crate) fn from_latin1(bytes: &[u8]) -> JsString {
        if is_plain(bytes) {
            JsString::from_plain(bytes)
        } else {
            let units: Vec<u16> = bytes.iter().map(|&byte| u16::from(byte)).collect();
            JsString::from_utf16(&units)
        }
    }

    pub(crate) fn from_utf16(units: &[u16]) -> JsString {
        // SAFETY: pointer and length come from one slice; the function copies.
        JsString(unsafe { JSStringCreateWithCharacters(units.as_ptr(), units.len()) })
    }

    fn from_plain(bytes: &[u8]) -> JsString {
        let mut short = [MaybeUninit::<u8>::uninit(); STACK_BYTES];
        let mut long = Vec::new();
        let start: *const c_char = if bytes.len() < STACK_BYTES {
            for (slot, &byte) in short.iter_mut().zip(bytes) {
                slot.write(byte);
            }
            short[bytes.len()].write(0);
            short.as_ptr().cast()
        } else {
            long.reserve_exact(bytes.len() + 1);
            long.extend_from_slice(bytes);
            long.push(0);
            long.as_ptr().cast()
        };
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
        if !self.append_ascii(out) {
            append_decoded(self.units(), out);
        }
    }

    /// Like `append_utf8`, but at most the first `units_max` UTF-16 units.
    pub(crate) fn append_utf8_prefix(&self, units_max: usize, out: &mut Vec<u8>) {
        if self.len_units() <= units_max {
            self.append_utf8(out);
        } else {
            append_decoded(&self.units()[..units_max], out);
        }
    }

    /// Appends and answers true if the string is pure ASCII; else leaves `out` as it was.
    fn append_ascii(&self, out: &mut Vec<u8>) -> bool {
        // One more character than the string can have if it is ASCII, so that a conversion cut
        // short by the end of the buffer is always longer than the string.
        const SPARE: usize = 5;
        let units = self.len_units();
        out.reserve(units + SPARE);
        let old_len = out.len();
        let spare = &mut out.spare_capacity_mut()[..units + SPARE];
        // SAFETY: the buffer has `spare.len()` writable bytes.
        let written =
            unsafe { JSStringGetUTF8CString(self.0, spare.as_mut_ptr().cast(), spare.len()) };
        if written != units + 1 {
            return false;
        }
        // SAFETY: the call initialised `units` bytes and a NUL at the start of the spare capacity.
        unsafe { out.set_len(old_len + units) };
        let ascii = out[old_len..].is_ascii();
        if !ascii {
            out.truncate(old_len);
        }
        ascii
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

fn is_plain(bytes: &[u8]) -> bool {
    bytes.is_ascii() && !bytes.contains(&0)
}

fn append_decoded(units: &[u16], out: &mut Vec<u8>) {
    out.reserve(units.len() + units.len() / 2);
    let mut buffer = [0; 4];
    for decoded in char::decode_utf16(units.iter().copied()) {
        let character = decoded.unwrap_or(char::REPLACEMENT_CHARACTER);
        out.extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
    }
}
