//! Which field each column is, and of which type.

use std::collections::HashSet;

use super::cell::Kind;
use super::key::{field_key, is_key};

/// Names of the columns that Wix adds, in small letters, and the fields they are.
const SYSTEM: [(&str, &str, Kind); 4] = [
    ("id", "_id", Kind::Text),
    ("created date", "_createdDate", Kind::Date),
    ("updated date", "_updatedDate", Kind::Date),
    ("owner", "_owner", Kind::Text),
];

/// What the person who imports knows better.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// A header and the key of its field; an empty key leaves the column out.
    pub keys: Vec<(String, String)>,
    /// A key (or header) and its type.
    pub kinds: Vec<(String, Kind)>,
}

/// One column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What the file calls it.
    pub header: String,
    /// The field's key; empty when the column is left out.
    pub key: String,
    /// The type of its values.
    pub kind: Kind,
    /// Whether it is text only because it holds days without a time, as Wix keeps them.
    pub is_days: bool,
}

impl Column {
    /// Whether it is one that Wix adds to each collection.
    pub(super) fn is_system(&self) -> bool {
        SYSTEM.iter().any(|(_, key, _)| *key == self.key)
    }
}

/// The columns as far as the headers tell; types are still to be inferred.
///
/// # Errors
/// Two columns are the same field.
pub(super) fn name(headers: &[String], overrides: &Overrides) -> Result<Vec<Column>, String> {
    let mut taken = HashSet::new();
    let mut columns = Vec::with_capacity(headers.len());
    for header in headers {
        let said = overrides
            .keys
            .iter()
            .find(|(from, _)| from.trim() == header.trim());
        let key = said.map(|(_, key)| key.clone());
        let key = key.or_else(|| system_key(header).map(str::to_owned));
        if let Some(key) = &key
            && !key.is_empty()
            && !taken.insert(key.clone())
        {
            return Err(format!(
                "two columns are {key:?}; give one of them another key with --map '{header}=KEY'"
            ));
        }
        columns.push((header, key));
    }
    let columns = columns.into_iter().enumerate();
    Ok(columns
        .map(|(at, (header, key))| {
            let key = key.unwrap_or_else(|| unused_key(header, at, &mut taken));
            column(header, key)
        })
        .collect())
}

/// A type that was said, if one was.
pub(super) fn said_kind(column: &Column, overrides: &Overrides) -> Option<Kind> {
    let said = overrides
        .kinds
        .iter()
        .find(|(name, _)| *name == column.key || name.trim() == column.header.trim());
    said.map(|(_, kind)| *kind)
}

/// What was said about columns that are not there.
pub(super) fn unused(columns: &[Column], overrides: &Overrides) -> Vec<String> {
    let keys = overrides.keys.iter().map(|(header, _)| header);
    let keys = keys.filter(|header| {
        columns
            .iter()
            .all(|column| column.header.trim() != header.trim())
    });
    let kinds = overrides.kinds.iter().map(|(name, _)| name);
    let kinds = kinds.filter(|name| {
        columns
            .iter()
            .all(|column| column.key != **name && column.header.trim() != name.trim())
    });
    keys.chain(kinds).cloned().collect()
}

fn column(header: &str, key: String) -> Column {
    let system = SYSTEM.iter().find(|(_, known, _)| *known == key);
    Column {
        header: header.to_owned(),
        kind: system.map_or(Kind::Text, |(_, _, kind)| *kind),
        key,
        is_days: false,
    }
}

/// `ID` is Wix's; `id` is a key already, of a field that somebody made.
fn system_key(header: &str) -> Option<&'static str> {
    let header = header.trim();
    let is_named = |name: &str| !is_key(header) && header.eq_ignore_ascii_case(name);
    let system = SYSTEM
        .iter()
        .find(|(name, key, _)| header == *key || is_named(name));
    system.map(|(_, key, _)| *key)
}

fn unused_key(header: &str, at: usize, taken: &mut HashSet<String>) -> String {
    let mut base = field_key(header);
    if base.is_empty() {
        base = format!("column{}", at + 1);
    }
    let mut key = base.clone();
    let mut number = 2;
    while !taken.insert(key.clone()) {
        key = format!("{base}{number}");
        number += 1;
    }
    key
}
