//! Strings and byte arrays read where they lie on the engine's heap. The C API copies a string twice
//! before Rust sees it, and gives a typed array that was looked at an `ArrayBuffer` object of its own,
//! with a finalizer: for thirty-two bytes of a digest that costs more than computing it.
//!
//! How cells are laid out (JSCell.h, JSString.h, JSArrayBufferView.h) is no public interface, so it is
//! compared once with values of every kind that is read. Where anything is different, and for every
//! other kind, the C API is used.
//!
//! What is borrowed here is copied before anything of the engine runs: a string's content may change its
//! place when the engine next uses it, an array's when it is transferred.

use std::ptr::{null, null_mut};
use std::sync::OnceLock;

use super::compact;
use super::immediate;
use super::jsc::*;
use super::string::JsString;

/// `JSC::JSCell`, the head of everything on the heap.
#[repr(C)]
struct Cell {
    _structure: u32,
    _indexing: u8,
    kind: u8,
    _flags: u16,
}

/// `JSC::JSString`.
#[repr(C)]
struct Text {
    cell: Cell,
    /// A `WTF::StringImpl`, or for a text that is still in parts something else, with [`IN_PARTS`].
    content: *const u8,
}

const IN_PARTS: usize = 1;

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

/// A string's characters: one byte each (ISO 8859-1), or UTF-16.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Characters<'a> {
    Compact(&'a [u8]),
    Wide(&'a [u16]),
}

/// What the bytes of a cell's head and of a view's mode mean in this library.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Layout {
    text: u8,
    bytes: u8,
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

/// The cell of a value that is one.
#[inline]
fn cell(raw: ValueRef) -> Option<*const Cell> {
    immediate::is_cell(raw).then(|| raw.cast())
}

/// Whether it is a string; `None` where only the C API can tell.
#[inline]
pub(super) fn is_string(raw: ValueRef) -> Option<bool> {
    let layout = layout()?;
    // SAFETY: a live cell, and heads of cells are as expected.
    cell(raw).map(|cell| unsafe { (*cell).kind } == layout.text)
}

/// A string's characters, if they lie together. Nothing of the engine may run while they are used.
///
/// # Safety
/// A live value, whose VM's lock this thread holds.
#[inline]
pub(super) unsafe fn characters<'a>(raw: ValueRef) -> Option<Characters<'a>> {
    let (layout, cell) = (layout()?, cell(raw)?);
    // SAFETY: see above.
    unsafe { read_text(layout, cell) }
}

/// The bytes of a `Uint8Array` whose length does not change. As for [`characters`].
///
/// # Safety
/// As for [`characters`].
#[inline]
pub(super) unsafe fn bytes<'a>(raw: ValueRef) -> Option<&'a [u8]> {
    let (layout, cell) = (layout()?, cell(raw)?);
    // SAFETY: see above; the bytes of no array move while nothing runs.
    unsafe { place(layout, cell).map(|place| &*place) }
}

/// Writes to the front of a `Uint8Array`; false where only the C API can, or it is too short.
///
/// # Safety
/// As for [`characters`]; the bytes are not those of an array.
#[inline]
pub(super) unsafe fn write(raw: ValueRef, bytes: &[u8]) -> bool {
    let (Some(layout), Some(cell)) = (layout(), cell(raw)) else {
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
unsafe fn read_text<'a>(layout: &Layout, cell: *const Cell) -> Option<Characters<'a>> {
    // SAFETY: the kind says what the cell is.
    unsafe {
        if (*cell).kind != layout.text {
            return None;
        }
        let content = (*cell.cast::<Text>()).content;
        if content.is_null() || content.addr() & IN_PARTS != 0 {
            return None;
        }
        compact::characters(content.cast())
    }
}

/// # Safety
/// A live cell of this layout.
unsafe fn place(layout: &Layout, cell: *const Cell) -> Option<*mut [u8]> {
    // SAFETY: the kind says what the cell is, the mode that its bytes are where it says.
    unsafe {
        if (*cell).kind != layout.bytes {
            return None;
        }
        let view = &*cell.cast::<View>();
        if !layout.modes.contains(&view.mode) {
            return None;
        }
        if view.start.is_null() || view.len == 0 {
            return Some(std::ptr::slice_from_raw_parts_mut(
                std::ptr::NonNull::dangling().as_ptr(),
                0,
            ));
        }
        Some(std::ptr::slice_from_raw_parts_mut(view.start, view.len))
    }
}

/// Values of every kind that is read, and of some that are not.
const SAMPLES: &str = "(text => {
    const memory = new ArrayBuffer(40);
    return [
        text, '\\u0416' + text, text + text, (text + text).substring(1, 40),
        new Uint8Array([1, 2, 3]), new Uint8Array(5000), new Uint8Array(memory, 3, 7), new (class extends Uint8Array {})(2),
        {}, new Int8Array(3), new DataView(memory), Symbol('x'), 10n ** 30n, memory,
    ];
})('a text of some thirty letters.')";

/// Compares the layout with that of a new VM's values; the first one decides for all.
pub(super) fn learn(context: ContextRef) {
    LAYOUT.get_or_init(|| {
        if !immediate::is_as_expected() || !compact::is_as_expected() {
            return None;
        }
        // SAFETY: a new context, its lock held for the whole look.
        unsafe {
            JSLock(context);
            let found = look(context);
            JSUnlock(context);
            found
        }
    });
}

/// # Safety
/// A new context, its lock held.
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
        let kind = |index| cell(sample(index)).map(|cell| (*cell).kind);
        let mode = |index: u32| (*sample(index).cast::<View>()).mode;
        let layout = Layout {
            text: kind(0)?,
            bytes: kind(4)?,
            modes: [mode(4), mode(5), mode(6)],
        };
        let texts = (0..4).all(|index| kind(index) == Some(layout.text));
        let arrays = (4..8).all(|index| kind(index) == Some(layout.bytes));
        let others = (8..14).all(|index| {
            kind(index).is_some_and(|kind| kind != layout.text && kind != layout.bytes)
        });
        let [few, many, of_buffer] = layout.modes;
        let modes = few != many && many != of_buffer && few != of_buffer && mode(7) == few;
        if !(texts && arrays && others && modes) {
            return None;
        }
        let agrees = texts_agree(&layout, &sample) && arrays_agree(context, &layout, &sample);
        agrees.then_some(layout)
    }
}

