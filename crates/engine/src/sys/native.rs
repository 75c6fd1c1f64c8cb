//! Host functions that keep the engine's lock. A function of the C API gives the lock back before it
//! runs Rust and takes it again after; each call of the API that it makes takes it too. The engine's
//! own native functions do not, and the library exports what makes one (for WebKit, as in
//! `compact.rs`). They carry no data, so there is a fixed number of them, each of which knows its
//! place in the VM's table; what is in a place stays until the VM is gone.
//!
//! What a call's frame looks like is no public interface: it is looked at once before anything
//! relies on it, and where it is different, functions of the C API are made instead.

use std::cell::{Cell, RefCell};
use std::ffi::{CStr, c_void};
use std::ptr::{null, null_mut};
use std::sync::OnceLock;

use super::compact;
use super::entry::Shared;
use super::function::{Args, HostFn, run_host};
use super::handle::{Object, Scope, Value};
use super::jsc::*;
use super::library;

/// `JSC::JSFunction::create(VM&, JSGlobalObject*, unsigned, const WTF::String&, NativeFunction,
/// ImplementationVisibility, Intrinsic, NativeFunction, const DOMJIT::Signature*)`.
const CREATE: &CStr = c"_ZN3JSC10JSFunction6createERNS_2VMEPNS_14JSGlobalObjectEjRKN3WTF6StringENS5_11FunctionPtrILNS5_6PtrTagE1EFlS4_PNS_9CallFrameEELNS5_18FunctionAttributesE2EEENS_24ImplementationVisibilityENS_9IntrinsicESF_PKNS_6DOMJIT9SignatureE";
/// `JSC::VM::throwException(JSGlobalObject*, JSValue)`.
const THROW: &CStr = c"_ZN3JSC2VM14throwExceptionEPNS_14JSGlobalObjectENS_7JSValueE";
/// `JSC::callHostFunctionAsConstructor(JSGlobalObject*, CallFrame*)`: says that it is none.
const NO_CONSTRUCTOR: &CStr =
    c"_ZN3JSC29callHostFunctionAsConstructorEPNS_14JSGlobalObjectEPNS_9CallFrameE";

/// What a context is called when the engine passes it: its global object.
type Native = unsafe extern "C" fn(ContextRef, *const CallFrame) -> u64;

/// `JSC::CallFrame` as far as it is read: words on the machine stack.
#[repr(C)]
struct CallFrame {
    /// Caller, return address, code, callee.
    head: [u64; 4],
    /// How many values follow, `this` included; the upper half means something else.
    count: u32,
    _upper: u32,
    this: ValueRef,
    // Arguments follow.
}

type Create = unsafe extern "C" fn(
    vm: GroupRef,
    global: ContextRef,
    length: u32,
    name: *const *mut c_void,
    call: Native,
    visibility: u8,
    intrinsic: u8,
    construct: Native,
    signature: *const c_void,
) -> *mut c_void;

#[derive(Clone, Copy)]
struct Functions {
    create: Create,
    throw: unsafe extern "C" fn(vm: GroupRef, global: ContextRef, value: ValueRef) -> *mut c_void,
    no_constructor: Native,
}

/// Found and tried once; a constant of the process from then on.
static FUNCTIONS: OnceLock<Option<Functions>> = OnceLock::new();

#[inline]
fn functions() -> Option<&'static Functions> {
    FUNCTIONS.get()?.as_ref()
}

fn find() -> Option<Functions> {
    let create = library::find(CREATE).ok()?;
    let throw = library::find(THROW).ok()?;
    let no_constructor = library::find(NO_CONSTRUCTOR).ok()?;
    // SAFETY: the mangled names give these parameters. Values and function pointers are classes of
    // one word, which are passed as that word.
    unsafe {
        Some(Functions {
            create: std::mem::transmute::<*mut c_void, Create>(create),
            throw: std::mem::transmute::<
                *mut c_void,
                unsafe extern "C" fn(GroupRef, ContextRef, ValueRef) -> *mut c_void,
            >(throw),
            no_constructor: std::mem::transmute::<*mut c_void, Native>(no_constructor),
        })
    }
}

/// Functions a VM can have.
const PLACES: usize = 512;

/// The table of one VM.
#[derive(Default)]
pub(super) struct Natives {
    calls: RefCell<Vec<Box<HostFn>>>,
}

thread_local! {
    /// The VMs of this thread, by their contexts; the one that was called last in front of them.
    static LAST: Cell<(ContextRef, *const Shared)> = const { Cell::new((null_mut(), null())) };
    static VMS: RefCell<Vec<(ContextRef, *const Shared)>> = const { RefCell::new(Vec::new()) };
}

