//! JSON into values without a string in between. The C API parses only what has been made a string of
//! the engine's, which for a short text costs nearly half of the parsing. The library exports the
//! function behind it (for WebKit, as in `compact.rs`), which parses characters where they lie.
//!
//! What it takes is no public interface: it is tried once before anything relies on it, and where it
//! is missing or does otherwise, the C API is used.

use std::ffi::{CStr, c_void};
use std::ptr::null_mut;
use std::sync::OnceLock;

use super::compact;
use super::jsc::*;
use super::library;
use super::string::{Flat, JsString};

/// `JSC::JSONParse(JSC::JSGlobalObject*, WTF::StringView)`: a value, or the empty one.
const PARSE: &CStr = c"_ZN3JSC9JSONParseEPNS_14JSGlobalObjectEN3WTF10StringViewE";

/// `WTF::StringView`: where the characters are, how many, and one byte for each or two.
#[repr(C)]
#[derive(Clone, Copy)]
struct View {
    start: *const c_void,
    len: u32,
    is_compact: bool,
}

type Parse = unsafe extern "C" fn(ContextRef, View) -> ValueRef;

/// Found and tried once; a constant of the process from then on.
static FUNCTION: OnceLock<Option<Parse>> = OnceLock::new();

/// Longer texts go through the C API, which knows what is too long.
const LEN_MAX: usize = (i32::MAX / 4) as usize;

/// The value of a JSON text, null for what is none; `None` where only the C API can do it.
///
/// # Safety
/// A live context, its VM's lock held by this thread.
pub(super) unsafe fn parse(context: ContextRef, text: Flat<'_>) -> Option<ValueRef> {
    let parse = *FUNCTION.get()?.as_ref()?;
    let view = View::of(text)?;
    // SAFETY: the function has been tried; it copies what it keeps.
    Some(unsafe { parse(context, view) })
}

/// Tries the function; the first VM decides for all.
pub(super) fn learn(context: ContextRef) {
    FUNCTION.get_or_init(|| {
        let function = library::find(PARSE)
            .ok()
            .filter(|_| compact::is_as_expected())?;
        // SAFETY: the mangled name gives these parameters; a value is a class of one word and a view
        // one of two, which are passed as those.
        let function = unsafe { std::mem::transmute::<*mut c_void, Parse>(function) };
        is_as_expected(context, function).then_some(function)
    });
}

impl View {
    fn of(text: Flat<'_>) -> Option<View> {
        let (start, len, is_compact) = match text {
            Flat::Compact(bytes) => (bytes.as_ptr().cast(), bytes.len(), true),
            Flat::Wide(units) => (units.as_ptr().cast(), units.len(), false),
        };
        (len <= LEN_MAX).then_some(View {
            start,
            len: len as u32,
            is_compact,
        })
    }
}

fn is_as_expected(context: ContextRef, parse: Parse) -> bool {
    const TEXT: &str = "{\"a\":[1,\"\u{e9}\",null]}";
    // What comes after the text is there to be found by a function that reads too far.
    let mut compact = encoding_rs::mem::encode_latin1_lossy(TEXT).into_owned();
    let mut wide: Vec<u16> = TEXT.encode_utf16().collect();
    let len = wide.len();
    compact.resize(4 * len, b'!');
    wide.resize(4 * len, u16::from(b'!'));
    let json_of = |text: Flat<'_>| {
        // SAFETY: a new context, whose lock is taken for the call; what is read lies within the
        // buffers above even when lengths or widths are taken for others.
        unsafe {
            JSLock(context);
            let value = View::of(text).map(|view| parse(context, view));
            let value = value.filter(|value| !value.is_null());
            let json = value.map(|value| json(context, value));
            JSUnlock(context);
            json
        }
    };
    let is_right = |json: Option<Vec<u8>>| json.as_deref() == Some(TEXT.as_bytes());
    is_right(json_of(Flat::Compact(&compact[..len])))
        && is_right(json_of(Flat::Wide(&wide[..len])))
        && json_of(Flat::Compact(&compact[..len - 1])).is_none()
        && json_of(Flat::Compact(b"")).is_none()
}

/// A value's JSON.
///
/// # Safety
/// A live context and value.
unsafe fn json(context: ContextRef, value: ValueRef) -> Vec<u8> {
    let mut json = Vec::new();
    // SAFETY: see above; a plain value's JSON runs no code.
    let string = unsafe { JSValueCreateJSONString(context, value, 0, null_mut()) };
    if let Some(string) = JsString::from_raw(string) {
        string.append_utf8(&mut json);
    }
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_library_exports_the_function_it_does_what_is_expected() {
        // SAFETY: made and given back here.
        unsafe {
            let context = JSGlobalContextCreateInGroup(null_mut(), null_mut());
            learn(context);
            JSGlobalContextRelease(context);
        }
        match library::find(PARSE) {
            Ok(_) if compact::is_as_expected() => {
                assert!(
                    FUNCTION.get().is_some_and(Option::is_some),
                    "see the view above"
                );
            }
            _ => println!("this library does not export it: the C API is used"),
        }
    }
}
