//! Text without regard to case: full Unicode case folding, so that `STRASSE` contains `straße`.
//!
//! Folding may make one character several; a piece of those matches too (`ß` starts with `s`).

use std::borrow::Cow;
use std::fmt;

use icu_casemap::CaseMapper;
use memchr::memmem::Finder;

/// Haystacks up to this length are folded without an allocation.
const SHORT: usize = 256;

/// What `contains`, `startsWith` and `endsWith` look for, folded once.
#[derive(Clone)]
pub struct Folded {
    given: String,
    finder: Box<Finder<'static>>,
}

impl Folded {
    /// Prepares a text to be looked for.
    pub fn new(given: impl Into<String>) -> Folded {
        let given = given.into();
        let finder = Box::new(Finder::new(fold(&given).as_bytes()).into_owned());
        Folded { given, finder }
    }

    /// The text as it was given.
    pub fn as_str(&self) -> &str {
        &self.given
    }

    /// Whether `text` contains it.
    pub fn is_in(&self, text: &str) -> bool {
        with_folded(text, |folded| self.finder.find(folded).is_some())
    }

    /// Whether `text` starts with it.
    pub fn is_start_of(&self, text: &str) -> bool {
        with_folded(text, |folded| folded.starts_with(self.finder.needle()))
    }

    /// Whether `text` ends with it.
    pub fn is_end_of(&self, text: &str) -> bool {
        with_folded(text, |folded| folded.ends_with(self.finder.needle()))
    }
}

impl PartialEq for Folded {
    fn eq(&self, other: &Folded) -> bool {
        self.given == other.given
    }
}

impl fmt::Debug for Folded {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.given.fmt(out)
    }
}

impl From<&str> for Folded {
    fn from(given: &str) -> Folded {
        Folded::new(given)
    }
}

fn fold(text: &str) -> Cow<'_, str> {
    CaseMapper::new().fold_string(text)
}

fn with_folded<T>(text: &str, then: impl FnOnce(&[u8]) -> T) -> T {
    if !text.is_ascii() {
        return then(fold(text).as_bytes());
    }
    let mut short = [0_u8; SHORT];
    match short.get_mut(..text.len()) {
        Some(buffer) => {
            buffer.copy_from_slice(text.as_bytes());
            buffer.make_ascii_lowercase();
            then(buffer)
        }
        None => then(text.to_ascii_lowercase().as_bytes()),
    }
}
