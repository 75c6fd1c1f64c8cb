//! Many documents in one text.
//!
//! A page of documents goes to JavaScript as a JSON array. Documents are appended to that array as
//! they are read, and where each begins and ends is kept for those who need them one by one.

use std::ops::Range;

/// A list of JSON values (documents in their stored form, or values of `distinct`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Documents {
    /// `[a,b`: the array without its closing bracket.
    text: String,
    spans: Vec<Range<usize>>,
}

impl Default for Documents {
    fn default() -> Documents {
        Documents::new()
    }
}

impl Documents {
    /// No documents.
    pub fn new() -> Documents {
        Documents::with_capacity(0, 1)
    }

    /// No documents yet, with room for `documents` of `bytes` together.
    pub fn with_capacity(documents: usize, bytes: usize) -> Documents {
        let mut text = String::with_capacity(bytes + documents + 2);
        text.push('[');
        Documents {
            text,
            spans: Vec::with_capacity(documents),
        }
    }

    /// Appends a document; `json` is one JSON value.
    pub fn push(&mut self, json: &str) {
        self.push_with(|text| text.push_str(json));
    }

    /// Appends the document that `write` appends to the text it is given.
    pub fn push_with(&mut self, write: impl FnOnce(&mut String)) {
        if !self.spans.is_empty() {
            self.text.push(',');
        }
        let start = self.text.len();
        write(&mut self.text);
        self.spans.push(start..self.text.len());
    }

    /// Keeps the first `len` documents.
    pub fn truncate(&mut self, len: usize) {
        if len < self.spans.len() {
            self.spans.truncate(len);
            self.text
                .truncate(self.spans.last().map_or(1, |span| span.end));
        }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Bytes of all of them, with what separates them.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// The document at `index`.
    pub fn get(&self, index: usize) -> Option<&str> {
        self.spans.get(index).map(|span| &self.text[span.clone()])
    }

    /// One after another.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> + DoubleEndedIterator {
        self.spans.iter().map(|span| &self.text[span.clone()])
    }

    /// All of them as a JSON array.
    pub fn into_json_array(mut self) -> String {
        self.text.push(']');
        self.text
    }
}

impl<'a> FromIterator<&'a str> for Documents {
    fn from_iter<I: IntoIterator<Item = &'a str>>(items: I) -> Documents {
        let mut documents = Documents::new();
        items.into_iter().for_each(|json| documents.push(json));
        documents
    }
}

#[cfg(test)]
mod tests {
    use super::Documents;

    #[test]
    fn is_an_array_and_its_parts() {
        let mut documents: Documents = [r#"{"a":1}"#, "2"].into_iter().collect();
        documents.push_with(|text| text.push_str("[3]"));
        assert_eq!(documents.len(), 3);
        assert_eq!(
            documents.iter().collect::<Vec<_>>(),
            [r#"{"a":1}"#, "2", "[3]"]
        );
        documents.truncate(2);
        assert_eq!(documents.get(1), Some("2"));
        assert_eq!(documents.get(2), None);
        assert_eq!(documents.clone().into_json_array(), r#"[{"a":1},2]"#);
        documents.truncate(0);
        documents.push("null");
        assert_eq!(documents.into_json_array(), "[null]");
        assert_eq!(Documents::new().into_json_array(), "[]");
    }
}
