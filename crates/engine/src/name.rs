//! Property names made once and used often.

use crate::sys::JsString;

/// A property name in the engine's own form. Belongs to no VM; stays on its thread.
#[derive(Clone)]
pub struct Name(JsString);

impl Name {
    /// Makes a name (`JSStringCreateWithUTF8CString` or `..WithCharacters`).
    pub fn new(text: &str) -> Name {
        Name(JsString::new(text))
    }

    pub(crate) fn string(&self) -> &JsString {
        &self.0
    }
}
