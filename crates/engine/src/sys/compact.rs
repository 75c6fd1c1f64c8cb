//! The engine's compact strings, which keep one byte for each character. The C API gives and takes
//! UTF-16 quickly and UTF-8 slowly, and what came in as UTF-16 stays twice as long: JSON is then parsed,
//! written and copied in the slower of two ways. So where the library exports them (it does for WebKit,
//! which is another library), two C++ functions are used that make a compact string of bytes, and
//! compact strings are read where they lie.
//!
//! These functions and the layout are no public interface. They are found by their mangled names,
//! which say their types, and what they make is looked at once before anything relies on it: where
//! anything is different, the C API is used as before.

use std::ffi::{CStr, c_void};
use std::mem::MaybeUninit;
use std::sync::OnceLock;

use super::jsc::*;
use super::library;
use super::string::Flat;

/// `WTF::StringImpl::create(std::span<const unsigned char>)`, an object with one reference.
const CREATE: &CStr = c"_ZN3WTF10StringImpl6createESt4spanIKhLm18446744073709551615EE";
/// `OpaqueJSString::tryCreate(WTF::String&&)`: what the C API calls a `JSStringRef`.
const WRAP: &CStr = c"_ZN14OpaqueJSString9tryCreateEON3WTF6StringE";

/// A C++ object that holds one pointer and has a destructor is returned in memory that the caller
/// provides. A structure too large for registers makes Rust pass the place in the same way.
#[repr(C)]
#[derive(Clone, Copy)]
struct Returned([MaybeUninit<*mut c_void>; 4]);

/// `std::span<const unsigned char>`.
#[repr(C)]
#[derive(Clone, Copy)]
struct Span {
    start: *const u8,
    len: usize,
}

/// `WTF::StringImpl` as far as it is read.
#[repr(C)]
pub(super) struct Content {
    references: u32,
    len: u32,
    start: *const c_void,
    flags: u32,
}

impl Content {
    /// The string's units.
    ///
    /// # Safety
    /// Live content of the layout above.
    #[inline]
    pub(super) unsafe fn units<'a>(&self) -> Flat<'a> {
        let len = self.len as usize;
        if len == 0 {
            return Flat::Compact(&[]);
        }
        // SAFETY: the engine keeps as many units as it says, and never changes or moves them.
        unsafe {
            if self.flags & IS_COMPACT == 0 {
                Flat::Wide(std::slice::from_raw_parts(self.start.cast(), len))
            } else {
                Flat::Compact(std::slice::from_raw_parts(self.start.cast(), len))
            }
        }
    }
}

/// `OpaqueJSString` as far as it is read.
#[repr(C)]
struct Opaque {
    references: u32,
    content: *const Content,
}

/// Set in `Content::flags` of compact strings.
const IS_COMPACT: u32 = 1 << 2;

/// The engine ends the process when asked for longer ones.
const BYTES_MAX: usize = (i32::MAX / 2) as usize;

#[derive(Clone, Copy)]
struct Functions {
    create: unsafe extern "C" fn(Span) -> Returned,
    wrap: unsafe extern "C" fn(*mut *mut c_void) -> Returned,
}

/// Found and tried once; a constant of the process from then on.
static FUNCTIONS: OnceLock<Option<Functions>> = OnceLock::new();

#[inline]
fn functions() -> Option<&'static Functions> {
    FUNCTIONS
        .get_or_init(|| find().filter(as_expected))
        .as_ref()
}

/// Whether strings are laid out as this file says, and can be read where they lie.
pub(super) fn is_as_expected() -> bool {
    functions().is_some()
}

/// A string with one character for each byte (ISO 8859-1); `None` where the library has no such way.
#[inline]
pub(super) fn create(bytes: &[u8]) -> Option<StringRef> {
    if bytes.len() > BYTES_MAX {
        return None;
    }
    // SAFETY: what `functions` gives has been tried.
    unsafe { make(functions()?, bytes) }
}

/// Lends `f` a `const WTF::String&` of these bytes; `None` where the library has no such way.
pub(super) fn with_content<T>(
    bytes: &[u8],
    f: impl FnOnce(*const *mut c_void) -> *mut T,
) -> Option<*mut T> {
    let functions = functions().filter(|_| bytes.len() <= BYTES_MAX)?;
    // SAFETY: what `functions` gives has been tried. The one reference that is made is lent, and given
    // back through the C API's string.
    unsafe {
        let content = content(functions, bytes);
        let result = f(&raw const content);
        if let Some(string) = wrap(functions, content) {
            JSStringRelease(string);
        }
        (!result.is_null()).then_some(result)
    }
}

