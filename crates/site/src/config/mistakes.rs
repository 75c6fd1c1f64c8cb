//! What is wrong with a `velodrome.toml`, in the form people read.

use std::fmt;

/// One mistake and its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// What is wrong and what to do about it.
    pub message: String,
}

/// All mistakes of one file, by line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistakes(Vec<Mistake>);

impl Mistakes {
    /// Orders the mistakes; `None` when there is none.
    pub(super) fn new(mut mistakes: Vec<Mistake>) -> Option<Mistakes> {
        mistakes.sort();
        mistakes.dedup();
        (!mistakes.is_empty()).then_some(Mistakes(mistakes))
    }

    /// The mistakes by line.
    pub fn iter(&self) -> impl Iterator<Item = &Mistake> {
        self.0.iter()
    }

    /// One line per mistake, each beginning with `file:line:column`.
    pub(super) fn write(&self, f: &mut fmt::Formatter<'_>, file: &dyn fmt::Display) -> fmt::Result {
        for (index, mistake) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(
                f,
                "{file}:{}:{}: {}",
                mistake.line, mistake.column, mistake.message
            )?;
        }
        Ok(())
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, &super::FILE_NAME)
    }
}

impl std::error::Error for Mistakes {}
