//! Where in a document a value is: `address.city`, parsed once.
//!
//! A dot separates segments; any other character, a blank or a quote included, belongs to a name.
//! On the way an array is entered by an index (`tags.0`), or by a name, which then stands for that
//! member of each of its elements that is an object (`lines.price`). A member at the top level whose
//! own name is the whole path comes first, so names with dots in them are found too.

use super::error::{DataError, Wde};

/// A dotted path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Path {
    text: String,
    segments: Vec<String>,
}

impl Path {
    /// Reads a dotted path. What has empty segments (`No.`, `..`) is the name of a member at the top
    /// level. Refused are the empty text (WDE0003) and segments that start with `$` (WDE0134).
    pub fn parse(text: &str) -> Result<Path, DataError> {
        if text.is_empty() {
            return Err(DataError::new(
                Wde::FIELD_NOT_STRING,
                "The name of a field is empty.",
            ));
        }
        if text.split('.').any(|name| name.starts_with('$')) {
            let message = format!("Field names must not start with $: [{text}].");
            return Err(DataError::new(Wde::FIELD_NAME, message));
        }
        if text.split('.').any(str::is_empty) {
            return Ok(Path::literal(text));
        }
        Ok(Path {
            text: text.to_owned(),
            segments: text.split('.').map(str::to_owned).collect(),
        })
    }

    /// The path of the member `name` at the top level, dots and all.
    pub fn literal(name: &str) -> Path {
        Path {
            text: name.to_owned(),
            segments: vec![name.to_owned()],
        }
    }

    /// The path as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The names, from the outermost on; at least one.
    pub fn segments(&self) -> &[String] {
        &self.segments
    }
}
