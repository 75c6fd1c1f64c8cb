//! Byte arrays read and written where they lie on the engine's heap. The C API gives a typed array that
//! was looked at an `ArrayBuffer` object of its own, with a finalizer: for the thirty-two bytes of a
//! digest that costs more than computing it.
//!
//! How an array is laid out (JSCell.h, JSArrayBufferView.h) is no public interface, so it is compared once
//! with arrays of every kind that is read. Where anything is different, and for every other object, the
//! C API is used.
//!
//! What is borrowed here is copied before anything of the engine runs: an array's bytes change their place
//! when it is transferred.

use std::ptr::{NonNull, null, null_mut};
use std::sync::OnceLock;

use super::super::cell::{self, Cell};
use super::super::jsc::*;
use super::super::string::JsString;

/// `JSC::JSArrayBufferView`.
#[repr(C)]
struct View {
    cell: Cell,
    _properties: *const u8,
    start: *mut u8,
    len: usize,
    _offset: usize,
    mode: u8,
}

/// What the bytes of a cell's head and of a view's mode mean in this library.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Layout {
    /// Of a `Uint8Array`, whatever its class.
    kind: u8,
    /// Few bytes within the heap, many outside of it, those of a buffer; buffers that can change their
    /// length have other modes.
    modes: [u8; 3],
}

/// Compared once; a constant of the process from then on.
static LAYOUT: OnceLock<Option<Layout>> = OnceLock::new();

#[inline]
fn layout() -> Option<&'static Layout> {
    LAYOUT.get()?.as_ref()
}

/// The bytes of a `Uint8Array` whose length does not change; `None` where only the C API can tell. Nothing
/// of the engine may run while they are used.
///
/// # Safety
/// A live value, whose VM's lock this thread holds.
#[inline]
pub(super) unsafe fn read<'a>(raw: ValueRef) -> Option<&'a [u8]> {
    let (layout, cell) = (layout()?, cell::of(raw)?);
    // SAFETY: see above; the bytes of no array move while nothing runs.
    unsafe { place(layout, cell).map(|place| &*place) }
}

/// Writes to the front of a `Uint8Array`; false where only the C API can, or it is too short.
///
/// # Safety
/// As for [`read`]; the bytes are not those of an array.
#[inline]
pub(super) unsafe fn write(raw: ValueRef, bytes: &[u8]) -> bool {
    let (Some(layout), Some(cell)) = (layout(), cell::of(raw)) else {
        return false;
    };
    // SAFETY: see above; nothing else uses the array's memory meanwhile.
    unsafe {
        match place(layout, cell) {
            Some(place) if place.len() >= bytes.len() => {
                (&mut *place)[..bytes.len()].copy_from_slice(bytes);
                true
            }
            _ => false,
        }
    }
}

/// # Safety
/// A live cell of this layout.
unsafe fn place(layout: &Layout, cell: *const Cell) -> Option<*mut [u8]> {
    // SAFETY: the kind says what the cell is, the mode that its bytes are where it says.
    unsafe {
        if (*cell).kind != layout.kind {
            return None;
        }
        let view = &*cell.cast::<View>();
        if !layout.modes.contains(&view.mode) {
            return None;
        }
        // Nothing is left of an array whose buffer was transferred.
        let (start, len) = if view.start.is_null() {
            (NonNull::dangling().as_ptr(), 0)
        } else {
            (view.start, view.len)
        };
        Some(std::ptr::slice_from_raw_parts_mut(start, len))
    }
}

/// Arrays of every kind that is read, and other values.
const SAMPLES: &str = "(memory => [
    new Uint8Array([1, 2, 3]), new Uint8Array(5000), new Uint8Array(memory, 3, 7), new (class extends Uint8Array {})(2),
    {}, new Int8Array(3), new Uint8ClampedArray(3), new DataView(memory), Symbol('x'), 10n ** 30n, memory, 'text'.repeat(9),
])(new ArrayBuffer(40))";
/// How long the arrays are.
const LENGTHS: [usize; 4] = [3, 5000, 7, 2];
/// How many samples there are.
const COUNT: u32 = 12;

