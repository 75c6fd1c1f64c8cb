//! A JSON array of documents, or documents one after another: each is cut out where its brackets
//! close, without holding the ones before or after it.

use std::io::{self, BufRead};

use super::{Found, too_long, utf8};
use crate::transfer::bounds::DOCUMENT_BYTES_MAX;
use crate::transfer::fault::Fault;
use crate::transfer::source::Content;

pub(in crate::transfer) struct Spans {
    content: Content,
    /// Whether the documents are in one array.
    is_array: bool,
    line: u64,
    state: State,
    span: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Before,
    Within,
    After,
}

/// Where a value is cut off.
#[derive(Default)]
struct Cut {
    depth: usize,
    in_string: bool,
    is_escaped: bool,
}

/// Whether a byte belongs to the value that is being read.
#[derive(PartialEq, Eq)]
enum Belongs {
    Goes,
    IsLast,
    /// It is the first that does not.
    No,
}

impl Cut {
    fn step(&mut self, byte: u8) -> Belongs {
        if self.in_string {
            self.in_string = byte != b'"' || self.is_escaped;
            self.is_escaped = byte == b'\\' && !self.is_escaped;
            return self.goes_while(self.in_string || self.depth > 0);
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' if self.depth > 0 => {
                self.depth -= 1;
                return self.goes_while(self.depth > 0);
            }
            b',' | b']' | b'\n' if self.depth == 0 => return Belongs::No,
            _ => {}
        }
        Belongs::Goes
    }

    fn goes_while(&self, goes: bool) -> Belongs {
        if goes { Belongs::Goes } else { Belongs::IsLast }
    }
}

impl Spans {
    pub(in crate::transfer) fn new(content: Content, is_array: bool) -> Spans {
        Spans {
            content,
            is_array,
            line: 1,
            state: if is_array {
                State::Before
            } else {
                State::Within
            },
            span: Vec::new(),
        }
    }

    /// The next byte that is no white space, which stays unread; lines are counted.
    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let chunk = self.content.fill_buf()?;
            if chunk.is_empty() {
                return Ok(None);
            }
            let blank = chunk
                .iter()
                .position(|byte| !byte.is_ascii_whitespace())
                .unwrap_or(chunk.len());
            self.line += newlines(&chunk[..blank]);
            let found = chunk.get(blank).copied();
            self.content.consume(blank);
            if found.is_some() {
                return Ok(found);
            }
        }
    }

    /// Reads one value into `span`; `None` when the file ends within it, else whether it is short
    /// enough to be held.
    fn read_value(&mut self) -> io::Result<Option<bool>> {
        self.span.clear();
        let mut cut = Cut::default();
        let mut fits = true;
        loop {
            let chunk = self.content.fill_buf()?;
            if chunk.is_empty() {
                return Ok(None);
            }
            let mut taken = 0;
            let mut is_done = false;
            for byte in chunk {
                match cut.step(*byte) {
                    Belongs::Goes => taken += 1,
                    Belongs::IsLast => {
                        taken += 1;
                        is_done = true;
                    }
                    Belongs::No => is_done = true,
                }
                if is_done {
                    break;
                }
            }
            self.line += newlines(&chunk[..taken]);
            fits &= self.span.len() + taken <= DOCUMENT_BYTES_MAX;
            if fits {
                self.span.extend_from_slice(&chunk[..taken]);
            }
            self.content.consume(taken);
            if is_done {
                return Ok(Some(fits));
            }
        }
    }

    fn value(&mut self, first: u8) -> io::Result<Found> {
        let line = self.line;
        Ok(match self.read_value()? {
            None => {
                self.state = State::After;
                Err(Fault::last(line, "the file ends within this document"))
            }
            Some(false) => Err(Fault::row(line, too_long())),
            Some(true) if first != b'{' => Err(Fault::row(line, "this is not an object")),
            Some(true) => utf8(line, &self.span),
        })
    }

    fn advance(&mut self) -> io::Result<Option<Found>> {
        loop {
            let next = self.peek()?;
            match (self.state, next) {
                (State::Before, Some(b'[')) => {
                    self.state = State::Within;
                    self.content.consume(1);
                }
                (State::Before, _) => unreachable!("a file that begins otherwise is no array"),
                (State::Within, Some(b',')) if self.is_array => self.content.consume(1),
                (State::Within, Some(b']')) if self.is_array => {
                    self.state = State::After;
                    self.content.consume(1);
                }
                (State::Within, Some(first @ (b',' | b']'))) => {
                    let what = format!("'{}' between documents", char::from(first));
                    return Ok(Some(Err(Fault::last(self.line, what))));
                }
                (State::Within, Some(first)) => return self.value(first).map(Some),
                (State::Within, None) if self.is_array => {
                    return Ok(Some(Err(Fault::last(
                        self.line,
                        "the file ends before the array does",
                    ))));
                }
                (State::After, Some(_)) => {
                    let what = "there is something after the array";
                    return Ok(Some(Err(Fault::last(self.line, what))));
                }
                (State::Within | State::After, None) => return Ok(None),
            }
        }
    }
}

impl Iterator for Spans {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        match self.advance() {
            Ok(found) => found,
            Err(error) => Some(Err(Fault::last(self.line, error.to_string()))),
        }
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}
