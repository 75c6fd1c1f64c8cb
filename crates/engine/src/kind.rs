//! The kinds of JavaScript values, and the questions that follow from them.

use crate::Value;

/// What a value is: `typeof`, with null told apart and functions counted as objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are JavaScript's own")]
pub enum Kind {
    Undefined,
    Null,
    Bool,
    Number,
    String,
    Symbol,
    BigInt,
    Object,
}

impl Value<'_> {
    /// True for `undefined`.
    pub fn is_undefined(self) -> bool {
        self.kind() == Kind::Undefined
    }

    /// True for `null`.
    pub fn is_null(self) -> bool {
        self.kind() == Kind::Null
    }

    /// True for `undefined` and `null`.
    pub fn is_nullish(self) -> bool {
        matches!(self.kind(), Kind::Undefined | Kind::Null)
    }

    /// True for `true` and `false`.
    pub fn is_bool(self) -> bool {
        self.kind() == Kind::Bool
    }

    /// True for numbers, NaN included.
    pub fn is_number(self) -> bool {
        self.kind() == Kind::Number
    }

    /// True for primitive strings.
    pub fn is_string(self) -> bool {
        self.kind() == Kind::String
    }

    /// True for objects of every sort, functions included.
    pub fn is_object(self) -> bool {
        self.kind() == Kind::Object
    }

    /// True for objects that can be called.
    pub fn is_function(self) -> bool {
        self.as_object().is_some_and(|object| object.is_function())
    }

    /// The truth value, if it is one; no conversion.
    pub fn as_bool(self) -> Option<bool> {
        self.is_bool().then(|| self.is_truthy())
    }
}
