//! The run loop that JavaScriptCore posts its own work to (WebAssembly compilation, finalization,
//! collection timers): a GLib main context, made this thread's default before the first VM, and
//! iterated by us. It is acquired by the thread for good: so a change made on this thread does not
//! signal the wake-up descriptor, and one made on another thread does.

use std::cell::OnceCell;
use std::ffi::{c_int, c_uint};
use std::marker::PhantomData;
use std::os::fd::BorrowedFd;
use std::rc::Rc;
use std::time::Duration;

use super::library::imported;

/// Rounds of ready work per call of `iterate`: enough for chains, not endless.
const ROUNDS_MAX: u32 = 64;

/// Descriptors asked for; a context without foreign sources has one, its own.
const FDS_MAX: usize = 16;

#[repr(C)]
struct OpaqueMainContext {
    _private: [u8; 0],
}

#[repr(C)]
#[derive(Clone, Copy, Default)]
struct PollFd {
    fd: c_int,
    events: u16,
    revents: u16,
}

imported! {
    fn g_main_context_new() -> *mut OpaqueMainContext;
    fn g_main_context_unref(context: *mut OpaqueMainContext);
    fn g_main_context_push_thread_default(context: *mut OpaqueMainContext);
    fn g_main_context_acquire(context: *mut OpaqueMainContext) -> c_int;
    fn g_main_context_release(context: *mut OpaqueMainContext);
    fn g_main_context_prepare(context: *mut OpaqueMainContext, priority: *mut c_int) -> c_int;
    fn g_main_context_query(
        context: *mut OpaqueMainContext,
        priority_max: c_int,
        timeout_ms: *mut c_int,
        fds: *mut PollFd,
        count: c_int,
    ) -> c_int;
    fn g_main_context_check(
        context: *mut OpaqueMainContext,
        priority_max: c_int,
        fds: *mut PollFd,
        count: c_int,
    ) -> c_int;
    fn g_main_context_dispatch(context: *mut OpaqueMainContext);
    fn g_poll(fds: *mut PollFd, count: c_uint, timeout_ms: c_int) -> c_int;
}

struct MainContext(*mut OpaqueMainContext);

impl Drop for MainContext {
    fn drop(&mut self) {
        // SAFETY: undoes `acquire` and `new`, on the same thread. GLib and JavaScriptCore hold
        // references of their own for as long as the thread lives.
        unsafe {
            g_main_context_release(self.0);
            g_main_context_unref(self.0);
        }
    }
}

thread_local! {
    /// JavaScriptCore binds a thread to the context that is default when it first looks, for good;
    /// so there is one per thread, kept until the thread ends.
    static CONTEXT: OnceCell<Rc<MainContext>> = const { OnceCell::new() };
}

/// This thread's run loop. Cheap to get again; belongs to its thread.
pub struct RunLoop {
    context: Rc<MainContext>,
    wake_fd: c_int,
    thread: PhantomData<*const ()>,
}

impl RunLoop {
    /// The run loop of the calling thread, made on first use (`g_main_context_new`,
    /// `g_main_context_push_thread_default`). Must exist before anything else on the thread uses
    /// JavaScriptCore, which [`Vm::new`](crate::Vm::new) asks for.
    pub fn for_this_thread() -> RunLoop {
        let context = CONTEXT.with(|cell| cell.get_or_init(|| Rc::new(create())).clone());
        let (_, fds, count) = query(&context);
        RunLoop {
            wake_fd: if count > 0 { fds[0].fd } else { -1 },
            context,
            thread: PhantomData,
        }
    }

    /// Becomes readable when another thread has given this run loop work: call
    /// [`RunLoop::iterate`] then. `None` where the system's run loop has no descriptor.
    pub fn fd(&self) -> Option<BorrowedFd<'_>> {
        // SAFETY: the context owns the descriptor and lives as long as `self`.
        (self.wake_fd >= 0).then(|| unsafe { BorrowedFd::borrow_raw(self.wake_fd) })
    }

    /// Runs what is ready and never waits (`g_main_context_dispatch`). Answers how long until the
    /// next timer: zero if more is ready now, `None` if there is none.
    ///
    /// JavaScript may run in here: finalization callbacks and settled promises. If a tick ends a
    /// VM meanwhile, its [`Vm::is_dead`](crate::Vm::is_dead) says so.
    pub fn iterate(&self) -> Option<Duration> {
        for _ in 0..ROUNDS_MAX {
            let (due, mut fds, count) = query(&self.context);
            let polled = count.min(FDS_MAX);
            let priority = due.priority;
            // SAFETY: `polled` initialised descriptors; the context is owned by this thread.
            let ready = unsafe {
                g_poll(fds.as_mut_ptr(), polled as c_uint, 0);
                g_main_context_check(self.context.0, priority, fds.as_mut_ptr(), polled as c_int)
            };
            if ready == 0 {
                return u64::try_from(due.timeout_ms)
                    .ok()
                    .map(Duration::from_millis);
            }
            // SAFETY: follows a check that found something ready, on the owning thread.
            unsafe { g_main_context_dispatch(self.context.0) };
        }
        Some(Duration::ZERO)
    }
}

fn create() -> MainContext {
    super::main_loop::ensure();
    // SAFETY: no preconditions; a new context can be acquired by anyone.
    unsafe {
        let context = g_main_context_new();
        let acquired = g_main_context_acquire(context);
        debug_assert!(acquired != 0, "nobody else knows the new context");
        g_main_context_push_thread_default(context);
        MainContext(context)
    }
}

struct Due {
    priority: c_int,
    timeout_ms: c_int,
}

fn query(context: &MainContext) -> (Due, [PollFd; FDS_MAX], usize) {
    let mut due = Due {
        priority: 0,
        timeout_ms: -1,
    };
    let mut fds = [PollFd::default(); FDS_MAX];
    // SAFETY: the context is owned by this thread; the array has `FDS_MAX` places.
    let count = unsafe {
        g_main_context_prepare(context.0, &mut due.priority);
        g_main_context_query(
            context.0,
            due.priority,
            &mut due.timeout_ms,
            fds.as_mut_ptr(),
            FDS_MAX as c_int,
        )
    };
    (due, fds, usize::try_from(count).unwrap_or(0))
}
