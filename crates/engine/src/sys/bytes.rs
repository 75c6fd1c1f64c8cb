//! Bytes across the border. Going in, a `Vec` becomes the buffer itself; coming out, bytes are
//! copied, because JavaScript may change or resize a buffer whenever it runs.

pub(super) mod in_place;

use std::ffi::c_void;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ptr::{null, null_mut};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::handle::{Object, Scope, Value};
use super::jsc::*;
use crate::Kind;

impl<'s> Scope<'s> {
    /// An `ArrayBuffer` that owns these bytes, not copied.
    pub fn array_buffer(self, bytes: Vec<u8>) -> Object<'s> {
        self.adopt_bytes(bytes, |start, len, data| {
            // SAFETY: see `adopt_bytes`.
            unsafe {
                JSObjectMakeArrayBufferWithBytesNoCopy(
                    self.context(),
                    start,
                    len,
                    Some(free_vec),
                    data,
                    null_mut(),
                )
            }
        })
    }

    /// A `Uint8Array` that owns these bytes, not copied.
    pub fn uint8_array(self, bytes: Vec<u8>) -> Object<'s> {
        self.adopt_bytes(bytes, |start, len, data| {
            // SAFETY: see `adopt_bytes`.
            unsafe {
                JSObjectMakeTypedArrayWithBytesNoCopy(
                    self.context(),
                    TYPED_ARRAY_UINT8,
                    start,
                    len,
                    Some(free_vec),
                    data,
                    null_mut(),
                )
            }
        })
    }

    /// Gives the vector's memory away: `make` passes it to an object that calls `free_vec` once,
    /// with the capacity as its data.
    fn adopt_bytes(
        self,
        bytes: Vec<u8>,
        make: impl FnOnce(*mut c_void, usize, *mut c_void) -> ObjectRef,
    ) -> Object<'s> {
        // An empty buffer may never be freed by the engine, so it must own nothing.
        let bytes = if bytes.is_empty() { Vec::new() } else { bytes };
        let mut bytes = ManuallyDrop::new(bytes);
        let data = std::ptr::without_provenance_mut(bytes.capacity());
        let object = make(bytes.as_mut_ptr().cast(), bytes.len(), data);
        assert!(!object.is_null(), "a buffer over existing memory");
        self.adopt_object(object)
    }

    /// A `Float64Array` of `len` numbers whose memory is shared with Rust for as long as either
    /// side has it: state that crosses without a call.
    pub fn mailbox(self, len: usize) -> (Object<'s>, Mailbox) {
        let memory: Arc<[AtomicU64]> = (0..len.max(1)).map(|_| AtomicU64::new(0)).collect();
        let start = memory.as_ptr().cast_mut().cast::<c_void>();
        let owner = Box::into_raw(Box::new(memory.clone()));
        // SAFETY: `start` has room for the numbers and is kept by `owner` until `free_mailbox`,
        // called once when the engine no longer needs it.
        let array = unsafe {
            JSObjectMakeTypedArrayWithBytesNoCopy(
                self.context(),
                TYPED_ARRAY_FLOAT64,
                start,
                memory.len() * size_of::<f64>(),
                Some(free_mailbox),
                owner.cast(),
                null_mut(),
            )
        };
        assert!(!array.is_null(), "an array over existing memory");
        let mailbox = Mailbox {
            memory,
            thread: PhantomData,
        };
        (self.adopt_object(array), mailbox)
    }
}

unsafe extern "C" fn free_vec(start: *mut c_void, capacity: *mut c_void) {
    // SAFETY: `adopt_bytes` forgot a vector with this start and capacity; its bytes need no drop.
    drop(unsafe { Vec::<u8>::from_raw_parts(start.cast(), 0, capacity.addr()) });
}

unsafe extern "C" fn free_mailbox(_start: *mut c_void, owner: *mut c_void) {
    // SAFETY: made by `mailbox`, given back once.
    drop(unsafe { Box::from_raw(owner.cast::<Arc<[AtomicU64]>>()) });
}

/// Rust's side of a shared `Float64Array`. Stays valid when the VM is gone.
#[derive(Clone)]
pub struct Mailbox {
    memory: Arc<[AtomicU64]>,
    thread: PhantomData<*const ()>,
}

