//! Files of lines `NAME=value`, as many tools write them (`.env`).
//!
//! Read here because such files are usually taken for shell variables: `$` in a value would be
//! replaced, and names could not hold what names of secrets may.
//!
//! ```text
//! # a comment, on a line of its own
//! export NAME=value to the end of the line, spaces around it left out
//! NAME='taken as it is, over several lines if need be'
//! NAME="with \n, \r, \t, \" and \\, over several lines if need be"
//! ```

use std::fmt;

use crate::sealed::SecretText;

/// Why such a file cannot be read. Shows no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvFileError {
    /// Which line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl fmt::Display for EnvFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for EnvFileError {}

/// The names with their values, in the file's order; of a name that is there twice, both.
///
/// # Errors
/// A line is none of the above.
pub fn read_env(text: &str) -> Result<Vec<(String, SecretText)>, EnvFileError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut read = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let line = 1 + text[..text.len() - rest.len()].matches('\n').count();
        let at = |reason| EnvFileError { line, reason };
        let (first, after) = split_line(rest);
        let trimmed = first.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            rest = after;
            continue;
        }
        let entry = trimmed.strip_prefix("export ").map_or(trimmed, str::trim);
        let (name, value) = entry
            .split_once('=')
            .ok_or_else(|| at("a line looks like NAME=value"))?;
        let name = name.trim_end();
        if name.is_empty() {
            return Err(at("the name is missing: a line looks like NAME=value"));
        }
        let value = value.trim_start();
        let value = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                // Where the quote is in what is left of the file: the value may go over this line.
                let start = value.as_ptr() as usize - rest.as_ptr() as usize + 1;
                let (value, length) = quoted(&rest[start..], quote).map_err(at)?;
                let (tail, after) = split_line(&rest[start + length..]);
                if !(tail.trim().is_empty() || tail.trim_start().starts_with('#')) {
                    return Err(at("there is something behind the closing quote"));
                }
                rest = after;
                value
            }
            _ => {
                rest = after;
                value.to_owned()
            }
        };
        read.push((name.to_owned(), SecretText::new(value)));
    }
    Ok(read)
}

/// The first line without its end, and what follows.
fn split_line(text: &str) -> (&str, &str) {
    let (line, after) = text.split_once('\n').unwrap_or((text, ""));
    (line.strip_suffix('\r').unwrap_or(line), after)
}

/// What stands before the closing quote, and how many bytes that takes, quote included.
fn quoted(text: &str, quote: char) -> Result<(String, usize), &'static str> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((place, character)) = characters.next() {
        match character {
            _ if character == quote => return Ok((value, place + 1)),
            '\\' if quote == '"' => match characters.next() {
                Some((_, 'n')) => value.push('\n'),
                Some((_, 'r')) => value.push('\r'),
                Some((_, 't')) => value.push('\t'),
                Some((_, other @ ('"' | '\\' | '$'))) => value.push(other),
                Some((_, other)) => value.extend(['\\', other]),
                None => break,
            },
            _ => value.push(character),
        }
    }
    Err("the closing quote is missing")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(String, String)>, EnvFileError> {
        let entries = read_env(text)?.into_iter();
        Ok(entries
            .map(|(name, value)| (name, value.reveal().to_owned()))
            .collect())
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        expected.iter().map(owned).collect()
    }

    #[test]
    fn every_form_is_read() {
        let text = "\u{feff}# about\r\n\r\nA=plain $A #1 \r\nexport B = spaced\n\nC='it \"is\"\\n'\nD=\"a\\nb\\\"\\\\\\x\" # why\nE=\nF=a=b\nG='two\nlines'\nH$#@-+=x";
        let expected = [
            ("A", "plain $A #1"),
            ("B", "spaced"),
            ("C", "it \"is\"\\n"),
            ("D", "a\nb\"\\\\x"),
            ("E", ""),
            ("F", "a=b"),
            ("G", "two\nlines"),
            ("H$#@-+", "x"),
        ];
        assert_eq!(read(text), Ok(pairs(&expected)));
        assert_eq!(read(""), Ok(vec![]));
    }

    #[test]
    fn mistakes_are_named_by_line() {
        let line = |text: &str| read(text).map_err(|error| error.line);
        assert_eq!(line("A=1\nnonsense\n"), Err(2));
        assert_eq!(line("A='1\n2'\n=x\n"), Err(3));
        assert_eq!(line("A=\"1\n2\n3"), Err(1));
        assert_eq!(line("A='1' 2\n"), Err(1));
        assert_eq!(line("A=\"1\\"), Err(1));
    }
}
