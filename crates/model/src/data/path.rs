//! Where in a document a value is: `address.city`, parsed once.
//!
//! A dot separates segments; any other character, a blank or a quote included, belongs to a name.
//! On the way an array is entered by an index (`tags.0`), or by a name, which then stands for that
//! member of each of its elements that is an object (`lines.price`).

use super::error::{DataError, Wde};

/// A dotted path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Path {
    text: String,
    segments: Vec<String>,
}

impl Path {
    /// Reads a dotted path. Empty segments are refused (WDE0003), and so are segments that start
    /// with `$` (WDE0134).
    pub fn parse(text: &str) -> Result<Path, DataError> {
        let segments: Vec<String> = text.split('.').map(str::to_owned).collect();
        if segments.iter().any(String::is_empty) {
            return Err(DataError::new(
                Wde::FIELD_NOT_STRING,
                format!("[{text}] does not name a field."),
            ));
        }
        if segments.iter().any(|name| name.starts_with('$')) {
            return Err(DataError::new(
                Wde::FIELD_NAME,
                format!("Field names must not start with $: [{text}]."),
            ));
        }
        Ok(Path {
            text: text.to_owned(),
            segments,
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
