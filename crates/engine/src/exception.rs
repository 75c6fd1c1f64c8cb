//! What JavaScript threw, and a report of it that can be made of anything without throwing again.

use crate::{Kind, Object, Scope, Value};

/// Longest text taken from an error, in UTF-16 units.
const TEXT_UNITS_MAX: usize = 64 * 1024;

/// A thrown value, or the sign that the VM has ended.
#[derive(Clone, Copy)]
pub struct Exception<'s> {
    value: Value<'s>,
    is_termination: bool,
}

/// A plain description of a thrown value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorReport {
    /// The error's name, as `TypeError`; empty if the value is no object.
    pub name: String,
    /// The error's message, or the value as text.
    pub message: String,
    /// The engine's stack, one frame per line, without the message; empty if there is none.
    pub stack_raw: String,
    /// Where it was made, in the code as the engine ran it.
    pub position: Option<Position>,
}

/// A place in a script, lines and columns counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The script's URL as given to [`Scope::eval`].
    pub url: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1; 0 if unknown.
    pub column: u32,
}

impl<'s> Exception<'s> {
    pub(crate) fn new(value: Value<'s>) -> Exception<'s> {
        Exception {
            value,
            is_termination: false,
        }
    }

    pub(crate) fn termination(scope: Scope<'s>) -> Exception<'s> {
        Exception {
            value: scope.undefined(),
            is_termination: true,
        }
    }

    /// What was thrown; undefined if the VM has ended.
    pub fn value(self) -> Value<'s> {
        self.value
    }

    /// True if nothing was thrown: the VM has ended, and `enter` will say why.
    pub fn is_termination(self) -> bool {
        self.is_termination
    }

    /// Describes it. Getters of the thrown object may run; what they throw is ignored.
    pub fn report(self) -> ErrorReport {
        ErrorReport::of(self.value)
    }
}

impl ErrorReport {
    /// Describes any value as if it had been thrown. Never fails.
    pub fn of(value: Value<'_>) -> ErrorReport {
        match value.as_object() {
            Some(object) => of_object(object),
            None => ErrorReport {
                message: text_of(value),
                ..ErrorReport::default()
            },
        }
    }

    /// `Name: message`, whichever of both there is.
    pub fn header(&self) -> String {
        match (self.name.is_empty(), self.message.is_empty()) {
            (true, _) => self.message.clone(),
            (false, true) => self.name.clone(),
            (false, false) => format!("{}: {}", self.name, self.message),
        }
    }
}

fn of_object(object: Object<'_>) -> ErrorReport {
    let stack_raw = property_text(object, "stack").unwrap_or_default();
    let name = property_text(object, "name").unwrap_or_default();
    let message = match property_text(object, "message") {
        Some(message) => message,
        None if name.is_empty() => text_of(object.value()),
        None => String::new(),
    };
    let position = position_of(object);
    ErrorReport {
        name,
        message,
        stack_raw,
        position,
    }
}

fn position_of(object: Object<'_>) -> Option<Position> {
    Some(Position {
        url: property_text(object, "sourceURL")?,
        line: property_number(object, "line")?,
        column: property_number(object, "column").unwrap_or(0),
    })
}

fn property_text(object: Object<'_>, key: &str) -> Option<String> {
    let value = object.get(key).ok()?;
    (value.kind() == Kind::String)
        .then(|| value.to_string_prefix(TEXT_UNITS_MAX).ok())
        .flatten()
}

fn property_number(object: Object<'_>, key: &str) -> Option<u32> {
    let number = object.get(key).ok()?.as_number()?;
    (number >= 0.0 && number <= f64::from(u32::MAX)).then_some(number as u32)
}

/// The value as text. What cannot be converted (a symbol, an object whose conversion throws) is
/// described by its kind.
fn text_of(value: Value<'_>) -> String {
    value
        .to_string_prefix(TEXT_UNITS_MAX)
        .unwrap_or_else(|_| format!("{:?}", value.kind()).to_lowercase())
}
