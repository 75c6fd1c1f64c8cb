//! A cheaper clock for JavaScriptCore's time limit. An armed limit reads this thread's CPU clock
//! twice per entry, each time a system call: more than the entry itself costs. So this executable
//! defines `clock_gettime` (an executable's definition wins over the C library's, for shared
//! libraries too) and, on threads that have a VM, answers that one clock from the monotonic one,
//! which needs no system call. The limit then counts wall time inside an entry, which is only the
//! time of the next tick; the tick itself reads the true CPU clock here, past the replacement.

use std::cell::Cell;
use std::ffi::{c_char, c_int, c_long, c_void};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::time::Duration;

const MONOTONIC: c_int = 1;
const THREAD_CPU: c_int = 3;

#[cfg(target_arch = "x86_64")]
const SYS_CLOCK_GETTIME: c_long = 228;
#[cfg(target_arch = "aarch64")]
const SYS_CLOCK_GETTIME: c_long = 113;

#[repr(C)]
#[derive(Default)]
struct Timespec {
    seconds: i64,
    nanoseconds: i64,
}

unsafe extern "C" {
    fn syscall(number: c_long, ...) -> c_long;
    fn dlsym(handle: *mut c_void, symbol: *const c_char) -> *mut c_void;
}

type ClockGettime = unsafe extern "C" fn(c_int, *mut Timespec) -> c_int;

/// glibc's "the next definition after the caller's".
const RTLD_NEXT: *mut c_void = std::ptr::without_provenance_mut(usize::MAX);

thread_local! {
    static HAS_VM: Cell<bool> = const { Cell::new(false) };
}

/// The C library's function: a constant of the process, found once.
static NEXT: AtomicPtr<c_void> = AtomicPtr::new(null_mut());

/// From now on this thread's CPU clock, as JavaScriptCore sees it, is the monotonic clock.
pub(super) fn use_on_this_thread() {
    HAS_VM.set(true);
}

/// CPU time this thread has really used since it started.
pub(super) fn thread_cpu() -> Duration {
    let mut time = Timespec::default();
    ask_kernel(THREAD_CPU, &mut time);
    Duration::new(time.seconds as u64, time.nanoseconds as u32)
}

/// # Safety
/// As the C library's function: `time` is null or points at a timespec.
#[unsafe(no_mangle)]
unsafe extern "C" fn clock_gettime(clock: c_int, time: *mut Timespec) -> c_int {
    let clock = if clock == THREAD_CPU && HAS_VM.get() {
        MONOTONIC
    } else {
        clock
    };
    let mut next = NEXT.load(Ordering::Relaxed);
    if next.is_null() {
        // SAFETY: a symbol name; the answer is null or the C library's function.
        next = unsafe { dlsym(RTLD_NEXT, c"clock_gettime".as_ptr()) };
        NEXT.store(next, Ordering::Relaxed);
    }
    if next.is_null() {
        return ask_kernel(clock, time);
    }
    // SAFETY: the C library's `clock_gettime` has this type; the caller vouches for `time`.
    unsafe { std::mem::transmute::<*mut c_void, ClockGettime>(next)(clock, time) }
}

fn ask_kernel(clock: c_int, time: *mut Timespec) -> c_int {
    // SAFETY: the kernel checks the pointer and writes one timespec.
    unsafe { syscall(SYS_CLOCK_GETTIME, c_long::from(clock), time) as c_int }
}