/// The bytes of a compact string; `None` for any other, or where nobody can tell.
#[inline]
pub(super) fn bytes(string: &StringRef) -> Option<&[u8]> {
    functions()?;
    // SAFETY: the layout was found as expected; the caller's reference keeps the string, and a
    // string's content never changes or moves.
    unsafe { read(*string) }
}

fn find() -> Option<Functions> {
    let create = library::find(CREATE).ok()?;
    let wrap = library::find(WRAP).ok()?;
    // SAFETY: the mangled names give these parameters; results are returned in memory.
    unsafe {
        Some(Functions {
            create: std::mem::transmute::<*mut c_void, unsafe extern "C" fn(Span) -> Returned>(
                create,
            ),
            wrap: std::mem::transmute::<
                *mut c_void,
                unsafe extern "C" fn(*mut *mut c_void) -> Returned,
            >(wrap),
        })
    }
}

/// # Safety
/// The functions are what their names say.
unsafe fn make(functions: &Functions, bytes: &[u8]) -> Option<StringRef> {
    // SAFETY: see above; the reference is passed on.
    unsafe { wrap(functions, content(functions, bytes)) }
}

/// A `WTF::String` of a copy of the bytes: one reference, which [`wrap`] takes over.
///
/// # Safety
/// The functions are what their names say.
unsafe fn content(functions: &Functions, bytes: &[u8]) -> *mut c_void {
    let span = Span {
        start: bytes.as_ptr(),
        len: bytes.len(),
    };
    // SAFETY: `create` copies the bytes and returns one reference, which is a `WTF::String` as it
    // stands.
    unsafe {
        let Returned([content, ..]) = (functions.create)(span);
        content.assume_init()
    }
}

/// # Safety
/// What [`content`] gave, used once.
unsafe fn wrap(functions: &Functions, mut content: *mut c_void) -> Option<StringRef> {
    // SAFETY: the reference is taken over, and null left behind.
    unsafe {
        let Returned([string, ..]) = (functions.wrap)(&raw mut content);
        let string = string.assume_init();
        (!string.is_null()).then_some(string.cast())
    }
}

/// # Safety
/// A live string of the layout above.
unsafe fn read<'a>(string: StringRef) -> Option<&'a [u8]> {
    // SAFETY: see above.
    unsafe {
        let content = (*string.cast::<Opaque>()).content;
        match content.as_ref()?.units() {
            Flat::Compact(bytes) => Some(bytes),
            Flat::Wide(_) => None,
        }
    }
}

/// Whether strings are made and laid out as this file says.
fn as_expected(functions: &Functions) -> bool {
    const COMPACT: &[u8] = b"a compact string \xe9\0.";
    const WIDE: &[u16] = &[0x61, 0x20, 0x416, 0x20, 0xd83d, 0xde00];
    // SAFETY: the functions are called as their names say; of their results only as much is read
    // as any object of theirs has, and a pointer is followed when it has been compared with one
    // that the C API gave.
    unsafe {
        let Some(compact) = make(functions, COMPACT) else {
            return false;
        };
        let wide = JSStringCreateWithCharacters(WIDE.as_ptr(), WIDE.len());
        let wide_content = (*wide.cast::<Opaque>()).content;
        let same = JSStringGetLength(compact) == COMPACT.len()
            && !wide_content.is_null()
            && (*wide_content).len as usize == WIDE.len()
            && (*wide_content).start == JSStringGetCharactersPtr(wide).cast()
            && read(wide).is_none()
            && read(compact) == Some(COMPACT)
            && units(compact)
                .iter()
                .zip(COMPACT)
                .all(|(&unit, &byte)| unit == u16::from(byte));
        JSStringRelease(compact);
        JSStringRelease(wide);
        same
    }
}

/// # Safety
/// A live string.
unsafe fn units<'a>(string: StringRef) -> &'a [u16] {
    // SAFETY: see above; the engine keeps as many units as it says.
    unsafe {
        let start = JSStringGetCharactersPtr(string);
        std::slice::from_raw_parts(start, JSStringGetLength(string))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_library_exports_the_functions_they_do_what_is_expected() {
        match find() {
            Some(found) => assert!(as_expected(&found), "see the layout above"),
            None => println!("this library does not export them: the C API is used"),
        }
    }

    #[test]
    fn bytes_come_back_as_they_went_in() {
        for bytes in [&b""[..], b"x", b"\0\x7f\x80\xff", &[b'a'; 100_000]] {
            let Some(string) = create(bytes) else {
                assert!(
                    functions().is_none(),
                    "only a length beyond reason is refused"
                );
                continue;
            };
            assert_eq!(super::bytes(&string), Some(bytes));
            // SAFETY: made above, given back once.
            unsafe { JSStringRelease(string) };
        }
    }
}
