//! Rows as documents. The file is read twice: for the types, then for the rows.

use super::cell::{Kind, push_string};
use super::columns::{self, Column, Overrides};
use super::infer::Guess;
use super::records::Records;
use crate::transfer::fault::Fault;
use crate::transfer::source::Content;

/// How much of a cell a message shows, in characters.
const SHOWN_CHARS: usize = 40;

/// A table's rows, each as the JSON text of a document.
pub(in crate::transfer) struct Rows {
    records: Records,
    pub(in crate::transfer) columns: Vec<Column>,
    /// Overrides that name no column.
    pub(in crate::transfer) unused: Vec<String>,
    json: Vec<u8>,
}

impl Rows {
    /// Reads the first content to its end for the types; the second is the same, unread.
    ///
    /// # Errors
    /// There are no headers, or two are the same field.
    pub(in crate::transfer) fn open(
        for_types: Content,
        content: Content,
        overrides: &Overrides,
    ) -> Result<Rows, String> {
        let (mut records, headers) = Records::open(for_types)?;
        let mut columns = columns::name(&headers, overrides)?;
        infer(&mut records, &mut columns, overrides);
        let (records, _) = Records::open(content)?;
        Ok(Rows {
            records,
            unused: columns::unused(&columns, overrides),
            columns,
            json: Vec::new(),
        })
    }

    fn document(&mut self) -> Result<String, String> {
        let cells = self.records.cells();
        let has_more = cells
            .iter()
            .skip(self.columns.len())
            .any(|cell| !cell.is_empty());
        if has_more || cells.len() < self.columns.len() {
            return Err(format!(
                "{} cells; there are {} headers",
                cells.len(),
                self.columns.len()
            ));
        }
        self.json.clear();
        self.json.push(b'{');
        for (column, cell) in self.columns.iter().zip(cells) {
            if column.key.is_empty() || cell.is_empty() {
                continue;
            }
            let cell = std::str::from_utf8(cell).map_err(|_| {
                format!("{}: this is not UTF-8; save the file as UTF-8", column.key)
            })?;
            push_member(column, cell, &mut self.json)?;
        }
        self.json.push(b'}');
        Ok(String::from_utf8(self.json.clone()).expect("JSON of texts is text"))
    }
}

fn push_member(column: &Column, cell: &str, json: &mut Vec<u8>) -> Result<(), String> {
    if column.kind != Kind::Text && cell.trim().is_empty() {
        return Ok(());
    }
    if json.len() > 1 {
        json.push(b',');
    }
    push_string(&column.key, json);
    json.push(b':');
    column
        .kind
        .push_json(cell, json)
        .map_err(|what| format!("{}: {} is {what}", column.key, shown(cell)))
}

fn shown(cell: &str) -> String {
    match cell.char_indices().nth(SHOWN_CHARS) {
        Some((end, _)) => format!("{:?}..", &cell[..end]),
        None => format!("{cell:?}"),
    }
}

fn infer(records: &mut Records, columns: &mut [Column], overrides: &Overrides) {
    let mut guesses = vec![Guess::new(); columns.len()];
    // What cannot be read is reported when the rows are.
    while let Some(Ok(_)) = records.advance() {
        for (guess, cell) in guesses.iter_mut().zip(records.cells()) {
            if let Ok(cell) = std::str::from_utf8(cell) {
                guess.see(cell);
            }
        }
    }
    for (column, guess) in columns.iter_mut().zip(guesses) {
        let said = columns::said_kind(column, overrides);
        if let Some(kind) = said {
            column.kind = kind;
        } else if !column.is_system() {
            column.kind = guess.kind();
            column.is_days = guess.is_days();
        }
    }
}

impl Iterator for Rows {
    type Item = Result<(u64, String), Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let line = match self.records.advance()? {
                Ok(line) => line,
                Err(fault) => return Some(Err(fault)),
            };
            // Spreadsheets write rows of nothing but separators.
            if self.records.cells().iter().all(<[u8]>::is_empty) {
                continue;
            }
            let document = self.document();
            return Some(match document {
                Ok(json) => Ok((line, json)),
                Err(what) => Err(Fault::row(line, what)),
            });
        }
    }
}
