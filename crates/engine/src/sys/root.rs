//! Values that outlive a scope: protected from the collector until dropped. Giving one up takes the
//! VM's lock, which would run waiting microtasks at a surprising moment; so outside an entry it is
//! only noted, and the next entry does it.

use std::rc::Rc;

use super::entry::Shared;
use super::handle::{Scope, Value};
use super::jsc::*;

/// One `JSValueProtect`, undone once on drop.
pub(crate) struct Protected {
    raw: ValueRef,
    shared: Rc<Shared>,
}

impl Protected {
    pub(crate) fn new(value: Value<'_>) -> Protected {
        let scope = value.scope();
        // SAFETY: a live value of this context, whose lock is held while the scope lives.
        unsafe { JSValueProtect(scope.context(), value.raw()) };
        Protected {
            raw: value.raw(),
            shared: scope.shared_rc(),
        }
    }

    pub(crate) fn get<'s>(&self, scope: Scope<'s>) -> Value<'s> {
        assert!(
            std::ptr::eq(Rc::as_ptr(&self.shared), scope.shared()),
            "a root of another VM"
        );
        scope.adopt(self.raw)
    }
}

impl Drop for Protected {
    fn drop(&mut self) {
        self.shared.unprotect_when_entered(self.raw);
    }
}

/// A value kept alive on the Rust heap, for as long as a clone of this root exists (or the VM).
///
/// May be held across awaits; belongs to the thread of its VM.
#[derive(Clone)]
pub struct Root(Rc<Protected>);

impl Root {
    /// The value, in a scope of the same VM.
    ///
    /// # Panics
    /// If `scope` belongs to another VM.
    pub fn get<'s>(&self, scope: Scope<'s>) -> Value<'s> {
        self.0.get(scope)
    }
}

impl<'s> Scope<'s> {
    /// Keeps a value beyond this scope (`JSValueProtect`).
    pub fn root(self, value: impl Into<Value<'s>>) -> Root {
        Root(Rc::new(Protected::new(value.into())))
    }
}
