//! Host functions that keep the engine's lock, where its library does not export what makes them.

use super::entry::Shared;
use super::function::Args;
use super::handle::{Object, Scope, Value};
use super::jsc::{ContextRef, GroupRef};

/// Never filled.
#[derive(Default)]
pub(super) struct Natives;

/// Nothing to find.
pub(super) fn join(_: &Shared) {}

/// Nothing to forget.
pub(super) fn leave(_: &Shared) {}

/// Nothing to try.
pub(super) fn learn(_: GroupRef, _: ContextRef) {}

impl<'s> Scope<'s> {
    /// As [`Scope::function`].
    pub fn lasting_function<F>(self, name: &str, f: F) -> Object<'s>
    where
        F: for<'a> Fn(Scope<'a>, Args<'a>) -> Result<Value<'a>, Value<'a>> + 'static,
    {
        self.function(name, f)
    }

    /// Never.
    pub fn has_lasting_functions(self) -> bool {
        false
    }
}
