//! Running the waiting microtasks before an entry ends. The C API only runs them when the lock is given
//! back, and to look at what they did takes a second entry; the library exports the function that
//! does it (for WebKit, as in `compact.rs`), so one entry is enough where it is there.

use std::ffi::{CStr, c_void};
use std::sync::OnceLock;

use super::handle::Scope;
use super::jsc::GroupRef;
use super::library;

/// `JSC::VM::drainMicrotasks()`. What the C API calls a `JSContextGroupRef` is the `JSC::VM`.
const DRAIN: &CStr = c"_ZN3JSC2VM15drainMicrotasksEv";

type Drain = unsafe extern "C" fn(GroupRef);

/// Found once; a constant of the process from then on.
static FOUND: OnceLock<Option<Drain>> = OnceLock::new();

fn drain() -> Option<Drain> {
    *FOUND.get_or_init(|| {
        let found = library::find(DRAIN).ok()?;
        // SAFETY: the mangled name says the type: a member function without parameters.
        Some(unsafe { std::mem::transmute::<*mut c_void, Drain>(found) })
    })
}

impl Scope<'_> {
    /// Whether [`Scope::run_microtasks`] does anything with this library.
    #[inline]
    pub fn can_run_microtasks(self) -> bool {
        drain().is_some()
    }

    /// Runs the waiting microtasks now instead of at the end of the entry, if the library can; then
    /// look at [`Scope::is_ended`]. For an outermost entry with no JavaScript running, or for a function
    /// made by [`Scope::lasting_function`] where these keep the lock.
    #[inline]
    pub fn run_microtasks(self) {
        if let Some(drain) = drain().filter(|_| !self.is_ended()) {
            // SAFETY: a live group whose lock this thread holds for the scope's life.
            unsafe { drain(self.shared().group()) };
        }
    }
}
