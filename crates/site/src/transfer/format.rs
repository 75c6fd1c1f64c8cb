//! Telling what a file is from how it begins; names and extensions are only hints to people.

use std::fmt;

/// How documents are written in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table with a row of headers.
    Csv,
    /// One array of documents.
    JsonArray,
    /// A document per line.
    JsonLines,
    /// Documents one after another, each over several lines.
    JsonSequence,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Format::Csv => "CSV",
            Format::JsonArray => "JSON array",
            Format::JsonLines => "JSON lines",
            Format::JsonSequence => "JSON documents",
        })
    }
}

impl Format {
    /// The format of a file that begins with these bytes, its byte order mark left out.
    ///
    /// # Errors
    /// What the file is instead, and what to do.
    pub(super) fn sniff(start: &[u8]) -> Result<Format, &'static str> {
        match start {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
                return Err("the file is in UTF-16; save it as UTF-8");
            }
            [b'P', b'K', 3, 4, ..] => {
                return Err(
                    "this is a zip archive or a spreadsheet; unpack it, or save its sheet as CSV",
                );
            }
            _ => {}
        }
        let text = start.trim_ascii_start();
        match text.first() {
            None => Err("the file is empty"),
            Some(b'[') => Ok(Format::JsonArray),
            Some(b'{') if closes_on_its_line(text) => Ok(Format::JsonLines),
            Some(b'{') => Ok(Format::JsonSequence),
            Some(_) => Ok(Format::Csv),
        }
    }
}

/// Whether the object that begins here ends before its line does. A line that is longer than what
/// was read counts: only files for machines have such lines.
fn closes_on_its_line(text: &[u8]) -> bool {
    let Some(end) = memchr_newline(text) else {
        return true;
    };
    let line = text[..end].trim_ascii_end();
    line.len() > 1 && !matches!(line.last(), Some(b'{' | b'[' | b',' | b':'))
}

fn memchr_newline(text: &[u8]) -> Option<usize> {
    text.iter().position(|byte| *byte == b'\n')
}
