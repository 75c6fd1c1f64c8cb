//! A VM and the way into it. Every use happens inside `Vm::enter`, which holds the VM's lock: so
//! microtasks wait for the end of the entry, and what the tick recorded meanwhile is looked at in
//! one place. A termination is never inferred from an exception, because inside a promise reaction
//! there is none.

use std::cell::{Cell, RefCell};
use std::ptr::null_mut;
use std::rc::Rc;
use std::time::Instant;

use super::bytes::in_place;
use super::clock::EntryClock;
use super::flat;
use super::function::{Graveyard, create_class};
use super::handle::{Frame, Object, Scope};
use super::heap_size;
use super::immediate;
use super::jsc::*;
use super::json;
use super::native::{self, Natives};
use super::run_loop::RunLoop;
use super::string::JsString;
use super::thread_clock;
use super::tick::{self, TickRule};
use crate::{EndReason, ErrorKind, Termination, VmOptions};

/// Built-in objects taken before any other code could replace them; protected for the VM's life.
pub(super) struct Intrinsics {
    pub(super) function_prototype: ObjectRef,
    pub(super) errors: [ObjectRef; ErrorKind::COUNT],
    pub(super) object_keys: ObjectRef,
}

/// The part of a VM that roots, host functions and the tick also know.
pub(crate) struct Shared {
    group: GroupRef,
    context: ContextRef,
    function_class: ClassRef,
    intrinsics: Intrinsics,
    pub(super) rule: TickRule,
    pub(super) clock: EntryClock,
    ended: Cell<Option<EndReason>>,
    depth: Cell<u32>,
    unprotect_later: RefCell<Vec<ValueRef>>,
    graveyard: Graveyard,
    natives: Natives,
}

impl Shared {
    #[inline]
    pub(super) fn context(&self) -> ContextRef {
        self.context
    }

    #[inline]
    pub(super) fn group(&self) -> GroupRef {
        self.group
    }

    pub(super) fn function_class(&self) -> ClassRef {
        self.function_class
    }

    pub(super) fn intrinsics(&self) -> &Intrinsics {
        &self.intrinsics
    }

    pub(super) fn graveyard(&self) -> &Graveyard {
        &self.graveyard
    }

    #[inline]
    pub(super) fn natives(&self) -> &Natives {
        &self.natives
    }

    #[inline]
    pub(super) fn ended(&self) -> Option<EndReason> {
        self.ended.get()
    }

    /// Records the end of the VM; the first reason stays.
    pub(super) fn end(&self, reason: EndReason) {
        if self.ended.get().is_none() {
            self.ended.set(Some(reason));
        }
    }

    pub(super) fn to_rc(&self) -> Rc<Shared> {
        let pointer: *const Shared = self;
        // SAFETY: every `Shared` is made by `Rc::new` in `Vm::new` and `self` proves it is alive.
        unsafe {
            Rc::increment_strong_count(pointer);
            Rc::from_raw(pointer)
        }
    }

    /// Undoes one protection: at once inside an entry, else when the next one begins.
    pub(super) fn unprotect_when_entered(&self, raw: ValueRef) {
        if self.depth.get() > 0 {
            // SAFETY: protected once by `Protected::new`; the VM is alive while it is entered.
            unsafe { JSValueUnprotect(self.context, raw) };
        } else if self.ended.get().is_none() {
            self.unprotect_later.borrow_mut().push(raw);
        }
    }

    fn unprotect_waiting(&self) {
        let mut waiting = self.unprotect_later.borrow_mut();
        for raw in waiting.drain(..) {
            // SAFETY: as in `unprotect_when_entered`; called with the lock held.
            unsafe { JSValueUnprotect(self.context, raw) };
        }
    }
}

/// The lock of one VM, held; given back on drop, also when the closure panics.
struct Entry<'v> {
    shared: &'v Shared,
}

impl<'v> Entry<'v> {
    #[inline]
    fn begin(shared: &'v Shared, now: Option<Instant>) -> Entry<'v> {
        assert!(!shared.rule.is_ticking(), "a tick must not enter a VM");
        // SAFETY: the context is alive as long as the `Vm` that `enter` borrows.
        unsafe { JSLock(shared.context) };
        let depth = shared.depth.get();
        shared.depth.set(depth + 1);
        if depth == 0 {
            shared.clock.start(now.unwrap_or_else(Instant::now));
            shared.unprotect_waiting();
        }
        Entry { shared }
    }
}

impl Drop for Entry<'_> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: pairs with `JSLock` in `begin`; runs the waiting microtasks when outermost.
        unsafe { JSUnlock(self.shared.context) };
        let depth = self.shared.depth.get() - 1;
        self.shared.depth.set(depth);
        if depth == 0 {
            self.shared.clock.stop();
            self.shared.graveyard.empty(false);
        }
    }
}

/// One JavaScript world: a context in a group (heap) of its own. Belongs to its thread.
///
/// Costs about a millisecond and 3 MB. Dropping it frees everything it holds.
pub struct Vm {
    shared: Rc<Shared>,
}