/// From now on functions of this VM find it. Until [`leave`], which its owner must call on the same
/// thread before the VM's shared part goes.
pub(super) fn join(shared: &Shared) {
    VMS.with_borrow_mut(|vms| vms.push((shared.context(), shared)));
}

pub(super) fn leave(shared: &Shared) {
    LAST.set((null_mut(), null()));
    VMS.with_borrow_mut(|vms| vms.retain(|&(_, of)| !std::ptr::eq(of, shared)));
}

#[inline]
fn shared_of(context: ContextRef) -> *const Shared {
    let (last, shared) = LAST.get();
    if last == context {
        return shared;
    }
    let found = VMS.with_borrow(|vms| vms.iter().find(|(of, _)| *of == context).copied());
    if let Some(found) = found {
        LAST.set(found);
    }
    found.map_or(null(), |(_, shared)| shared)
}

/// The function of one place.
unsafe extern "C" fn call<const HIGH: usize, const LOW: usize>(
    context: ContextRef,
    frame: *const CallFrame,
) -> u64 {
    // SAFETY: the engine calls with a live frame.
    unsafe { call_place(context, frame, HIGH * 16 + LOW) }
}

/// # Safety
/// `frame` is a call's frame of the layout above, on this thread, which holds the VM's lock.
unsafe fn call_place(context: ContextRef, frame: *const CallFrame, place: usize) -> u64 {
    let shared = shared_of(context);
    let (Some(functions), false) = (functions(), shared.is_null()) else {
        // What is left of a VM that is gone.
        return UNDEFINED;
    };
    // SAFETY: a VM leaves the table before its shared part goes.
    let shared = unsafe { &*shared };
    let host: *const HostFn = match shared.natives().calls.borrow().get(place) {
        Some(host) => &raw const **host,
        None => return UNDEFINED,
    };
    // SAFETY: the frame holds `count` values, `this` first; they live as long as the call. The
    // closure is in a box of its own that stays as long as the VM.
    let result = unsafe {
        let count = ((*frame).count as usize).saturating_sub(1);
        let values = std::slice::from_raw_parts(frame.add(1).cast::<ValueRef>(), count);
        run_host(shared, &*host, (*frame).this, values)
    };
    match result {
        Ok(value) => value.addr() as u64,
        Err(error) => {
            // SAFETY: a live VM, its context and a value of it; the lock is held.
            unsafe { (functions.throw)(shared.group(), context, error) };
            EMPTY
        }
    }
}

/// The value `undefined` (`immediate.rs`, which compares it).
const UNDEFINED: u64 = 0xa;
/// What a native function returns when it throws.
const EMPTY: u64 = 0;

macro_rules! sixteen {
    ($high:expr) => {
        [
            call::<$high, 0>,
            call::<$high, 1>,
            call::<$high, 2>,
            call::<$high, 3>,
            call::<$high, 4>,
            call::<$high, 5>,
            call::<$high, 6>,
            call::<$high, 7>,
            call::<$high, 8>,
            call::<$high, 9>,
            call::<$high, 10>,
            call::<$high, 11>,
            call::<$high, 12>,
            call::<$high, 13>,
            call::<$high, 14>,
            call::<$high, 15>,
        ]
    };
}

static PLACED: [[Native; 16]; PLACES / 16] = [
    sixteen!(0),
    sixteen!(1),
    sixteen!(2),
    sixteen!(3),
    sixteen!(4),
    sixteen!(5),
    sixteen!(6),
    sixteen!(7),
    sixteen!(8),
    sixteen!(9),
    sixteen!(10),
    sixteen!(11),
    sixteen!(12),
    sixteen!(13),
    sixteen!(14),
    sixteen!(15),
    sixteen!(16),
    sixteen!(17),
    sixteen!(18),
    sixteen!(19),
    sixteen!(20),
    sixteen!(21),
    sixteen!(22),
    sixteen!(23),
    sixteen!(24),
    sixteen!(25),
    sixteen!(26),
    sixteen!(27),
    sixteen!(28),
    sixteen!(29),
    sixteen!(30),
    sixteen!(31),
];

impl<'s> Scope<'s> {
    /// Makes a function that stays as long as the VM, as [`Scope::function`] otherwise; where the
    /// library allows it (see [`Scope::has_lasting_functions`]), a call of it costs a third. `this` of
    /// a plain call may be undefined.
    pub fn lasting_function<F>(self, name: &str, f: F) -> Object<'s>
    where
        F: for<'a> Fn(Scope<'a>, Args<'a>) -> Result<Value<'a>, Value<'a>> + 'static,
    {
        let mut calls = self.shared().natives().calls.borrow_mut();
        let place = calls.len();
        let Some(functions) = functions().filter(|_| place < PLACES && name.is_ascii()) else {
            drop(calls);
            return self.function(name, f);
        };
        let group = self.shared().group();
        // SAFETY: this VM's group and context, its lock is held.
        let made = unsafe {
            make(
                functions,
                group,
                self.context(),
                name,
                PLACED[place / 16][place % 16],
            )
        };
        match made {
            Some(object) => {
                calls.push(Box::new(f));
                self.adopt_object(object)
            }
            None => {
                drop(calls);
                self.function(name, f)
            }
        }
    }