/// Compares the layout with that of a new VM's values; the first VM decides for all.
pub(in super::super) fn learn(context: ContextRef) {
    LAYOUT.get_or_init(|| {
        // SAFETY: a new context, whose lock is held while what lies there is looked at.
        unsafe {
            JSLock(context);
            let layout = look(context);
            JSUnlock(context);
            layout
        }
    });
}

/// # Safety
/// A live context whose lock this thread holds.
unsafe fn look(context: ContextRef) -> Option<Layout> {
    let code = JsString::new(SAMPLES);
    let mut thrown: ValueRef = null();
    // SAFETY: live strings and context; what is made stays in the array, which is on this stack.
    unsafe {
        let samples = JSEvaluateScript(context, code.raw(), null_mut(), null_mut(), 1, &mut thrown);
        if samples.is_null() || !thrown.is_null() {
            return None;
        }
        let sample =
            |index| JSObjectGetPropertyAtIndex(context, samples.cast_mut(), index, null_mut());
        let kind = |index| cell::of(sample(index)).map(|cell| (*cell).kind);
        let kinds = || (0..COUNT).map(kind);
        let first = kind(0)?;
        let is_array = |found: Option<u8>| found == Some(first);
        let arrays = LENGTHS.len();
        if !kinds().take(arrays).all(is_array) || kinds().skip(arrays).any(is_array) {
            return None;
        }
        let view = |index: u32| &*sample(index).cast::<View>();
        let [few, many, of_buffer] = [0, 1, 2].map(|index| view(index).mode);
        let layout = Layout {
            kind: first,
            modes: [few, many, of_buffer],
        };
        let distinct = few != many && many != of_buffer && few != of_buffer;
        let lengths = (0..).zip(LENGTHS).all(|(index, len)| {
            let view = view(index);
            view.len == len && !view.start.is_null()
        });
        // The lengths are compared before any memory is read. To ask the C API for the place changes an
        // array's mode, so that comes last.
        let agrees = distinct
            && lengths
            && view(3).mode == few
            && place(&layout, sample(0).cast()).is_some_and(|place| *place == [1, 2, 3])
            && (0..4).all(|index| {
                let array = sample(index).cast_mut();
                let start = JSObjectGetTypedArrayBytesPtr(context, array, null_mut()).cast::<u8>();
                let offset = JSObjectGetTypedArrayByteOffset(context, array, null_mut());
                let seen = view(index);
                seen.start == start.wrapping_add(offset) && seen.mode == of_buffer
            });
        agrees.then_some(layout)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{RunLoop, Vm, VmOptions};

    #[test]
    fn what_lies_there_is_what_the_engine_says() {
        let vm = Vm::new(&RunLoop::for_this_thread(), VmOptions::default());
        vm.enter(|scope| {
            if layout().is_none() {
                println!("this library has another layout: the C API is used");
                return;
            }
            let eval = |code: &str| scope.eval(code, "test", 1).ok().expect("it runs");
            // SAFETY: live values; nothing runs while their content is used.
            unsafe {
                let array = eval("globalThis.kept = new Uint8Array([7, 8, 9])");
                assert_eq!(read(array.raw()), Some(&[7, 8, 9][..]));
                assert!(write(array.raw(), &[4, 5]) && !write(array.raw(), &[0; 4]));
                assert_eq!(eval("kept.join()").to_str_lossy(), "4,5,9");
                assert_eq!(read(eval("new Uint8Array(0)").raw()), Some(&[][..]));
                let gone = eval("{ const a = new Uint8Array(9); a.buffer.transfer(); a }");
                assert_eq!(read(gone.raw()), Some(&[][..]));
                let resizable = eval("new Uint8Array(new ArrayBuffer(8, { maxByteLength: 16 }))");
                assert_eq!(read(resizable.raw()), None);
                assert_eq!(read(eval("new Uint16Array(4)").raw()), None);
                assert_eq!(read(eval("'text'").raw()), None);
                assert_eq!(read(eval("7").raw()), None);
            }
        })
        .expect("alive");
    }
}
