//! The list of known failures. A line is `file: name | reason`; in which `*` stands for anything. A line
//! `file | reason` skips a whole file that cannot run here; a file may be a folder that ends with `/`.

use crate::options::Options;
use std::cell::RefCell;

const LIST: &str = include_str!("../../js/tests/wpt/failures.txt");

pub struct Expected {
    failures: Vec<Failure>,
    skips: Vec<&'static str>,
    skipped: RefCell<Vec<String>>,
}

/// A failure that is known.
struct Failure {
    place: &'static str,
    /// Only with the newer data of `WPT_DIR`, or only without.
    newer: Option<bool>,
}

/// Whether a place is one that a pattern means, in which `*` stands for anything.
fn matches(pattern: &str, place: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = place.strip_prefix(first) else {
        return false;
    };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

impl Expected {
    pub fn read() -> Expected {
        let lines = LIST
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        let mut expected = Expected {
            failures: Vec::new(),
            skips: Vec::new(),
            skipped: RefCell::default(),
        };
        for line in lines {
            let (place, reason) = line.rsplit_once(" | ").unwrap_or((line, ""));
            assert!(!reason.trim().is_empty(), "no reason is given: {line}");
            if place.contains(": ") || place.ends_with(':') {
                let newer = match reason.split_once(')') {
                    Some(("(newer data", _)) => Some(true),
                    Some(("(older data", _)) => Some(false),
                    _ => None,
                };
                expected.failures.push(Failure { place, newer });
            } else {
                expected.skips.push(place);
            }
        }
        expected
    }

    /// Whether a file is skipped.
    pub fn skips(&self, file: &str) -> bool {
        let skips = self
            .skips
            .iter()
            .any(|skip| *skip == file || (skip.ends_with('/') && file.starts_with(skip)));
        if skips {
            self.skipped.borrow_mut().push(file.to_owned());
        }
        skips
    }

    /// How many files of an area were skipped.
    pub fn skipped(&self, area: &str) -> usize {
        let skipped = self.skipped.borrow();
        skipped.iter().filter(|file| file.starts_with(area)).count()
    }

    /// Whether a failure is known.
    pub fn allows(&self, place: &str) -> bool {
        self.failures
            .iter()
            .any(|known| matches(known.place, place))
    }

    /// Whether what failed asks for the opposite of what the newer data does.
    pub fn is_outdated(&self, place: &str) -> bool {
        self.failures
            .iter()
            .any(|known| known.newer == Some(false) && matches(known.place, place))
    }

    /// Entries that nothing failed for, but for those of files and data that were not run.
    pub fn unused<'a>(
        &self,
        failed: impl Iterator<Item = &'a str>,
        options: &Options,
    ) -> Vec<&'static str> {
        let failed: Vec<&str> = failed.collect();
        let newer = options.newer.is_some();
        let unused = self.failures.iter().filter(|known| {
            let used = failed.iter().any(|place| matches(known.place, place));
            let file = known.place.split(": ").next().unwrap_or_default();
            !used && options.wants(file) && known.newer.is_none_or(|only| only == newer)
        });
        unused.map(|known| known.place).collect()
    }
}
