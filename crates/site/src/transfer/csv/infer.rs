//! Guessing a column's type. All of its cells must agree, and what a number or a date would change
//! stays text: postal codes and telephone numbers with leading zeros, long serial numbers, days
//! without a time (which Wix keeps as text).

use super::cell::{self, Kind};
use crate::transfer::date::{Moment, parse};

/// As many digits as every number of a program keeps.
const DIGITS_MAX: usize = 15;

/// What a column may still be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guess {
    is_empty: bool,
    number: bool,
    boolean: bool,
    time: bool,
    day: bool,
    json: bool,
}

impl Guess {
    pub(super) fn new() -> Guess {
        Guess {
            is_empty: true,
            number: true,
            boolean: true,
            time: true,
            day: true,
            json: true,
        }
    }

    /// Takes another cell into account.
    pub(super) fn see(&mut self, cell: &str) {
        let cell = cell.trim();
        let Some(first) = cell.bytes().next() else {
            return;
        };
        self.is_empty = false;
        let begins_number = first.is_ascii_digit() || first == b'-';
        self.number = self.number && begins_number && is_plain_number(cell);
        self.boolean = self.boolean && cell::boolean(cell).is_some();
        if self.time || self.day {
            let moment = parse(cell);
            self.time &= matches!(moment, Some(Moment::Time(_)));
            self.day &= matches!(moment, Some(Moment::Day(_)));
        }
        self.json = self.json && matches!(first, b'[' | b'{') && cell::is_json(cell);
    }

    /// The type that all cells fit.
    pub(super) fn kind(self) -> Kind {
        match self {
            Guess { is_empty: true, .. } => Kind::Text,
            Guess { boolean: true, .. } => Kind::Boolean,
            Guess { number: true, .. } => Kind::Number,
            Guess { time: true, .. } => Kind::Date,
            Guess { json: true, .. } => Kind::Json,
            _ => Kind::Text,
        }
    }

    /// Whether every cell is a day without a time.
    pub(super) fn is_days(self) -> bool {
        !self.is_empty && self.day
    }
}

/// Whether the cell is a number that would be written the same: `12`, `-0.5`; neither `007` nor
/// `1e5`, which may be a serial number, nor one that is too long to be kept.
fn is_plain_number(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    digits <= DIGITS_MAX && !cell.contains(['e', 'E']) && cell::number(cell).is_some()
}
