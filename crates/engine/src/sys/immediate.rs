//! Values that are not on the engine's heap, read and made without a call. On 64-bit machines a
//! `JSValueRef` is the value itself: a number, a truth value, null and undefined are patterns of its
//! bits (JSCJSValue.h describes them). The C API takes a lock's reference for each look at one.
//!
//! The patterns are no public interface, so they are compared once with what the C API makes.

use std::sync::OnceLock;

use super::jsc::*;

/// Bits that say "a number"; all of them set: an integer of 32 bits in the low half.
const NUMBER: u64 = 0xfffe_0000_0000_0000;
/// Added to the bits of a double.
const DOUBLE: u64 = 1 << 49;
const NULL: u64 = 0x2;
const FALSE: u64 = 0x6;
const TRUE: u64 = 0x7;
const UNDEFINED: u64 = 0xa;

/// What a value is, as far as its bits alone tell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Immediate {
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
}

/// Compared once; a constant of the process from then on.
static AS_EXPECTED: OnceLock<bool> = OnceLock::new();

#[inline]
pub(super) fn is_as_expected() -> bool {
    matches!(AS_EXPECTED.get(), Some(true))
}

/// The value, if it is not on the heap; `None` also where only the C API can tell.
#[inline]
pub(super) fn read(raw: ValueRef) -> Option<Immediate> {
    if is_as_expected() {
        decode(raw.addr() as u64)
    } else {
        None
    }
}

/// The value of a number; `None` where only the C API can tell.
#[inline]
pub(super) fn number(value: f64) -> Option<ValueRef> {
    is_as_expected().then(|| std::ptr::without_provenance(encode(value) as usize))
}

/// The value `undefined`; `None` where only the C API can tell.
#[inline]
pub(super) fn undefined() -> Option<ValueRef> {
    is_as_expected().then(|| std::ptr::without_provenance(UNDEFINED as usize))
}

/// Whether the value is a pointer to something on the heap; false where only the C API can tell.
#[inline]
pub(super) fn is_cell(raw: ValueRef) -> bool {
    is_as_expected() && raw.addr() as u64 & (NUMBER | NULL) == 0 && !raw.is_null()
}

#[inline]
fn decode(bits: u64) -> Option<Immediate> {
    if bits & NUMBER == NUMBER {
        return Some(Immediate::Number(f64::from(bits as u32 as i32)));
    }
    if bits & NUMBER != 0 {
        return Some(Immediate::Number(f64::from_bits(bits - DOUBLE)));
    }
    match bits {
        UNDEFINED => Some(Immediate::Undefined),
        NULL => Some(Immediate::Null),
        FALSE | TRUE => Some(Immediate::Bool(bits == TRUE)),
        _ => None,
    }
}

#[inline]
fn encode(value: f64) -> u64 {
    let integer = value as i32;
    if f64::from(integer).to_bits() == value.to_bits() {
        return NUMBER | u64::from(integer as u32);
    }
    // Other patterns of "not a number" are the engine's own.
    let value = if value.is_nan() { f64::NAN } else { value };
    value.to_bits() + DOUBLE
}

/// Compares the patterns with those of a new VM; the first one decides for all.
pub(super) fn learn(context: ContextRef) {
    AS_EXPECTED.get_or_init(|| size_of::<ValueRef>() == 8 && agree(context));
}

fn agree(context: ContextRef) -> bool {
    const NUMBERS: [f64; 12] = [
        0.0,
        -0.0,
        1.0,
        -1.0,
        1.5,
        i32::MAX as f64,
        i32::MIN as f64,
        2_147_483_648.0,
        f64::MAX,
        f64::MIN_POSITIVE,
        f64::INFINITY,
        f64::NAN,
    ];
    let bits = |raw: ValueRef| raw.addr() as u64;
    // SAFETY: a live context; none of these makes an object.
    unsafe {
        NUMBERS
            .iter()
            .all(|&value| bits(JSValueMakeNumber(context, value)) == encode(value))
            && bits(JSValueMakeUndefined(context)) == UNDEFINED
            && bits(JSValueMakeNull(context)) == NULL
            && bits(JSValueMakeBoolean(context, true)) == TRUE
            && bits(JSValueMakeBoolean(context, false)) == FALSE
            && decode(bits(JSContextGetGlobalObject(context).cast_const())).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for value in [0.0, -0.0, 7.0, -7.0, 0.1, 1e300, f64::NEG_INFINITY, 4e9] {
            let Some(Immediate::Number(back)) = decode(encode(value)) else {
                panic!("{value} is a number");
            };
            assert_eq!(back.to_bits(), value.to_bits());
        }
        let nan = f64::from_bits(0x7ff8_dead_beef_0001);
        assert!(matches!(decode(encode(nan)), Some(Immediate::Number(n)) if n.is_nan()));
        assert_eq!(decode(UNDEFINED), Some(Immediate::Undefined));
        assert_eq!(decode(NULL), Some(Immediate::Null));
        assert_eq!(decode(TRUE), Some(Immediate::Bool(true)));
        assert_eq!(decode(0x7f53_27e6_ada0), None);
    }
}