impl Mailbox {
    /// The number at `index`.
    ///
    /// # Panics
    /// Past the end.
    #[inline]
    pub fn get(&self, index: usize) -> f64 {
        f64::from_bits(self.memory[index].load(Ordering::Relaxed))
    }

    /// Sets the number at `index`. A NaN loses its payload: the engine uses such bits itself.
    ///
    /// # Panics
    /// Past the end.
    #[inline]
    pub fn set(&self, index: usize, value: f64) {
        let value = if value.is_nan() { f64::NAN } else { value };
        self.memory[index].store(value.to_bits(), Ordering::Relaxed);
    }
}

/// What kind of bytes an object holds.
enum Bytes {
    Buffer,
    View,
}

impl<'s> Value<'s> {
    /// True for `ArrayBuffer`s.
    pub fn is_array_buffer(self) -> bool {
        matches!(self.bytes_kind(), Some(Bytes::Buffer))
    }

    /// True for typed arrays and `DataView`s.
    pub fn is_view(self) -> bool {
        matches!(self.bytes_kind(), Some(Bytes::View))
    }

    /// Appends the bytes of an `ArrayBuffer`, typed array or `DataView` (its window only; nothing
    /// if detached). False, and nothing appended, for any other value.
    ///
    /// Of other views than `Uint8Array` the engine pins the buffer: `transfer()` copies it from then on.
    pub fn copy_bytes(self, out: &mut Vec<u8>) -> bool {
        // SAFETY: a live value, the lock is held while its scope lives; nothing runs before they are
        // copied.
        if let Some(bytes) = unsafe { in_place::read(self.raw()) } {
            out.extend_from_slice(bytes);
            return true;
        }
        let (Some(kind), Some(object)) = (self.bytes_kind(), self.as_object()) else {
            return false;
        };
        let (context, object) = (self.scope().context(), object.raw());
        let ignored = null_mut();
        // SAFETY: a live object of the kind each function wants; the length is asked after the
        // pointer (asking for that can move the bytes) and nothing runs until they are copied.
        unsafe {
            let (start, len) = match kind {
                Bytes::Buffer => (
                    JSObjectGetArrayBufferBytesPtr(context, object, ignored).cast::<u8>(),
                    JSObjectGetArrayBufferByteLength(context, object, ignored),
                ),
                Bytes::View => {
                    let base = JSObjectGetTypedArrayBytesPtr(context, object, ignored);
                    let offset = JSObjectGetTypedArrayByteOffset(context, object, ignored);
                    (
                        base.cast::<u8>().wrapping_add(offset),
                        JSObjectGetTypedArrayByteLength(context, object, ignored),
                    )
                }
            };
            if len > 0 && !start.is_null() {
                out.extend_from_slice(std::slice::from_raw_parts(start, len));
            }
        }
        true
    }

    /// Writes to the front of a `Uint8Array`. False, and nothing written, for any other value, one that is
    /// too short, or whose buffer can change its length; and where the library does not allow it.
    pub fn write_bytes(self, bytes: &[u8]) -> bool {
        // SAFETY: a live value, the lock is held while its scope lives; nothing runs meanwhile, and no
        // array's bytes are lent to safe code.
        unsafe { in_place::write(self.raw(), bytes) }
    }

    fn bytes_kind(self) -> Option<Bytes> {
        const NONE: u32 = 10;
        if self.kind() != Kind::Object {
            return None;
        }
        let context = self.scope().context();
        let mut thrown = null();
        // SAFETY: a live context and value.
        match unsafe { JSValueGetTypedArrayType(context, self.raw(), &mut thrown) } {
            TYPED_ARRAY_ARRAY_BUFFER => Some(Bytes::Buffer),
            NONE => {
                // DataView and Float16Array have no type in the C API, but they have a buffer.
                let object = self.raw().cast_mut();
                // SAFETY: a live context and object; null for what is no view.
                let buffer = unsafe { JSObjectGetTypedArrayBuffer(context, object, &mut thrown) };
                (!buffer.is_null()).then_some(Bytes::View)
            }
            _ => Some(Bytes::View),
        }
    }
}
