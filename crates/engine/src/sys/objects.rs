//! Properties and calls of objects. Each refuses in an ended VM and never loses an exception.

use std::ptr::{null, null_mut};

use super::handle::{Object, Value};
use super::jsc::*;
use crate::{Exception, Name};

/// Arguments passed without a heap allocation.
const INLINE_ARGS: usize = 8;

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
pub(super) fn with_raw<R>(values: &[Value<'_>], f: impl FnOnce(usize, *const ValueRef) -> R) -> R {
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
