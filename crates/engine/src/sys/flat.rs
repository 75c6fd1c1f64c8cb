//! The text of a string value, read where it lies. The C API makes a string of its own for each look
//! at one (a lock, two allocations, a reference counted up and down), which for the body of a short
//! answer costs more than copying it.
//!
//! Only flat strings are read so, whose cell points at their content; one that is still a
//! concatenation (a rope) goes through the C API, which makes it flat.
//!
//! How a cell is laid out is no public interface. It is compared once with strings of every kind that
//! the C API made, and where anything is different, that is used for all.

use std::ptr::{null, null_mut};
use std::sync::OnceLock;

use super::cell::{self, Cell};
use super::compact::{self, Content};
use super::jsc::*;
use super::string::{Flat, JsString};

/// `JSC::JSType` of strings.
const STRING: u8 = 2;
/// Set in the place of the content while there is none: the string is a rope.
const ROPE: usize = 1;

/// `JSC::JSString` as far as it is read.
#[repr(C)]
struct Text {
    cell: Cell,
    content: *const Content,
}

/// Compared once; a constant of the process from then on.
static AS_EXPECTED: OnceLock<bool> = OnceLock::new();

/// Lends `f` the text of a flat string; `None` for every other value, or where only the C API can tell.
///
/// # Safety
/// A live value, on the thread that holds its VM's lock; `f` does not enter the engine.
#[inline]
pub(super) unsafe fn with_flat<R>(value: ValueRef, f: impl FnOnce(Flat<'_>) -> R) -> Option<R> {
    if !matches!(AS_EXPECTED.get(), Some(true)) {
        return None;
    }
    // SAFETY: the layout was found as expected; the rest is the caller's promise.
    unsafe { look(value) }.map(f)
}

/// # Safety
/// As [`with_flat`], for as long as the result is used; the layout is as above.
#[inline]
unsafe fn look<'a>(value: ValueRef) -> Option<Flat<'a>> {
    let cell = cell::of(value)?;
    // SAFETY: what is on the heap begins with a cell; a string's content is immutable.
    unsafe {
        if (*cell).kind != STRING {
            return None;
        }
        let content = (*cell.cast::<Text>()).content;
        if content.is_null() || content.addr() & ROPE != 0 {
            return None;
        }
        Some((*content).units())
    }
}

/// Compares the layout with what the C API says; the first VM decides for all.
pub(super) fn learn(context: ContextRef) {
    AS_EXPECTED.get_or_init(|| compact::is_as_expected() && is_as_expected(context));
}

fn is_as_expected(context: ContextRef) -> bool {
    const COMPACT: &str = "a compact string \u{e9}\0.";
    const WIDE: &str = "a wide string \u{416}";
    // SAFETY: a new context, whose lock the functions of the C API take; the values stay on this
    // stack frame. A cell of the engine's has more bytes than are read of it.
    unsafe {
        let value = |text: &str| JSValueMakeString(context, JsString::new(text).raw());
        let no_string = JSContextGetGlobalObject(context).cast_const();
        let rope = rope(context);
        let reads = |text: &str| look(value(text)).is_some_and(|flat| flat.is(text));
        [COMPACT, WIDE, "", "x", "\u{416}"].into_iter().all(reads)
            && look(no_string).is_none()
            && look(null()).is_none()
            && rope.is_some_and(|(rope, text)| {
                // Asking for its text makes it flat.
                let is_rope = look(rope).is_none();
                let asked = JsString::from_raw(JSValueToStringCopy(context, rope, null_mut()));
                is_rope && asked.is_some() && look(rope).is_some_and(|flat| flat.is(text))
            })
    }
}

/// A concatenation that nobody has looked at, and its text.
///
/// # Safety
/// A new context.
unsafe fn rope(context: ContextRef) -> Option<(ValueRef, &'static str)> {
    let script = JsString::new("'the first half, '.concat('the second half')");
    // SAFETY: a live context and string; without a place for it an exception is dropped.
    let made =
        unsafe { JSEvaluateScript(context, script.raw(), null_mut(), null_mut(), 1, null_mut()) };
    (!made.is_null()).then_some((made, "the first half, the second half"))
}

impl Flat<'_> {
    fn is(&self, text: &str) -> bool {
        match self {
            Flat::Compact(bytes) => bytes.iter().map(|&byte| char::from(byte)).eq(text.chars()),
            Flat::Wide(units) => text.encode_utf16().eq(units.iter().copied()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_compact_strings_are_known_cells_are_laid_out_as_expected() {
        if !compact::is_as_expected() {
            println!("compact strings are not known here: the C API is used");
            return;
        }
        // SAFETY: made and given back here.
        unsafe {
            let context = JSGlobalContextCreateInGroup(null_mut(), null_mut());
            assert!(is_as_expected(context), "see the layout above");
            JSGlobalContextRelease(context);
        }
    }
}
