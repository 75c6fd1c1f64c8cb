//! Rust closures as JavaScript functions. A closure hangs on its function object; when the
//! collector finds the object dead (at any time, on any thread, where no API call is allowed) the
//! closure goes to the VM's graveyard and is dropped at the next quiet moment instead.

use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::{null, null_mut};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::ThreadId;

use super::entry::Shared;
use super::handle::{Frame, Object, Scope, Value};
use super::jsc::*;
use super::string::JsString;
use crate::ErrorKind;

pub(super) type HostFn = dyn for<'a> Fn(Scope<'a>, Args<'a>) -> Result<Value<'a>, Value<'a>>;

struct FunctionCell {
    shared: Rc<Shared>,
    call: Box<HostFn>,
}

/// The arguments of one call from JavaScript.
#[derive(Clone, Copy)]
pub struct Args<'a> {
    scope: Scope<'a>,
    this: ValueRef,
    values: &'a [ValueRef],
}

impl<'a> Args<'a> {
    /// How many were given.
    pub fn len(self) -> usize {
        self.values.len()
    }

    /// True if none was given.
    pub fn is_empty(self) -> bool {
        self.values.is_empty()
    }

    /// The `index`th argument; undefined past the end.
    #[inline]
    pub fn get(self, index: usize) -> Value<'a> {
        match self.values.get(index) {
            // The calling frame holds its arguments until the call returns.
            Some(&raw) => self.scope.adopt_held(raw),
            None => self.scope.undefined(),
        }
    }

    /// `this` of the call, the global object for a plain call.
    pub fn this(self) -> Value<'a> {
        self.scope.adopt_held(self.this)
    }
}

impl<'s> Scope<'s> {
    /// Makes a function that calls `f` (`JSObjectMake` with a class of ours). `Err` is thrown.
    ///
    /// A panic inside `f` is thrown as an `Error("internal error")`. `f` must not own the VM itself
    /// (a cycle: neither would ever be freed).
    pub fn function<F>(self, name: &str, f: F) -> Object<'s>
    where
        F: for<'a> Fn(Scope<'a>, Args<'a>) -> Result<Value<'a>, Value<'a>> + 'static,
    {
        let shared = self.shared();
        let cell = Box::new(FunctionCell {
            shared: self.shared_rc(),
            call: Box::new(f),
        });
        let data = Box::into_raw(cell).cast::<c_void>();
        let name_key = JsString::new("name");
        let name_value = self.string(name);
        // SAFETY: class and context are this VM's, its lock is held; `data` is owned by the new
        // object and taken back by `finalize`.
        let object = unsafe { JSObjectMake(self.context(), shared.function_class(), data) };
        let object = self.adopt_object(object);
        // The name comes first: the C API assigns to a property that the prototype already has, and
        // this one is read-only there.
        // SAFETY: live object and values of this context, lock held; a failure to set is harmless.
        unsafe {
            JSObjectSetProperty(
                self.context(),
                object.raw(),
                name_key.raw(),
                name_value.raw(),
                PROPERTY_READ_ONLY | PROPERTY_DONT_ENUM,
                null_mut(),
            );
            JSObjectSetPrototype(
                self.context(),
                object.raw(),
                shared.intrinsics().function_prototype.cast_const(),
            );
        }
        object
    }
}

/// The class whose instances are host functions.
pub(super) fn create_class() -> ClassRef {
    let definition = ClassDefinition {
        version: 0,
        attributes: CLASS_NO_AUTOMATIC_PROTOTYPE,
        class_name: c"Function".as_ptr(),
        parent: null_mut(),
        static_values: null(),
        static_functions: null(),
        initialize: null(),
        finalize: Some(finalize),
        has_property: null(),
        get_property: null(),
        set_property: null(),
        delete_property: null(),
        get_property_names: null(),
        call_as_function: Some(call_host),
        call_as_constructor: null(),
        has_instance: null(),
        convert_to_type: null(),
    };
    // SAFETY: a complete definition; the function copies what it keeps.
    unsafe { JSClassCreate(&definition) }
}

