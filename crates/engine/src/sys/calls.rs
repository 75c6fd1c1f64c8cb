//! Everything that may run JavaScript: each goes through `Scope::attempt`, which refuses in an
//! ended VM and never loses an exception.

use std::ffi::c_int;
use std::ptr::{null, null_mut};

use super::handle::{Object, Scope, Value};
use super::jsc::*;
use super::string::JsString;
use crate::{ErrorKind, Exception, Name};

/// Arguments passed without a heap allocation.
const INLINE_ARGS: usize = 8;

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

impl<'s> Object<'s> {
    /// Reads a property, getters included (`JSObjectGetProperty`).
    ///
    /// # Errors
    /// What a getter or proxy threw.
    pub fn get_key(self, name: &Name) -> Result<Value<'s>, Exception<'s>> {
        let context = self.scope().context();
        self.scope().attempt(|thrown| {
            // SAFETY: live context, object and string.
            unsafe { JSObjectGetProperty(context, self.raw(), name.string().raw(), thrown) }
        })
    }

    /// Writes a property, setters included (`JSObjectSetProperty`).
    ///
    /// # Errors
    /// What a setter or proxy threw.
    pub fn set_key(self, name: &Name, value: impl Into<Value<'s>>) -> Result<(), Exception<'s>> {
        let (context, value) = (self.scope().context(), value.into());
        self.done(|thrown| {
            // SAFETY: live context, object, string and value.
            unsafe {
                JSObjectSetProperty(
                    context,
                    self.raw(),
                    name.string().raw(),
                    value.raw(),
                    0,
                    thrown,
                );
            }
        })
    }

    /// `name in object` (`JSObjectHasProperty`); false if a proxy threw.
    pub fn has_key(self, name: &Name) -> bool {
        let scope = self.scope();
        // SAFETY: live context, object and string.
        !scope.is_ended()
            && unsafe { JSObjectHasProperty(scope.context(), self.raw(), name.string().raw()) }
    }

    /// Deletes a property; false if it cannot be (`JSObjectDeleteProperty`).
    ///
    /// # Errors
    /// What a proxy threw.
    pub fn delete_key(self, name: &Name) -> Result<bool, Exception<'s>> {
        let context = self.scope().context();
        let mut deleted = false;
        self.done(|thrown| {
            // SAFETY: live context, object and string.
            deleted =
                unsafe { JSObjectDeleteProperty(context, self.raw(), name.string().raw(), thrown) };
        })?;
        Ok(deleted)
    }

    /// Reads an element (`JSObjectGetPropertyAtIndex`).
    ///
    /// # Errors
    /// What a getter or proxy threw.
    pub fn get_index(self, index: u32) -> Result<Value<'s>, Exception<'s>> {
        let context = self.scope().context();
        self.scope().attempt(|thrown| {
            // SAFETY: live context and object.
            unsafe { JSObjectGetPropertyAtIndex(context, self.raw(), index, thrown) }
        })
    }

    /// Writes an element (`JSObjectSetPropertyAtIndex`).
    ///
    /// # Errors
    /// What a setter or proxy threw.
    pub fn set_index(self, index: u32, value: impl Into<Value<'s>>) -> Result<(), Exception<'s>> {
        let (context, value) = (self.scope().context(), value.into());
        self.done(|thrown| {
            // SAFETY: live context, object and value.
            unsafe {
                JSObjectSetPropertyAtIndex(context, self.raw(), index, value.raw(), thrown);
            }
        })
    }

    /// Calls it (`JSObjectCallAsFunction`). Without `this`, or with one that is no object, it is
    /// undefined, and the global object for sloppy functions.
    ///
    /// # Errors
    /// What it threw; a `TypeError` if it cannot be called.
    #[inline]
    pub fn call(
        self,
        this: Option<Value<'s>>,
        args: &[Value<'s>],
    ) -> Result<Value<'s>, Exception<'s>> {
        let context = self.scope().context();
        let this = this
            .and_then(Value::as_object)
            .map_or(null_mut(), Object::raw);
        with_raw(args, |count, raw| {
            self.scope().attempt(|thrown| {
                // SAFETY: live context, objects and arguments.
                unsafe { JSObjectCallAsFunction(context, self.raw(), this, count, raw, thrown) }
            })
        })
    }

    /// `new` (`JSObjectCallAsConstructor`).
    ///
    /// # Errors
    /// What it threw; a `TypeError` if it is no constructor.
    pub fn construct(self, args: &[Value<'s>]) -> Result<Object<'s>, Exception<'s>> {
        let context = self.scope().context();
        let made = with_raw(args, |count, raw| {
            self.scope().attempt(|thrown| {
                // SAFETY: live context, object and arguments.
                unsafe { JSObjectCallAsConstructor(context, self.raw(), count, raw, thrown) }
            })
        });
        made.map(Value::object_unchecked)
    }

    fn done(self, call: impl FnOnce(*mut ValueRef)) -> Result<(), Exception<'s>> {
        let scope = self.scope();
        if scope.is_ended() {
            return Err(Exception::termination(scope));
        }
        let mut thrown: ValueRef = null();
        call(&mut thrown);
        if thrown.is_null() {
            Ok(())
        } else {
            Err(scope.failure(thrown))
        }
    }
}

/// Lays arguments side by side as the C API wants them. They stay alive through their scope.
#[inline]
fn with_raw<R>(values: &[Value<'_>], f: impl FnOnce(usize, *const ValueRef) -> R) -> R {
    if values.len() <= INLINE_ARGS {
        let mut raw = [null(); INLINE_ARGS];
        for (slot, value) in raw.iter_mut().zip(values) {
            *slot = value.raw();
        }
        f(values.len(), raw.as_ptr())
    } else {
        let raw: Vec<ValueRef> = values.iter().map(|value| value.raw()).collect();
        f(raw.len(), raw.as_ptr())
    }
}
