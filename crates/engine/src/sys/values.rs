//! Making values, and looking at them without running JavaScript.

use std::ptr::null_mut;

use super::flat;
use super::handle::{Object, Scope, Value};
use super::immediate::{self, Immediate};
use super::jsc::*;
use super::json;
use super::string::{Flat, JsString};
use crate::Kind;

impl<'s> Scope<'s> {
    /// The global object (`JSContextGetGlobalObject`).
    pub fn global(self) -> Object<'s> {
        // SAFETY: a live context; the global object lives as long.
        let raw = unsafe { JSContextGetGlobalObject(self.context()) };
        self.adopt_held(raw.cast_const()).object_unchecked()
    }

    /// `undefined`.
    #[inline]
    pub fn undefined(self) -> Value<'s> {
        let raw = immediate::undefined().unwrap_or_else(|| {
            // SAFETY: a live context.
            unsafe { JSValueMakeUndefined(self.context()) }
        });
        self.adopt_held(raw)
    }

    /// `null`.
    #[inline]
    pub fn null(self) -> Value<'s> {
        // SAFETY: a live context.
        self.adopt_held(unsafe { JSValueMakeNull(self.context()) })
    }

    /// `true` or `false`.
    #[inline]
    pub fn bool(self, value: bool) -> Value<'s> {
        // SAFETY: a live context.
        self.adopt_held(unsafe { JSValueMakeBoolean(self.context(), value) })
    }

    /// A number (never on the engine's heap).
    #[inline]
    pub fn number(self, value: f64) -> Value<'s> {
        let raw = immediate::number(value).unwrap_or_else(|| {
            // SAFETY: a live context.
            unsafe { JSValueMakeNumber(self.context(), value) }
        });
        self.adopt_held(raw)
    }

    /// A string.
    pub fn string(self, text: &str) -> Value<'s> {
        self.string_of(&JsString::new(text))
    }

    /// A string of UTF-16 units, lone surrogates included.
    pub fn string_utf16(self, units: &[u16]) -> Value<'s> {
        self.string_of(&JsString::from_utf16(units))
    }

    /// A string with one character per byte (ISO 8859-1).
    pub fn string_latin1(self, bytes: &[u8]) -> Value<'s> {
        self.string_of(&JsString::from_latin1(bytes))
    }

    pub(crate) fn string_of(self, string: &JsString) -> Value<'s> {
        // SAFETY: a live context and string.
        self.adopt(unsafe { JSValueMakeString(self.context(), string.raw()) })
    }

    /// Parses JSON; `None` if it is not JSON (`JSC::JSONParse`, or `JSValueMakeFromJSONString`).
    pub fn json(self, text: &str) -> Option<Value<'s>> {
        let raw = self.parse_json(text).unwrap_or_else(|| {
            let text = JsString::new(text);
            // SAFETY: a live context and string; parsing runs no code.
            unsafe { JSValueMakeFromJSONString(self.context(), text.raw()) }
        });
        (!raw.is_null()).then(|| self.adopt(raw))
    }

    fn parse_json(self, text: &str) -> Option<ValueRef> {
        let bytes = text.as_bytes();
        // SAFETY: a live context, entered on this thread; parsing runs no code.
        let parse = |text: Flat<'_>| unsafe { json::parse(self.context(), text) };
        if bytes.is_ascii() {
            return parse(Flat::Compact(bytes));
        }
        if encoding_rs::mem::is_str_latin1(text) {
            let bytes = encoding_rs::mem::encode_latin1_lossy(text);
            return parse(Flat::Compact(&bytes));
        }
        let mut units = vec![0; text.len()];
        let len = encoding_rs::mem::convert_str_to_utf16(text, &mut units);
        parse(Flat::Wide(&units[..len]))
    }

    /// An empty ordinary object.
    pub fn object(self) -> Object<'s> {
        // SAFETY: a live context; a class of null means an ordinary object.
        self.adopt_object(unsafe { JSObjectMake(self.context(), null_mut(), null_mut()) })
    }

    /// Tells the collector of memory that hangs on objects but is not the engine's
    /// (`JSReportExtraMemoryCost`), so that it collects in time.
    pub fn report_extra_memory(self, bytes: usize) {
        // SAFETY: a live context.
        unsafe { JSReportExtraMemoryCost(self.context(), bytes) };
    }
}