unsafe extern "C" fn call_host(
    _context: ContextRef,
    function: ObjectRef,
    this: ObjectRef,
    count: usize,
    arguments: *const ValueRef,
    thrown: *mut ValueRef,
) -> ValueRef {
    // SAFETY: only objects made by `Scope::function` have this class, and their private data is a
    // `FunctionCell` that is not dropped before an outermost entry ends.
    let cell = unsafe { &*JSObjectGetPrivate(function).cast::<FunctionCell>() };
    let values = if count == 0 {
        &[]
    } else {
        // SAFETY: JavaScriptCore passes `count` live values for the length of this call.
        unsafe { std::slice::from_raw_parts(arguments, count) }
    };
    let this = if this.is_null() {
        null()
    } else {
        this.cast_const()
    };
    match run_host(&cell.shared, &*cell.call, this, values) {
        Ok(value) => value,
        Err(error) => {
            // SAFETY: JavaScriptCore passes a place for the exception.
            unsafe { thrown.write(error) };
            null()
        }
    }
}

/// Runs a closure for a call from JavaScript. The lock need not be held: each call of the C API
/// takes it. `this` may be null. `Err` is to be thrown.
#[inline]
pub(super) fn run_host(
    shared: &Shared,
    call: &HostFn,
    this: ValueRef,
    values: &[ValueRef],
) -> Result<ValueRef, ValueRef> {
    let frame = Frame::new(shared);
    let scope = Scope::new(&frame);
    if scope.is_ended() {
        return Ok(scope.undefined().raw());
    }
    let this = if this.is_null() {
        scope.undefined().raw()
    } else {
        this
    };
    let args = Args {
        scope,
        this,
        values,
    };
    match catch_unwind(AssertUnwindSafe(|| call(scope, args))) {
        Ok(Ok(value)) => Ok(value.raw()),
        Ok(Err(error)) => Err(error.raw()),
        Err(_panic) => {
            let error = scope.error(ErrorKind::Error, "internal error");
            Err(error.value().raw())
        }
    }
}

unsafe extern "C" fn finalize(object: ObjectRef) {
    // SAFETY: allowed in a finalizer; see `call_host` for the type.
    let cell = unsafe { JSObjectGetPrivate(object).cast::<FunctionCell>() };
    if cell.is_null() {
        return;
    }
    // SAFETY: the cell is not yet dropped and keeps its shared part alive; only the graveyard,
    // which is made for any thread, is touched.
    let graveyard = unsafe { (*cell).shared.graveyard() };
    graveyard.bury(cell);
}

/// Closures whose functions were collected, waiting to be dropped on the VM's own thread.
pub(super) struct Graveyard {
    thread: ThreadId,
    occupied: AtomicBool,
    state: Mutex<GraveyardState>,
}

#[derive(Default)]
struct GraveyardState {
    dead: Vec<*mut FunctionCell>,
    closed: bool,
}

impl Graveyard {
    pub(super) fn new() -> Graveyard {
        Graveyard {
            thread: std::thread::current().id(),
            occupied: AtomicBool::new(false),
            state: Mutex::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, GraveyardState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn bury(&self, cell: *mut FunctionCell) {
        let mut state = self.lock();
        if !state.closed {
            state.dead.push(cell);
            self.occupied.store(true, Ordering::Release);
            return;
        }
        drop(state);
        // After the VM was dropped nobody comes to empty the graveyard. On a foreign thread the
        // closure is leaked: it may hold things that must not be dropped there.
        if std::thread::current().id() == self.thread {
            // SAFETY: `finalize` runs once per object and nothing else owns the cell.
            drop(unsafe { Box::from_raw(cell) });
        }
    }

    /// Drops what is waiting. Called on the VM's thread only (`Shared` never leaves it).
    pub(super) fn empty(&self, close: bool) {
        if !close && !self.occupied.load(Ordering::Acquire) {
            return;
        }
        let dead = {
            let mut state = self.lock();
            state.closed |= close;
            self.occupied.store(false, Ordering::Release);
            std::mem::take(&mut state.dead)
        };
        for cell in dead {
            // SAFETY: buried once, by `finalize`, which ends the object's ownership.
            drop(unsafe { Box::from_raw(cell) });
        }
    }
}
