//! Scopes and values. A value must be seen by the collector for as long as Rust can use it, and
//! the collector looks only at machine stacks and its own roots: so every value handed out is also
//! written into a slot of its scope's frame, which lives on the machine stack. `Vec<Value>` inside
//! a scope is therefore sound. The brand `'s` is invariant and bound by the closure that receives
//! the scope: a value cannot leave it, cross an await, or meet a value of another scope.

use std::cell::{Cell, RefCell, UnsafeCell};
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::ptr::{NonNull, null};
use std::rc::Rc;

use super::entry::Shared;
use super::jsc::*;
use crate::Exception;

/// Values a scope holds without asking the collector; more are protected one by one.
const SLOTS: usize = 64;

/// What a scope owns. Lives on the machine stack, never moved once borrowed.
pub(super) struct Frame {
    shared: NonNull<Shared>,
    context: ContextRef,
    used: Cell<usize>,
    slots: UnsafeCell<[MaybeUninit<ValueRef>; SLOTS]>,
    overflow: RefCell<Vec<ValueRef>>,
}

impl Frame {
    /// `shared` outlives the frame and its VM's lock is held by this thread for the frame's life:
    /// both callers (an entry, a host function's trampoline) see to it.
    #[inline]
    pub(super) fn new(shared: &Shared) -> Frame {
        Frame {
            shared: NonNull::from(shared),
            context: shared.context(),
            used: Cell::new(0),
            slots: UnsafeCell::new([const { MaybeUninit::uninit() }; SLOTS]),
            overflow: RefCell::new(Vec::new()),
        }
    }

    #[inline]
    fn keep(&self, raw: ValueRef) {
        let used = self.used.get();
        if used == SLOTS {
            return self.keep_in_overflow(raw);
        }
        // SAFETY: in bounds; nothing else reads or writes the array, and frames are not shared
        // between threads. Volatile, because the only reader is the collector's stack scan, which
        // the compiler does not know of.
        unsafe {
            let slot = self.slots.get().cast::<ValueRef>().add(used);
            slot.write_volatile(raw);
        }
        self.used.set(used + 1);
    }

    #[cold]
    fn keep_in_overflow(&self, raw: ValueRef) {
        // SAFETY: `raw` is live (it was just received) and of this context; the lock is held.
        unsafe { JSValueProtect(self.context, raw) };
        self.overflow.borrow_mut().push(raw);
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        for raw in self.overflow.get_mut().drain(..) {
            // SAFETY: protected once by `keep_in_overflow`; the lock is still held.
            unsafe { JSValueUnprotect(self.context, raw) };
        }
    }
}

/// The right to use one VM, given by [`Vm::enter`](crate::Vm::enter) or to a host function.
///
/// Values made through a scope live until it ends; [`Scope::nested`] gives back early what a loop
/// makes.
#[derive(Clone, Copy)]
pub struct Scope<'s> {
    frame: &'s Frame,
    brand: PhantomData<fn(&'s ()) -> &'s ()>,
}

impl<'s> Scope<'s> {
    #[inline]
    pub(super) fn new(frame: &'s Frame) -> Scope<'s> {
        Scope {
            frame,
            brand: PhantomData,
        }
    }

    #[inline]
    pub(super) fn context(self) -> ContextRef {
        self.frame.context
    }

    #[inline]
    pub(super) fn shared(self) -> &'s Shared {
        // SAFETY: the VM's shared part outlives every frame (see `Frame::new`).
        unsafe { self.frame.shared.as_ref() }
    }

    pub(super) fn shared_rc(self) -> Rc<Shared> {
        self.shared().to_rc()
    }

    /// True once the tick or [`Vm::kill`](crate::Vm::kill) ended the VM: nothing runs any more,
    /// every call gives an exception whose `is_termination` is true.
    #[inline]
    pub fn is_ended(self) -> bool {
        self.shared().ended().is_some()
    }

    /// Wraps a live, non-null value of this VM.
    #[inline]
    pub(super) fn adopt(self, raw: ValueRef) -> Value<'s> {
        debug_assert!(!raw.is_null());
        self.frame.keep(raw);
        Value { raw, scope: self }
    }

    /// Wraps a value that needs no slot: not on the heap, or kept alive by the running call.
    #[inline]
    pub(super) fn adopt_held(self, raw: ValueRef) -> Value<'s> {
        Value { raw, scope: self }
    }

    #[inline]
    pub(super) fn adopt_object(self, raw: ObjectRef) -> Object<'s> {
        Object(self.adopt(raw.cast_const()))
    }

    /// Makes one call that may run JavaScript. Refuses in an ended VM; turns the C API's two ways
    /// of failing (an exception, or null) into an `Exception`.
    #[inline]
    pub(super) fn attempt(
        self,
        call: impl FnOnce(*mut ValueRef) -> ValueRef,
    ) -> Result<Value<'s>, Exception<'s>> {
        if self.is_ended() {
            return Err(Exception::termination(self));
        }
        let mut thrown: ValueRef = null();
        let raw = call(&mut thrown);
        if thrown.is_null() && !raw.is_null() {
            return Ok(self.adopt(raw));
        }
        Err(self.failure(thrown))
    }

    #[cold]
    pub(super) fn failure(self, thrown: ValueRef) -> Exception<'s> {
        if self.is_ended() {
            Exception::termination(self)
        } else if thrown.is_null() {
            let message = "the value cannot be used in this way";
            Exception::new(self.error(crate::ErrorKind::TypeError, message).into())
        } else {
            Exception::new(self.adopt(thrown))
        }
    }

    /// Runs `f` with a scope of its own, whose values are given back when it ends: for loops.
    ///
    /// Values of the outer scope come in through [`Scope::bring`]; nothing but plain Rust data and
    /// [`Root`](crate::Root)s comes out.
    pub fn nested<R>(self, f: impl for<'i> FnOnce(Scope<'i>) -> R) -> R {
        let frame = Frame::new(self.shared());
        f(Scope::new(&frame))
    }

    /// Makes a value of another scope of the same VM a value of this one.
    ///
    /// # Panics
    /// If the value belongs to another VM.
    pub fn bring(self, value: Value<'_>) -> Value<'s> {
        assert!(
            std::ptr::eq(self.shared(), value.scope.shared()),
            "a value of another VM"
        );
        self.adopt(value.raw)
    }
}

/// Any JavaScript value, usable while its scope lives.
#[derive(Clone, Copy)]
pub struct Value<'s> {
    raw: ValueRef,
    scope: Scope<'s>,
}

impl<'s> Value<'s> {
    #[inline]
    pub(super) fn raw(self) -> ValueRef {
        self.raw
    }

    /// The scope this value lives in.
    #[inline]
    pub fn scope(self) -> Scope<'s> {
        self.scope
    }

    #[inline]
    pub(super) fn object_unchecked(self) -> Object<'s> {
        Object(self)
    }
}

/// A value known to be an object (functions, arrays, promises, ... included).
#[derive(Clone, Copy)]
pub struct Object<'s>(Value<'s>);

impl<'s> Object<'s> {
    #[inline]
    pub(super) fn raw(self) -> ObjectRef {
        self.0.raw.cast_mut()
    }

    /// The same object as a value.
    #[inline]
    pub fn value(self) -> Value<'s> {
        self.0
    }

    /// The scope this object lives in.
    #[inline]
    pub fn scope(self) -> Scope<'s> {
        self.0.scope
    }
}

impl<'s> From<Object<'s>> for Value<'s> {
    fn from(object: Object<'s>) -> Value<'s> {
        object.0
    }
}
