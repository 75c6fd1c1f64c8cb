//! Documents as a table, with the columns that Wix's content manager writes.
//!
//! A table has its columns before its rows, so the documents are seen twice: for the fields that
//! any of them has, then for the rows. Types do not survive: JSON lines are for that.

use std::collections::HashSet;
use std::io::{self, Write};

use velodrome_model::data::date::to_iso;
use velodrome_model::data::{Value, public};
use velodrome_store::Scanned;

use super::super::bounds::COLUMNS_MAX;

/// System fields and the columns they are in Wix's files.
const SYSTEM: [(&str, &str); 4] = [
    ("_id", "ID"),
    ("_createdDate", "Created Date"),
    ("_updatedDate", "Updated Date"),
    ("_owner", "Owner"),
];

/// Why documents cannot be written as a table.
#[derive(Debug)]
pub enum Unfit {
    /// They have more different fields than a table may have columns.
    TooManyFields,
    /// One is not what a store keeps.
    NotAnObject,
    /// Writing failed.
    Write(io::Error),
}

impl std::fmt::Display for Unfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Unfit::TooManyFields => write!(
                f,
                "the documents have more than {COLUMNS_MAX} different fields; export JSON lines"
            ),
            Unfit::NotAnObject => f.write_str("a stored document is damaged"),
            Unfit::Write(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Unfit {}

impl From<csv::Error> for Unfit {
    fn from(error: csv::Error) -> Unfit {
        Unfit::Write(io::Error::from(error))
    }
}

/// The columns of a table, as far as documents were seen.
#[derive(Clone, Debug, Default)]
pub(super) struct TableHead {
    fields: Vec<String>,
    known: HashSet<String>,
}

impl TableHead {
    /// Takes the fields of another document.
    ///
    /// # Errors
    /// There are too many.
    pub(super) fn see(&mut self, document: Scanned<'_>) -> Result<(), Unfit> {
        for (name, _) in members(document)? {
            let is_system = SYSTEM.iter().any(|(field, _)| *field == name);
            if is_system || self.known.contains(&name) {
                continue;
            }
            if self.fields.len() + SYSTEM.len() >= COLUMNS_MAX {
                return Err(Unfit::TooManyFields);
            }
            self.known.insert(name.clone());
            self.fields.push(name);
        }
        Ok(())
    }

    /// Writes the row of headers.
    ///
    /// # Errors
    /// Writing failed.
    pub(super) fn write_headers(&self, out: &mut csv::Writer<impl Write>) -> Result<(), Unfit> {
        let system = SYSTEM.iter().map(|(_, header)| *header);
        let headers = system.chain(self.fields.iter().map(String::as_str));
        Ok(out.write_record(headers)?)
    }

    /// Writes a document's row.
    ///
    /// # Errors
    /// Writing failed.
    pub(super) fn write_row(
        &self,
        document: Scanned<'_>,
        out: &mut csv::Writer<impl Write>,
    ) -> Result<(), Unfit> {
        let members = members(document)?;
        let fields = SYSTEM
            .iter()
            .map(|(field, _)| *field)
            .chain(self.fields.iter().map(String::as_str));
        let mut cell = String::new();
        for field in fields {
            cell.clear();
            let member = members.iter().find(|(name, _)| name == field);
            if let Some((_, value)) = member {
                push_cell(
                    value,
                    field.ends_with("Date") && is_system(field),
                    &mut cell,
                );
            }
            out.write_field(&cell)?;
        }
        Ok(out.write_record(None::<&[u8]>)?)
    }
}

fn is_system(field: &str) -> bool {
    SYSTEM.iter().any(|(system, _)| *system == field)
}

/// What a document has, and what it refers to as lists of ids.
fn members(document: Scanned<'_>) -> Result<Vec<(String, Value)>, Unfit> {
    let Ok(Value::Object(mut members)) = Value::parse(document.stored) else {
        return Err(Unfit::NotAnObject);
    };
    for field in document.references {
        let ids = field.to.iter().cloned().map(Value::String);
        members.push((field.field.clone(), Value::Array(ids.collect())));
    }
    Ok(members)
}

fn push_cell(value: &Value, is_system_date: bool, cell: &mut String) {
    match value {
        Value::Null => {}
        Value::String(text) => cell.push_str(text),
        #[expect(
            clippy::cast_possible_truncation,
            reason = "system dates are whole milliseconds"
        )]
        Value::Number(ms) if is_system_date => cell.push_str(&to_iso(*ms as i64)),
        Value::Date(ms) => cell.push_str(&to_iso(*ms)),
        Value::Array(_) | Value::Object(_) => {
            let mut json = String::new();
            value.to_json(&mut json);
            public::value(&json, cell);
        }
        Value::Bool(_) | Value::Number(_) => value.to_json(cell),
    }
}
