//! What a cell can mean. Cells have no types; a column gets one, and each of its cells must fit.

use std::fmt;
use std::str::FromStr;

use serde::de::IgnoredAny;

use crate::transfer::date::{Moment, parse, parse_month_first};
use velodrome_model::data::date::to_iso;

/// The type of a column's values. Empty cells are no value in any of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The cell as it is.
    Text,
    /// A JavaScript number.
    Number,
    /// `true` or `false`, in any case of letters.
    Boolean,
    /// A moment: ISO 8601, or `MM/DD/YYYY HH:mm`.
    Date,
    /// JSON: tags, references, a media gallery, an address, rich content.
    Json,
}

const NAMES: [(&str, Kind); 5] = [
    ("text", Kind::Text),
    ("number", Kind::Number),
    ("boolean", Kind::Boolean),
    ("date", Kind::Date),
    ("json", Kind::Json),
];

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = NAMES.iter().find(|(_, kind)| kind == self);
        f.pad(named.expect("every kind has a name").0)
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(name: &str) -> Result<Kind, String> {
        let named = NAMES.iter().find(|(known, _)| *known == name);
        named
            .map(|(_, kind)| *kind)
            .ok_or_else(|| format!("{name:?} is none of text, number, boolean, date, json"))
    }
}

impl Kind {
    /// Appends the cell's value as JSON; an empty cell must not come here.
    ///
    /// # Errors
    /// What the cell is not.
    pub(super) fn push_json(self, cell: &str, out: &mut Vec<u8>) -> Result<(), &'static str> {
        let trimmed = cell.trim();
        match self {
            Kind::Text => push_string(cell, out),
            Kind::Number => {
                let number = number(trimmed).ok_or("no number")?;
                out.extend_from_slice(number.to_string().as_bytes());
            }
            Kind::Boolean => {
                let truth = boolean(trimmed).ok_or("neither true nor false")?;
                out.extend_from_slice(if truth { b"true" } else { b"false" });
            }
            Kind::Date => {
                let moment = date(trimmed).ok_or("no date (2024-01-31T23:59:58Z)")?;
                out.extend_from_slice(b"{\"$date\":\"");
                out.extend_from_slice(to_iso(moment.ms()).as_bytes());
                out.extend_from_slice(b"\"}");
            }
            Kind::Json => {
                if !is_json(trimmed) {
                    return Err("no JSON");
                }
                out.extend_from_slice(trimmed.as_bytes());
            }
        }
        Ok(())
    }
}

/// Appends a JSON string.
pub(super) fn push_string(text: &str, out: &mut Vec<u8>) {
    serde_json::to_writer(out, text).expect("text can be written into memory");
}

/// A number written as JSON writes it; never an infinite one.
pub(super) fn number(cell: &str) -> Option<f64> {
    let digits = cell.strip_prefix('-').unwrap_or(cell).as_bytes();
    let starts_well = match digits {
        [b'0'] => true,
        [b'0', next, ..] => !next.is_ascii_digit(),
        [first, ..] => first.is_ascii_digit(),
        [] => false,
    };
    let last_is_digit = digits.last().is_some_and(u8::is_ascii_digit);
    let has_bare_point = cell.contains(".e") || cell.contains(".E");
    if !starts_well || !last_is_digit || has_bare_point {
        return None;
    }
    let number: f64 = cell.parse().ok()?;
    // Minus zero is written as JSON.stringify writes it.
    number.is_finite().then_some(number + 0.0)
}

pub(super) fn boolean(cell: &str) -> Option<bool> {
    if cell.eq_ignore_ascii_case("true") {
        return Some(true);
    }
    cell.eq_ignore_ascii_case("false").then_some(false)
}

pub(super) fn date(cell: &str) -> Option<Moment> {
    parse(cell).or_else(|| parse_month_first(cell))
}

pub(super) fn is_json(cell: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(cell).is_ok()
}
