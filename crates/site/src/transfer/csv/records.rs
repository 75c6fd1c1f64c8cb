//! A table's rows as cells: the separator found out, no row longer than what is held of it.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

use csv::{ByteRecord, ReaderBuilder};

use crate::transfer::bounds::{COLUMNS_MAX, DOCUMENT_BYTES_MAX};
use crate::transfer::fault::Fault;
use crate::transfer::source::Content;

/// The rows after the headers.
pub(super) struct Records {
    reader: csv::Reader<Bounded>,
    record: ByteRecord,
}

impl Records {
    /// Reads the headers.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(super) fn open(mut content: Content) -> Result<(Records, Vec<String>), String> {
        let start = content.fill_buf().map_err(|error| error.to_string())?;
        let separator = separator(start);
        let bounded = Bounded {
            content,
            left: DOCUMENT_BYTES_MAX,
            read: 0,
            newlines: VecDeque::new(),
            line: 1,
        };
        let reader = ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(64 * 1024)
            .from_reader(bounded);
        let mut records = Records {
            reader,
            record: ByteRecord::new(),
        };
        let headers = match records.advance() {
            Some(Ok(_)) => records.headers()?,
            Some(Err(fault)) => return Err(fault.what),
            None => return Err("the file is empty".to_owned()),
        };
        Ok((records, headers))
    }

    fn headers(&self) -> Result<Vec<String>, String> {
        let mut headers = Vec::with_capacity(self.record.len());
        for cell in &self.record {
            let header = std::str::from_utf8(cell)
                .map_err(|_| "the headers are not UTF-8; save the file as UTF-8")?;
            headers.push(header.trim().to_owned());
        }
        // A separator after the last header makes no column.
        while headers.last().is_some_and(String::is_empty) {
            headers.pop();
        }
        match headers.len() {
            0 => Err("the first line has no headers".to_owned()),
            count if count > COLUMNS_MAX => {
                Err(format!("{count} columns; at most {COLUMNS_MAX} are taken"))
            }
            _ => Ok(headers),
        }
    }

    /// Goes to the next row and gives the line where it begins.
    pub(super) fn advance(&mut self) -> Option<Result<u64, Fault>> {
        self.reader.get_mut().left = DOCUMENT_BYTES_MAX;
        match self.reader.read_byte_record(&mut self.record) {
            Ok(false) => None,
            Ok(true) => Some(Ok(self.begin())),
            Err(error) => Some(Err(Fault::last(self.reader.get_ref().line, reason(error)))),
        }
    }

    /// The line where the row begins. The parser's own position is before the blank lines, and the
    /// rest of a CRLF, that it still has to pass over; what is certain is where the row ends.
    fn begin(&mut self) -> u64 {
        let within = self.record.as_slice().iter().filter(|byte| **byte == b'\n');
        let within = within.count() as u64;
        let end = self.reader.position().byte();
        self.reader.get_mut().pass(end) - within
    }

    /// The cells of the row.
    pub(super) fn cells(&self) -> &ByteRecord {
        &self.record
    }
}

fn reason(error: csv::Error) -> String {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.to_string(),
        kind => format!("{kind:?}"),
    }
}

/// The character that separates the cells of the first row: Wix writes commas, spreadsheets write
/// semicolons where the comma is for decimals.
fn separator(start: &[u8]) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut is_quoted = false;
    for byte in start {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            byte if !is_quoted => {
                for (separator, count) in &mut counts {
                    *count += usize::from(byte == separator);
                }
            }
            _ => {}
        }
    }
    let best = counts.iter().rev().max_by_key(|(_, count)| *count);
    best.expect("there are three").0
}

/// Bytes for a row, until they are more than a row may have.
struct Bounded {
    content: Content,
    left: usize,
    /// How many were read.
    read: u64,
    /// Where line feeds are among those that no row has passed yet.
    newlines: VecDeque<u64>,
    /// The line that follows the last row.
    line: u64,
}

impl Bounded {
    /// Passes a row that ends here, with its line feed if it has one; gives its last line.
    fn pass(&mut self, end: u64) -> u64 {
        while self.newlines.front().is_some_and(|at| at + 1 < end) {
            self.newlines.pop_front();
            self.line += 1;
        }
        let last = self.line;
        if self.newlines.front().is_some_and(|at| at + 1 == end) {
            self.newlines.pop_front();
            self.line += 1;
        }
        last
    }
}

impl Read for Bounded {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!(
                    "a row of more than {DOCUMENT_BYTES_MAX} bytes; is a quotation mark not closed?"
                ),
            ));
        }
        let taken = self.content.read(into)?;
        self.left = self.left.saturating_sub(taken);
        let feeds = into[..taken].iter().zip(self.read..);
        let feeds = feeds.filter(|(byte, _)| **byte == b'\n');
        self.newlines.extend(feeds.map(|(_, at)| at));
        self.read += taken as u64;
        Ok(taken)
    }
}
