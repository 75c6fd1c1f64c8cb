//! Typed reading of TOML values, where a wrong one is noted with its place and reading goes on.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mistakes::{Mistake, Mistakes};

/// A value with its place.
pub(super) type Item<'t> = Spanned<DeValue<'t>>;

/// The text being read and what was found wrong in it.
pub(super) struct Reader<'t> {
    text: &'t str,
    mistakes: Vec<Mistake>,
}

impl<'t> Reader<'t> {
    /// Splits the text into its values; what is not TOML is noted.
    pub(super) fn new(text: &'t str) -> (Reader<'t>, DeTable<'t>) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut reader = Reader {
            text,
            mistakes: Vec::new(),
        };
        for error in errors {
            reader.note(error.span().unwrap_or(0..0), error.message().to_owned());
        }
        (reader, table.into_inner())
    }

    /// Every mistake so far, if any.
    pub(super) fn finish(self) -> Option<Mistakes> {
        Mistakes::new(self.mistakes)
    }

    /// Notes a mistake at a place.
    pub(super) fn note(&mut self, place: Range<usize>, message: String) {
        let before = self.text.get(..place.start).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        self.mistakes.push(Mistake {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message,
        });
    }

    /// Notes a key that does not exist, with the known one that looks most like it.
    pub(super) fn unknown_key(
        &mut self,
        place: Range<usize>,
        section: &str,
        name: &str,
        known: impl IntoIterator<Item = &'static str>,
    ) {
        let near = near_match(name, known)
            .map(|near| format!("; did you mean \"{near}\"?"))
            .unwrap_or_default();
        let whole = if section.is_empty() {
            name.to_owned()
        } else {
            format!("{section}.{name}")
        };
        self.note(place, format!("unknown key \"{whole}\"{near}"));
    }

    /// The text of a string value.
    pub(super) fn string<'i>(&mut self, key: &str, item: &'i Item<'_>) -> Option<&'i str> {
        let text = item.get_ref().as_str();
        if text.is_none() {
            self.wrong_type(key, "a string", item);
        }
        text
    }

    /// The value of a boolean.
    pub(super) fn boolean(&mut self, key: &str, item: &Item<'_>) -> Option<bool> {
        let value = item.get_ref().as_bool();
        if value.is_none() {
            self.wrong_type(key, "true or false", item);
        }
        value
    }

    /// The value of an integer that is not negative.
    pub(super) fn count(&mut self, key: &str, item: &Item<'_>) -> Option<u64> {
        let value = item
            .get_ref()
            .as_integer()
            .and_then(|digits| u64::from_str_radix(digits.as_str(), digits.radix()).ok());
        match value {
            None if item.get_ref().is_integer() => {
                self.note(item.span(), format!("{key} must be from 0 to {}", i64::MAX));
            }
            None => self.wrong_type(key, "a whole number", item),
            Some(_) => {}
        }
        value
    }

    /// The strings of an array, each with its place.
    pub(super) fn strings<'i>(
        &mut self,
        key: &str,
        item: &'i Item<'_>,
    ) -> Vec<(Range<usize>, &'i str)> {
        let Some(items) = item.get_ref().as_array() else {
            self.wrong_type(key, "a list of strings", item);
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| Some((item.span(), self.string(key, item)?)))
            .collect()
    }

    /// The table of a section.
    pub(super) fn table<'i>(&mut self, key: &str, item: &'i Item<'t>) -> Option<&'i DeTable<'t>> {
        let table = item.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(key, "a table", item);
        }
        table
    }

    /// The tables of an array.
    pub(super) fn tables<'i>(&mut self, key: &str, item: &'i Item<'t>) -> Vec<&'i DeTable<'t>> {
        let Some(items) = item.get_ref().as_array() else {
            self.wrong_type(key, "a list of tables", item);
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| self.table(key, item))
            .collect()
    }

    /// A string value that `parse` understands.
    pub(super) fn parsed<T>(
        &mut self,
        key: &str,
        item: &Item<'_>,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let text = self.string(key, item)?;
        parse(text)
            .map_err(|message| self.note(item.span(), format!("{key}: {message}")))
            .ok()
    }

    fn wrong_type(&mut self, key: &str, wanted: &str, item: &Item<'_>) {
        let found = match item.get_ref().type_str() {
            "integer" => "an integer",
            "array" => "an array",
            "table" => "a table",
            "boolean" => "a boolean",
            other => &format!("a {other}"),
        };
        self.note(item.span(), format!("{key} must be {wanted}, not {found}"));
    }
}

/// The known name that differs least, when the difference looks like a slip.
fn near_match(name: &str, known: impl IntoIterator<Item = &'static str>) -> Option<&'static str> {
    let name: String = name.chars().take(64).collect();
    known
        .into_iter()
        .map(|known| (strsim::damerau_levenshtein(&name, known), known))
        .filter(|(distance, known)| *distance <= (known.len() + 1) / 3)
        .min()
        .map(|(_, known)| known)
}