/// # Safety
/// Live samples, whose kinds have been looked at.
unsafe fn texts_agree(layout: &Layout, sample: &dyn Fn(u32) -> ValueRef) -> bool {
    const TEXT: &[u8] = b"a text of some thirty letters.";
    // SAFETY: see above.
    unsafe {
        let content = |index| (*sample(index).cast::<Text>()).content.addr();
        let together = |index| content(index) != 0 && content(index) & IN_PARTS == 0;
        // Only what is known to lie together is followed.
        together(0)
            && content(2) & content(3) & IN_PARTS != 0
            && matches!(read_text(layout, sample(0).cast()), Some(Characters::Compact(bytes)) if bytes == TEXT)
    }
}

/// # Safety
/// Live samples, whose kinds have been looked at.
unsafe fn arrays_agree(
    context: ContextRef,
    layout: &Layout,
    sample: &dyn Fn(u32) -> ValueRef,
) -> bool {
    // SAFETY: see above. The lengths are compared before any memory is read; asking the C API for the
    // place changes an array's mode, so that is done last.
    unsafe {
        let view = |index| &*sample(index).cast::<View>();
        let lengths = [(4, 3), (5, 5000), (6, 7), (7, 2)];
        if !lengths
            .iter()
            .all(|&(index, len)| view(index).len == len && !view(index).start.is_null())
        {
            return false;
        }
        let content = place(layout, sample(4).cast()).is_some_and(|place| *place == [1, 2, 3]);
        content
            && lengths.iter().all(|&(index, _)| {
                let array = sample(index).cast_mut();
                let start = JSObjectGetTypedArrayBytesPtr(context, array, null_mut()).cast::<u8>();
                let offset = JSObjectGetTypedArrayByteOffset(context, array, null_mut());
                let seen = view(index);
                seen.start == start.wrapping_add(offset) && seen.mode == layout.modes[2]
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{RunLoop, Vm, VmOptions};

    #[test]
    fn what_lies_there_is_what_the_engine_says() {
        let vm = Vm::new(&RunLoop::for_this_thread(), VmOptions::default());
        if layout().is_none() {
            println!("this library has another layout: the C API is used");
            return;
        }
        vm.enter(|scope| {
            let eval = |code: &str| scope.eval(code, "test", 1).ok().expect("it runs");
            // SAFETY: live values; nothing runs while their content is used.
            unsafe {
                let text = eval("'caf\\u00e9 of 1902'.slice(0, 4)");
                let seen = characters(text.raw());
                assert!(seen.is_none_or(|seen| matches!(seen, Characters::Compact(b"caf\xe9"))));
                let wide = eval("JSON.parse('\"\\u0416\\u0416 and so on\"')");
                assert!(matches!(characters(wide.raw()), Some(Characters::Wide(units)) if units.len() == 12));
                assert!(characters(eval("({})").raw()).is_none());
                let array = eval("globalThis.kept = new Uint8Array([7, 8, 9])");
                assert_eq!(bytes(array.raw()), Some(&[7, 8, 9][..]));
                assert!(write(array.raw(), &[4, 5]) && !write(array.raw(), &[0; 4]));
                assert_eq!(eval("kept.join()").to_str_lossy(), "4,5,9");
                let empty = eval("new Uint8Array(0)");
                assert_eq!(bytes(empty.raw()).map(|bytes| bytes.len()), Some(0));
                let gone = eval("{ const a = new Uint8Array(9); a.buffer.transfer(); a }");
                assert_eq!(bytes(gone.raw()).map(|bytes| bytes.len()), Some(0));
                let resizable = eval("new Uint8Array(new ArrayBuffer(8, { maxByteLength: 16 }))");
                assert!(bytes(resizable.raw()).is_none());
                assert!(bytes(eval("new Uint16Array(4)").raw()).is_none());
                assert!(bytes(eval("'text'").raw()).is_none());
            }
        })
        .expect("alive");
    }
}