impl<'s> Value<'s> {
    /// What `typeof` tells, with null apart (`JSValueGetType`).
    #[inline]
    pub fn kind(self) -> Kind {
        match immediate::read(self.raw()) {
            Some(Immediate::Undefined) => return Kind::Undefined,
            Some(Immediate::Null) => return Kind::Null,
            Some(Immediate::Bool(_)) => return Kind::Bool,
            Some(Immediate::Number(_)) => return Kind::Number,
            None => {}
        }
        // SAFETY: a live context and value.
        match unsafe { JSValueGetType(self.scope().context(), self.raw()) } {
            0 => Kind::Undefined,
            1 => Kind::Null,
            2 => Kind::Bool,
            3 => Kind::Number,
            4 => Kind::String,
            6 => Kind::Symbol,
            7 => Kind::BigInt,
            _ => Kind::Object,
        }
    }

    /// True for arrays, proxies of arrays not included (`JSValueIsArray`).
    pub fn is_array(self) -> bool {
        // SAFETY: a live context and value.
        unsafe { JSValueIsArray(self.scope().context(), self.raw()) }
    }

    /// True for `Date` objects (`JSValueIsDate`).
    pub fn is_date(self) -> bool {
        // SAFETY: a live context and value.
        unsafe { JSValueIsDate(self.scope().context(), self.raw()) }
    }

    /// `===` (`JSValueIsStrictEqual`).
    pub fn strict_equals(self, other: Value<'s>) -> bool {
        // SAFETY: a live context and values.
        unsafe { JSValueIsStrictEqual(self.scope().context(), self.raw(), other.raw()) }
    }

    /// JavaScript's truth of any value; runs no code (`JSValueToBoolean`).
    pub fn is_truthy(self) -> bool {
        if let Some(Immediate::Bool(value)) = immediate::read(self.raw()) {
            return value;
        }
        // SAFETY: a live context and value.
        unsafe { JSValueToBoolean(self.scope().context(), self.raw()) }
    }

    /// The number, if it is one; no conversion.
    #[inline]
    pub fn as_number(self) -> Option<f64> {
        if let Some(Immediate::Number(value)) = immediate::read(self.raw()) {
            return Some(value);
        }
        if self.kind() != Kind::Number {
            return None;
        }
        // SAFETY: a live context; converting a number to a number runs no code.
        Some(unsafe { JSValueToNumber(self.scope().context(), self.raw(), null_mut()) })
    }

    /// The object, if it is one.
    #[inline]
    pub fn as_object(self) -> Option<Object<'s>> {
        (self.kind() == Kind::Object).then(|| self.object_unchecked())
    }

    /// Appends the string's content as UTF-8 where it can be read where it lies; false, and nothing
    /// appended, where it is no string or has to be asked for ([`Value::as_js_string`]).
    #[inline]
    pub(crate) fn append_flat(self, out: &mut Vec<u8>) -> bool {
        // SAFETY: a scope's value is live and its VM entered on this thread; appending enters nothing.
        unsafe { flat::with_flat(self.raw(), |text| text.append_utf8(out)) }.is_some()
    }

    /// The string's content, if it is one and memory sufficed to flatten it.
    pub(crate) fn as_js_string(self) -> Option<JsString> {
        if self.kind() != Kind::String {
            return None;
        }
        // SAFETY: a live context and value; a string's own conversion runs no code.
        let raw = unsafe { JSValueToStringCopy(self.scope().context(), self.raw(), null_mut()) };
        JsString::from_raw(raw)
    }
}

impl<'s> Object<'s> {
    /// True if it can be called.
    pub fn is_function(self) -> bool {
        // SAFETY: a live context and object.
        unsafe { JSObjectIsFunction(self.scope().context(), self.raw()) }
    }

    /// True if `new` works on it.
    pub fn is_constructor(self) -> bool {
        // SAFETY: a live context and object.
        unsafe { JSObjectIsConstructor(self.scope().context(), self.raw()) }
    }
}