    /// Whether [`Scope::lasting_function`] makes functions that keep the engine's lock. Only within
    /// these, and outside of JavaScript, may microtasks be run.
    pub fn has_lasting_functions(self) -> bool {
        functions().is_some()
    }
}

/// # Safety
/// A live VM whose lock is held, and its context.
unsafe fn make(
    functions: &Functions,
    vm: GroupRef,
    context: ContextRef,
    name: &str,
    native: Native,
) -> Option<ObjectRef> {
    compact::with_content(name.as_bytes(), |name| {
        // SAFETY: a string that lives during the call, which takes references of its own; no
        // visibility, intrinsic or signature is the engine's own default.
        let made = unsafe {
            (functions.create)(
                vm,
                context,
                0,
                name,
                native,
                0,
                0,
                functions.no_constructor,
                null(),
            )
        };
        made.cast()
    })
}

/// Tries the functions with a new VM; the first one decides for all.
pub(super) fn learn(vm: GroupRef, context: ContextRef) {
    FUNCTIONS.get_or_init(|| {
        // SAFETY: a new VM of this thread.
        find().filter(|found| unsafe { as_expected(found, vm, context) })
    });
}

thread_local! {
    /// What the last call of [`probe`] saw: context, callee, count, `this`, arguments.
    static SEEN: Cell<(ContextRef, u64, u32, ValueRef, [ValueRef; 3])> =
        const { Cell::new((null_mut(), 0, 0, null(), [null(); 3])) };
    static TRIED: Cell<Option<Functions>> = const { Cell::new(None) };
    static TRIED_VM: Cell<GroupRef> = const { Cell::new(null()) };
}

/// Notes how it is called; throws its first argument when there is a fourth, else returns it.
unsafe extern "C" fn probe(context: ContextRef, frame: *const CallFrame) -> u64 {
    // SAFETY: a frame on the machine stack, which is larger than what is read.
    unsafe {
        let arguments = frame.add(1).cast::<ValueRef>();
        let read = |place: usize| *arguments.add(place);
        let frame = &*frame;
        SEEN.set((
            context,
            frame.head[3],
            frame.count,
            frame.this,
            [read(0), read(1), read(2)],
        ));
        if frame.count == 5
            && let Some(functions) = TRIED.get()
        {
            (functions.throw)(TRIED_VM.get(), context, read(0));
            return EMPTY;
        }
        read(0).addr() as u64
    }
}

/// # Safety
/// A live VM of this thread and its context.
unsafe fn as_expected(functions: &Functions, vm: GroupRef, context: ContextRef) -> bool {
    // SAFETY: see above; what the API makes stays while it is on this stack.
    unsafe {
        JSLock(context);
        let Some(function) = make(functions, vm, context, "probe", probe) else {
            JSUnlock(context);
            return false;
        };
        TRIED.set(Some(*functions));
        TRIED_VM.set(vm);
        let this = JSObjectMake(context, null_mut(), null_mut());
        let given = [
            JSValueMakeNumber(context, 7.0),
            this.cast_const(),
            JSValueMakeBoolean(context, true),
            JSValueMakeNull(context),
        ];
        let call = |count: usize, thrown: &mut ValueRef| {
            JSObjectCallAsFunction(context, function, this, count, given.as_ptr(), thrown)
        };
        let expected = |count: u32| {
            let (of, callee, seen, seen_this, arguments) = SEEN.get();
            of == context
                && callee == function.addr() as u64
                && seen == count + 1
                && seen_this == this.cast_const()
                && arguments == given[..3]
        };
        let mut thrown: ValueRef = null();
        let returned = call(3, &mut thrown) == given[0] && thrown.is_null() && expected(3);
        // Only an engine that agrees so far is made to throw.
        let agrees = returned && {
            call(4, &mut thrown);
            thrown == given[0] && expected(4)
        };
        JSUnlock(context);
        TRIED.set(None);
        agrees
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_library_exports_the_functions_they_do_what_is_expected() {
        let Some(found) = find() else {
            println!("this library does not export them: the C API is used");
            return;
        };
        // SAFETY: a new VM, given back once.
        unsafe {
            let vm = JSContextGroupCreate();
            let context = JSGlobalContextCreateInGroup(vm, null_mut());
            assert!(as_expected(&found, vm, context), "see the layout above");
            JSGlobalContextRelease(context);
            JSContextGroupRelease(vm);
        }
    }
}
