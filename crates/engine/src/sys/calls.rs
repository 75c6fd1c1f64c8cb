//! Scripts, conversions and new objects: what may run JavaScript. Each call refuses in an ended VM
//! and never loses an exception.

use std::ffi::c_int;
use std::ptr::{null, null_mut};

use super::handle::{Object, Scope, Value};
use super::jsc::*;
use super::objects::with_raw;
use super::string::JsString;
use crate::{ErrorKind, Exception};

impl<'s> Scope<'s> {
    /// Runs a script (`JSEvaluateScript`). `source_url` and `first_line` (1-based) appear in
    /// stacks. Microtasks wait for the end of the entry.
    ///
    /// # Errors
    /// What it threw; a `SyntaxError` if it cannot be parsed.
    pub fn eval(
        self,
        code: &str,
        source_url: &str,
        first_line: u32,
    ) -> Result<Value<'s>, Exception<'s>> {
        let code = JsString::new(code);
        let url = JsString::new(source_url);
        let first_line = c_int::try_from(first_line.max(1)).unwrap_or(c_int::MAX);
        self.attempt(|thrown| {
            // SAFETY: live context and strings; a `this` of null means the global object.
            unsafe {
                JSEvaluateScript(
                    self.context(),
                    code.raw(),
                    null_mut(),
                    url.raw(),
                    first_line,
                    thrown,
                )
            }
        })
    }

    /// A new error object with this message.
    pub fn error(self, kind: ErrorKind, message: &str) -> Object<'s> {
        let constructor = self.shared().intrinsics().errors[kind as usize];
        let message = self.string(message).raw();
        let mut thrown = null();
        // SAFETY: the VM's own constructor, protected; a live argument.
        let raw = unsafe {
            JSObjectCallAsConstructor(self.context(), constructor, 1, &message, &mut thrown)
        };
        if raw.is_null() {
            // Only when memory or the stack is exhausted: throw what was thrown instead.
            return self.thrown_object(thrown);
        }
        self.adopt_object(raw)
    }

    #[cold]
    fn thrown_object(self, thrown: ValueRef) -> Object<'s> {
        if !thrown.is_null()
            && let Some(object) = self.adopt(thrown).as_object()
        {
            return object;
        }
        self.object()
    }

    /// A new array of these values.
    pub fn array(self, values: &[Value<'s>]) -> Object<'s> {
        with_raw(values, |count, raw| {
            // SAFETY: live context and values. It fails only without memory, then the engine
            // ends the process.
            let array = unsafe { JSObjectMakeArray(self.context(), count, raw, null_mut()) };
            if array.is_null() {
                self.object()
            } else {
                self.adopt_object(array)
            }
        })
    }

    /// A `Date` at `ms` milliseconds since 1970 UTC.
    pub fn date(self, ms: f64) -> Object<'s> {
        let ms = self.number(ms).raw();
        // SAFETY: a live context; one number as argument cannot throw.
        let raw = unsafe { JSObjectMakeDate(self.context(), 1, &ms, null_mut()) };
        self.adopt_object(raw)
    }

    /// A new promise and its two functions, `[promise, resolve, reject]`
    /// (`JSObjectMakeDeferredPromise`).
    pub(crate) fn promise_parts(self) -> [Object<'s>; 3] {
        let (mut resolve, mut reject) = (null_mut(), null_mut());
        // SAFETY: a live context and places for both functions.
        let promise = unsafe {
            JSObjectMakeDeferredPromise(self.context(), &mut resolve, &mut reject, null_mut())
        };
        assert!(!promise.is_null(), "making a promise runs no code");
        [promise, resolve, reject].map(|object| self.adopt_object(object))
    }

    /// `Object.keys`, as it was when the VM was made.
    pub(crate) fn intrinsic_object_keys(self) -> Object<'s> {
        let raw = self.shared().intrinsics().object_keys.cast_const();
        self.adopt_held(raw).object_unchecked()
    }
}

impl<'s> Value<'s> {
    /// JavaScript's conversion to a number; may call `valueOf`.
    ///
    /// # Errors
    /// What the conversion threw.
    pub fn to_number(self) -> Result<f64, Exception<'s>> {
        let scope = self.scope();
        if scope.is_ended() {
            return Err(Exception::termination(scope));
        }
        let mut thrown = null();
        // SAFETY: a live context and value.
        let number = unsafe { JSValueToNumber(scope.context(), self.raw(), &mut thrown) };
        if thrown.is_null() {
            Ok(number)
        } else {
            Err(scope.failure(thrown))
        }
    }

    /// JavaScript's conversion to a string; may call `toString`.
    pub(crate) fn to_js_string(self) -> Result<JsString, Exception<'s>> {
        let scope = self.scope();
        if scope.is_ended() {
            return Err(Exception::termination(scope));
        }
        let mut thrown = null();
        // SAFETY: a live context and value.
        let raw = unsafe { JSValueToStringCopy(scope.context(), self.raw(), &mut thrown) };
        JsString::from_raw(raw).ok_or_else(|| scope.failure(thrown))
    }

    /// `JSON.stringify` (`JSValueCreateJSONString`); `None` for what has no JSON.
    pub(crate) fn to_json_string(self, indent: u32) -> Result<Option<JsString>, Exception<'s>> {
        let scope = self.scope();
        if scope.is_ended() {
            return Err(Exception::termination(scope));
        }
        let mut thrown = null();
        // SAFETY: a live context and value.
        let raw =
            unsafe { JSValueCreateJSONString(scope.context(), self.raw(), indent, &mut thrown) };
        if thrown.is_null() {
            Ok(JsString::from_raw(raw))
        } else {
            Err(scope.failure(thrown))
        }
    }

    /// `instanceof`.
    ///
    /// # Errors
    /// If `constructor` is none, or its `Symbol.hasInstance` threw.
    pub fn instance_of(self, constructor: Object<'s>) -> Result<bool, Exception<'s>> {
        let scope = self.scope();
        if scope.is_ended() {
            return Err(Exception::termination(scope));
        }
        let mut thrown = null();
        // SAFETY: a live context and values.
        let answer = unsafe {
            JSValueIsInstanceOfConstructor(
                scope.context(),
                self.raw(),
                constructor.raw(),
                &mut thrown,
            )
        };
        if thrown.is_null() {
            Ok(answer)
        } else {
            Err(scope.failure(thrown))
        }
    }
}
