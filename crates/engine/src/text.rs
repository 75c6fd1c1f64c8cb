//! A value's text, as Rust strings.

use crate::sys::JsString;
use crate::{Exception, Value};

impl<'s> Value<'s> {
    /// The string's content with lone surrogates replaced; empty if it is no string.
    pub fn to_str_lossy(self) -> String {
        let mut out = Vec::new();
        self.write_utf8(&mut out);
        into_string(out)
    }

    /// Appends a string's content as UTF-8: NUL kept, a lone surrogate becomes U+FFFD, never cut.
    /// False, and nothing appended, if it is no string.
    pub fn write_utf8(self, out: &mut Vec<u8>) -> bool {
        if self.append_flat(out) {
            return true;
        }
        let Some(string) = self.as_js_string() else {
            return false;
        };
        string.append_utf8(out);
        true
    }

    /// JavaScript's conversion to a string.
    ///
    /// # Errors
    /// What it threw: a `toString` of user code, or a `TypeError` for symbols.
    pub fn to_string(self) -> Result<String, Exception<'s>> {
        self.to_js_string().map(|string| all_of(&string))
    }

    /// `JSON.stringify` with `indent` spaces (0 to 10); `None` for what has no JSON, as undefined.
    ///
    /// # Errors
    /// What it threw: a `toJSON` of user code, a cycle, a BigInt.
    pub fn to_json(self, indent: u32) -> Result<Option<String>, Exception<'s>> {
        let json = self.to_json_string(indent.min(10))?;
        Ok(json.as_ref().map(all_of))
    }

    /// Like [`Value::to_string`], but at most `units_max` UTF-16 units of it.
    ///
    /// # Errors
    /// What the conversion threw.
    pub fn to_string_prefix(self, units_max: usize) -> Result<String, Exception<'s>> {
        let string = self.to_js_string()?;
        let mut out = Vec::new();
        string.append_utf8_prefix(units_max, &mut out);
        Ok(into_string(out))
    }
}

fn all_of(string: &JsString) -> String {
    let mut out = Vec::new();
    string.append_utf8(&mut out);
    into_string(out)
}

fn into_string(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("the conversion writes UTF-8")
}
