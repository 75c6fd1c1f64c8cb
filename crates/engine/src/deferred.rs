//! Promises that Rust settles.

use crate::sys::Protected;
use crate::{Object, Scope, Value};

/// The two ends of a promise, kept beyond the scope and across awaits. Dropping it without
/// settling leaves the promise pending.
pub struct Deferred {
    resolve: Protected,
    reject: Protected,
}

impl<'s> Scope<'s> {
    /// A new promise and what settles it (`JSObjectMakeDeferredPromise`).
    pub fn deferred(self) -> (Object<'s>, Deferred) {
        let [promise, resolve, reject] = self.promise_parts();
        let deferred = Deferred {
            resolve: Protected::new(resolve.value()),
            reject: Protected::new(reject.value()),
        };
        (promise, deferred)
    }
}

impl Deferred {
    /// Resolves the promise; its reactions run when the outermost entry ends. Without effect in an
    /// ended VM.
    ///
    /// # Panics
    /// If `scope` belongs to another VM.
    pub fn resolve<'s>(self, scope: Scope<'s>, value: impl Into<Value<'s>>) {
        settle(&self.resolve, scope, value.into());
    }

    /// Rejects the promise, like [`Deferred::resolve`].
    ///
    /// # Panics
    /// If `scope` belongs to another VM.
    pub fn reject<'s>(self, scope: Scope<'s>, reason: impl Into<Value<'s>>) {
        settle(&self.reject, scope, reason.into());
    }
}

fn settle<'s>(function: &Protected, scope: Scope<'s>, value: Value<'s>) {
    if let Some(function) = function.get(scope).as_object() {
        // Resolving functions throw nothing of their own, and an ended VM has no reactions.
        let _undefined = function.call(None, &[value]);
    }
}
