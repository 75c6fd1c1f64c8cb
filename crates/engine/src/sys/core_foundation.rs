//! The run loop on macOS, where JavaScriptCore posts its own work to the thread's CFRunLoop. It has
//! no descriptor to wait on: its owner iterates it now and then.

use std::ffi::c_void;
use std::marker::PhantomData;
use std::os::fd::BorrowedFd;
use std::time::Duration;

const ROUNDS_MAX: u32 = 64;
const HANDLED_SOURCE: i32 = 4;

unsafe extern "C" {
    static kCFRunLoopDefaultMode: *const c_void;
    fn CFRunLoopGetCurrent() -> *mut c_void;
    fn CFRunLoopRunInMode(mode: *const c_void, seconds: f64, return_after_source: u8) -> i32;
    fn CFRunLoopGetNextTimerFireDate(run_loop: *mut c_void, mode: *const c_void) -> f64;
    fn CFAbsoluteTimeGetCurrent() -> f64;
}

/// This thread's run loop. Cheap to get again; belongs to its thread.
pub struct RunLoop {
    thread: PhantomData<*const ()>,
}

impl RunLoop {
    /// The run loop of the calling thread (`CFRunLoopGetCurrent`).
    pub fn for_this_thread() -> RunLoop {
        RunLoop {
            thread: PhantomData,
        }
    }

    /// `None`: this system's run loop has no descriptor.
    pub fn fd(&self) -> Option<BorrowedFd<'_>> {
        None
    }

    /// Runs what is ready and never waits (`CFRunLoopRunInMode`). Answers how long until the next
    /// timer: zero if more is ready now, `None` if there is none.
    pub fn iterate(&self) -> Option<Duration> {
        for _ in 0..ROUNDS_MAX {
            // SAFETY: a constant mode, on the calling thread's own run loop.
            let outcome = unsafe { CFRunLoopRunInMode(kCFRunLoopDefaultMode, 0.0, 1) };
            if outcome != HANDLED_SOURCE {
                return next_timer();
            }
        }
        Some(Duration::ZERO)
    }
}

fn next_timer() -> Option<Duration> {
    // SAFETY: the calling thread's own run loop and a constant mode.
    let (date, now) = unsafe {
        (
            CFRunLoopGetNextTimerFireDate(CFRunLoopGetCurrent(), kCFRunLoopDefaultMode),
            CFAbsoluteTimeGetCurrent(),
        )
    };
    (date != 0.0).then(|| Duration::try_from_secs_f64(date - now).unwrap_or(Duration::ZERO))
}
