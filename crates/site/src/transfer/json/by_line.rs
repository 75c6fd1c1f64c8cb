//! JSON lines: what is wrong with one line stays in that line.

use super::{Found, too_long, utf8};
use crate::transfer::bounds::DOCUMENT_BYTES_MAX;
use crate::transfer::fault::Fault;
use crate::transfer::lines::{self, Line};
use crate::transfer::source::Content;

pub(in crate::transfer) struct ByLine {
    content: Content,
    line: Vec<u8>,
    number: u64,
}

impl ByLine {
    pub(in crate::transfer) fn new(content: Content) -> ByLine {
        ByLine {
            content,
            line: Vec::new(),
            number: 0,
        }
    }
}

impl Iterator for ByLine {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            self.number += 1;
            match lines::next(&mut self.content, &mut self.line, DOCUMENT_BYTES_MAX) {
                Err(error) => return Some(Err(Fault::last(self.number, error.to_string()))),
                Ok(Line::End) => return None,
                Ok(Line::TooLong) => return Some(Err(Fault::row(self.number, too_long()))),
                Ok(Line::Whole) => {}
            }
            let text = self.line.trim_ascii();
            if !text.is_empty() {
                return Some(utf8(self.number, text));
            }
        }
    }
}