impl Vm {
    /// Makes a VM (`JSContextGroupCreate`, `JSGlobalContextCreateInGroup`) whose timers and
    /// asynchronous work (WebAssembly, finalization) run on `run_loop`.
    pub fn new(_run_loop: &RunLoop, options: VmOptions) -> Vm {
        thread_clock::use_on_this_thread();
        // SAFETY: no preconditions; a class of null means the ordinary global object.
        let (group, context) = unsafe {
            let group = JSContextGroupCreate();
            (group, JSGlobalContextCreateInGroup(group, null_mut()))
        };
        immediate::learn(context);
        native::learn(group, context);
        heap_size::learn(context);
        flat::learn(context);
        json::learn(context);
        in_place::learn(context);
        let rule = TickRule::new(options.tick_ms, options.on_tick);
        let shared = Rc::new(Shared {
            group,
            context,
            function_class: create_class(),
            intrinsics: take_intrinsics(context),
            rule,
            clock: EntryClock::default(),
            ended: Cell::new(None),
            depth: Cell::new(0),
            unprotect_later: RefCell::default(),
            graveyard: Graveyard::new(),
            natives: Natives::default(),
        });
        native::join(&shared);
        tick::arm(&shared);
        let vm = Vm { shared };
        if !options.eval_enabled {
            let message = JsString::new("code generation from strings is disabled");
            // SAFETY: a live context and string.
            unsafe { JSGlobalContextSetEvalEnabled(context, false, message.raw()) };
        }
        if let Some(callback) = options.on_unhandled_rejection {
            let installed = vm.enter(|scope| {
                let function = scope.function("", move |inner, args| {
                    callback(inner, args.get(1));
                    Ok(inner.undefined())
                });
                scope.set_rejection_callback(function);
            });
            debug_assert!(installed.is_ok(), "a VM without code cannot end");
        }
        vm
    }

    /// Enters the VM and runs `f` (`JSLock`), then the waiting microtasks (`JSUnlock`).
    ///
    /// # Errors
    /// If the VM had ended before (then `f` did not run), or the tick ended it during `f` or the
    /// microtasks. It is never entered again: drop it.
    #[inline]
    pub fn enter<R>(&self, f: impl for<'s> FnOnce(Scope<'s>) -> R) -> Result<R, Termination> {
        self.enter_when(None, f)
    }

    /// As [`Vm::enter`], for a caller that has looked at the clock already.
    ///
    /// # Errors
    /// As [`Vm::enter`].
    #[inline]
    pub fn enter_at<R>(
        &self,
        now: Instant,
        f: impl for<'s> FnOnce(Scope<'s>) -> R,
    ) -> Result<R, Termination> {
        self.enter_when(Some(now), f)
    }

    #[inline]
    fn enter_when<R>(
        &self,
        now: Option<Instant>,
        f: impl for<'s> FnOnce(Scope<'s>) -> R,
    ) -> Result<R, Termination> {
        let shared = &*self.shared;
        if let Some(reason) = shared.ended() {
            return Err(Termination { reason });
        }
        let entry = Entry::begin(shared, now);
        let result = {
            let frame = Frame::new(shared);
            f(Scope::new(&frame))
        };
        drop(entry);
        match shared.ended() {
            None => Ok(result),
            Some(reason) => Err(Termination { reason }),
        }
    }

    /// When the current outermost entry began: saves its owner a look at the clock.
    pub fn entered_at(&self) -> Option<Instant> {
        self.shared.clock.started()
    }

    /// Why and that the VM ended, if it did.
    pub fn is_dead(&self) -> Option<Termination> {
        let reason = self.shared.ended()?;
        Some(Termination { reason })
    }

    /// Ends the VM: nothing of it runs any more. Running JavaScript stops at the next tick.
    pub fn kill(&self, reason: EndReason) {
        self.shared.end(reason);
    }

    /// Bytes of this VM's own heap and of what hangs on it (array buffers, long strings, reported
    /// memory). Walks the heap: about 2 ms per 100,000 objects. 0 if the VM is dead.
    pub fn heap_bytes(&self) -> usize {
        self.enter(|scope| heap_size::heap_bytes(scope.shared()))
            .unwrap_or(0)
    }

    /// Collects garbage now (`JSSynchronousGarbageCollectForDebugging`).
    pub fn collect_garbage(&self) {
        let _ended_anyway = self.enter(|scope| {
            // SAFETY: a live context with its lock held.
            unsafe { JSSynchronousGarbageCollectForDebugging(scope.context()) }
        });
    }
}

impl Drop for Vm {
    fn drop(&mut self) {
        self.kill(EndReason::Stopped);
        // SAFETY: each reference is given back once; `ended` is set, so nothing uses them again.
        // Microtasks that releasing the context may still run are ended by the tick, whose data
        // (`Shared`) this function still holds; should asynchronous work of the engine keep the heap
        // alive for longer, it must not be called any more.
        unsafe {
            JSGlobalContextRelease(self.shared.context);
            JSContextGroupClearExecutionTimeLimit(self.shared.group);
            JSContextGroupRelease(self.shared.group);
            JSClassRelease(self.shared.function_class);
        }
        native::leave(&self.shared);
        self.shared.graveyard.empty(true);
    }
}

impl<'s> Scope<'s> {
    fn set_rejection_callback(self, function: Object<'s>) {
        // SAFETY: a live context and function; the exception may be ignored, it only says that
        // the value is not a function.
        unsafe {
            JSGlobalContextSetUnhandledRejectionCallback(
                self.context(),
                function.raw(),
                null_mut(),
            );
        }
    }
}

fn take_intrinsics(context: ContextRef) -> Intrinsics {
    // SAFETY: a new context; the global object lives as long.
    let global = unsafe { JSContextGetGlobalObject(context) };
    let get = |object: ObjectRef, name: &str| {
        let name = JsString::new(name);
        // SAFETY: live references; these properties of a new global object are plain data.
        unsafe { JSObjectGetProperty(context, object, name.raw(), null_mut()).cast_mut() }
    };
    let keep = |object: ObjectRef| {
        // SAFETY: a live object; protected until the VM is gone.
        unsafe { JSValueProtect(context, object.cast_const()) };
        object
    };
    Intrinsics {
        function_prototype: keep(get(get(global, "Function"), "prototype")),
        errors: ErrorKind::ALL.map(|kind| keep(get(global, kind.name()))),
        object_keys: keep(get(get(global, "Object"), "keys")),
    }
}
