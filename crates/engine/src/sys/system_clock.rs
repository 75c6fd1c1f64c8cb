//! This thread's CPU clock where `thread_clock` does not apply: read as the system gives it, and
//! JavaScriptCore reads the same.

use std::ffi::c_int;
use std::time::Duration;

#[cfg(target_os = "linux")]
const THREAD_CPU: c_int = 3;
#[cfg(not(target_os = "linux"))]
const THREAD_CPU: c_int = 16;

#[repr(C)]
#[derive(Default)]
struct Timespec {
    seconds: i64,
    nanoseconds: i64,
}

unsafe extern "C" {
    fn clock_gettime(clock: c_int, time: *mut Timespec) -> c_int;
}

/// Nothing to do here: JavaScriptCore keeps its own clock.
pub(super) fn use_on_this_thread() {}

/// CPU time this thread has used since it started.
pub(super) fn thread_cpu() -> Duration {
    let mut time = Timespec::default();
    // SAFETY: writes one timespec.
    unsafe { clock_gettime(THREAD_CPU, &mut time) };
    Duration::new(time.seconds as u64, time.nanoseconds as u32)
}
