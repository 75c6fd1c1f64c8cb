//! JavaScriptCore's library, opened when something of it is first called. Processes that run no
//! JavaScript do without it: loading it with all that it needs takes longer than they live. It also
//! means that one program runs with either of the library's versions.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr::NonNull;
use std::sync::OnceLock;

use crate::EngineMissing;

/// The library's names, the one that most systems have first. GLib comes with it.
const NAMES: [&CStr; 2] = [
    c"libjavascriptcoregtk-4.1.so.0",
    c"libjavascriptcoregtk-6.0.so.1",
];

const RTLD_LAZY: c_int = 1;
const RTLD_GLOBAL: c_int = 0x100;

unsafe extern "C" {
    fn dlopen(file: *const c_char, mode: c_int) -> *mut c_void;
    fn dlsym(handle: *mut c_void, symbol: *const c_char) -> *mut c_void;
    fn dlerror() -> *const c_char;
}

/// The opened library. Never closed: functions of it are in use to the end of the process.
#[derive(Clone, Copy)]
struct Library(NonNull<c_void>);

// SAFETY: a handle is only passed to `dlsym`, which any thread may call.
unsafe impl Send for Library {}
// SAFETY: as above.
unsafe impl Sync for Library {}

/// Opened once; a constant of the process from then on.
static LIBRARY: OnceLock<Result<Library, EngineMissing>> = OnceLock::new();

fn library() -> Result<Library, EngineMissing> {
    LIBRARY.get_or_init(open).clone()
}

fn open() -> Result<Library, EngineMissing> {
    let mut why = String::new();
    for name in NAMES {
        // SAFETY: a name with its NUL. The library's initialisers have no demands.
        let handle = unsafe { dlopen(name.as_ptr(), RTLD_LAZY | RTLD_GLOBAL) };
        if let Some(handle) = NonNull::new(handle) {
            return Ok(Library(handle));
        }
        if why.is_empty() {
            why = last_error();
        }
    }
    Err(EngineMissing { why })
}

fn last_error() -> String {
    // SAFETY: no preconditions; the text, if any, stays until the next call on this thread.
    let text = unsafe { dlerror() };
    if text.is_null() {
        return "the system does not say why".to_owned();
    }
    // SAFETY: not null, so a C string; copied at once.
    unsafe { CStr::from_ptr(text) }
        .to_string_lossy()
        .into_owned()
}

/// The address of a function of the library or of GLib.
///
/// # Errors
/// There is no library, or it is too old to have the function.
pub(super) fn find(symbol: &CStr) -> Result<*mut c_void, EngineMissing> {
    let Library(handle) = library()?;
    // SAFETY: an open handle and a name with its NUL.
    let found = unsafe { dlsym(handle.as_ptr(), symbol.as_ptr()) };
    if found.is_null() {
        let name = symbol.to_string_lossy();
        return Err(EngineMissing {
            why: format!("the library that is installed has no {name}"),
        });
    }
    Ok(found)
}

/// Whether the library is there and has what is needed.
pub(crate) fn ensure() -> Result<(), EngineMissing> {
    super::jsc::load()?;
    super::run_loop::load()
}

/// Declares functions of the library: callable by name, found all together at the first call.
macro_rules! imported {
    ($($(#[$note:meta])* $visible:vis fn $name:ident($($argument:ident: $type:ty),* $(,)?) $(-> $result:ty)?;)*) => {
        #[allow(non_snake_case)]
        struct Functions { $($name: unsafe extern "C" fn($($type),*) $(-> $result)?,)* }

        static FUNCTIONS: std::sync::OnceLock<Functions> = std::sync::OnceLock::new();

        /// Finds the functions.
        pub(super) fn load() -> Result<(), crate::EngineMissing> {
            if FUNCTIONS.get().is_none() {
                let found = Functions { $($name: {
                    const NAME: &std::ffi::CStr = match std::ffi::CStr::from_bytes_with_nul(concat!(stringify!($name), "\0").as_bytes()) {
                        Ok(name) => name,
                        Err(_) => panic!("a name has no NUL"),
                    };
                    let address = super::library::find(NAME)?;
                    // SAFETY: the library's function of this name has this type.
                    unsafe { std::mem::transmute::<*mut std::ffi::c_void, unsafe extern "C" fn($($type),*) $(-> $result)?>(address) }
                },)* };
                // Another thread may have been faster, with the same result.
                let _same = FUNCTIONS.set(found);
            }
            Ok(())
        }

        #[inline]
        fn functions() -> &'static Functions {
            #[cold]
            fn first() -> &'static Functions {
                if let Err(missing) = load() {
                    panic!("{missing}");
                }
                FUNCTIONS.get().expect("just set")
            }
            FUNCTIONS.get().unwrap_or_else(first)
        }

        $(
            $(#[$note])*
            #[allow(non_snake_case)]
            #[inline]
            $visible unsafe fn $name($($argument: $type),*) $(-> $result)? {
                // SAFETY: the caller vouches for what the C function asks.
                unsafe { (functions().$name)($($argument),*) }
            }
        )*
    };
}
pub(super) use imported;
