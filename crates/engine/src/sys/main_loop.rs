//! The main run loop that JavaScriptCore takes for granted.
//!
//! When its timer for full collections fires, the engine asks for the run loop of the program's
//! main thread, which WebKit makes and the C API never does: the process would end with a null
//! pointer. So one thread that does nothing else is declared the main one. That is the engine's
//! own state of the whole process, hence the `Once`. Where the engine's library does not let us,
//! its collection timers are switched off: garbage is then collected only when memory is asked for.

use std::sync::Once;
use std::sync::mpsc::channel;

use super::library::{find, imported};

/// `WTF::initializeMainThread()`, which the C API has no name for.
const INITIALIZE: &std::ffi::CStr = c"_ZN3WTF20initializeMainThreadEv";

imported! {
    fn JSDisableGCTimer();
}

static READY: Once = Once::new();

/// Sees to it that there is one. Before the first VM of the process.
pub(super) fn ensure() {
    READY.call_once(|| {
        if !declare_main_thread() {
            // SAFETY: sets a flag of the library, before any VM reads it.
            unsafe { JSDisableGCTimer() };
        }
    });
}

/// Whether a thread was declared the main one. It never ends: the run loop is its.
fn declare_main_thread() -> bool {
    let Ok(found) = find(INITIALIZE) else {
        return false;
    };
    // SAFETY: the name is that of a C++ function without parameters, result or object, which has
    // the calling convention of such a function in C.
    let initialize: unsafe extern "C" fn() =
        unsafe { std::mem::transmute::<*mut std::ffi::c_void, unsafe extern "C" fn()>(found) };
    let (done, wait) = channel();
    let spawned = std::thread::Builder::new()
        .name("engine-main".to_owned())
        .stack_size(128 << 10)
        .spawn(move || {
            // SAFETY: may be called on any thread, once (`READY`); it initialises the library
            // where that has not happened, and makes this thread's run loop the main one.
            unsafe { initialize() };
            let _nobody_waits = done.send(());
            loop {
                std::thread::park();
            }
        });
    spawned.is_ok() && wait.recv().is_ok()
}
