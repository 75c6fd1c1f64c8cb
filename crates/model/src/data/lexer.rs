//! The tokens of JSON that other people wrote: everything is checked, nothing is built.
//!
//! Both readers of foreign text, the one that makes trees and the one that copies items, walk with
//! this; they keep their own stacks, so that depth costs memory they count and never the thread's.

use super::value::JsonError;

pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

type Result<T> = std::result::Result<T, JsonError>;

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Lexer<'a> {
        Lexer { text, at: 0 }
    }

    pub(super) fn fail<T>(&self, problem: &'static str) -> Result<T> {
        Err(JsonError {
            at: self.at,
            problem,
        })
    }

    /// The next byte that is not white space, which stays to be read.
    pub(super) fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    /// Takes the next byte when it is `byte`.
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    pub(super) fn expect(&mut self, byte: u8, problem: &'static str) -> Result<()> {
        if self.take(byte) {
            Ok(())
        } else {
            self.fail(problem)
        }
    }

    /// Nothing but white space is left.
    pub(super) fn end(&mut self) -> Result<()> {
        match self.peek() {
            None => Ok(()),
            Some(_) => self.fail("there is something after the value"),
        }
    }

    /// A string: what stands between its quotes, escapes as they are.
    pub(super) fn string(&mut self) -> Result<&'a str> {
        self.expect(b'"', "a string is expected")?;
        let start = self.at;
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => self.escape()?,
                Some(byte) if *byte < 0x20 => {
                    return self.fail("a control character stands in a string");
                }
                Some(_) => self.at += 1,
                None => return self.fail("a string does not end"),
            }
        }
        let content = &self.text[start..self.at];
        self.at += 1;
        Ok(content)
    }

    fn escape(&mut self) -> Result<()> {
        let rest = &self.text.as_bytes()[self.at + 1..];
        let length = match rest.first() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
            Some(b'u') if rest.len() > 4 && rest[1..5].iter().all(u8::is_ascii_hexdigit) => 6,
            _ => return self.fail("an escape in a string is not valid"),
        };
        self.at += length;
        Ok(())
    }

    /// A number, as it is written.
    pub(super) fn number(&mut self) -> Result<&'a str> {
        self.peek();
        let start = self.at;
        self.at += usize::from(self.byte() == Some(b'-'));
        match self.byte() {
            Some(b'0') => self.at += 1,
            Some(b'1'..=b'9') => self.digits()?,
            _ => return self.fail("a value is expected"),
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), Some(b'+' | b'-')));
            self.digits()?;
        }
        Ok(&self.text[start..self.at])
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn digits(&mut self) -> Result<()> {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at == start {
            self.fail("a digit is expected")
        } else {
            Ok(())
        }
    }

    /// `true`, `false` or `null`, as it is written.
    pub(super) fn word(&mut self) -> Result<&'a str> {
        self.peek();
        let rest = &self.text[self.at..];
        match ["true", "false", "null"]
            .into_iter()
            .find(|word| rest.starts_with(word))
        {
            Some(word) => {
                let text = &rest[..word.len()];
                self.at += word.len();
                Ok(text)
            }
            None => self.fail("a value is expected"),
        }
    }
}
