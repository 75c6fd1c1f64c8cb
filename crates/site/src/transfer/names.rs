//! Which collection a file is for, when only its name says so.

use std::path::Path;

const ENDINGS: [&str; 4] = [".csv", ".json", ".jsonl", ".ndjson"];

/// Whether a file in a folder holds documents, as far as its name says.
pub fn is_data_file(path: &Path) -> bool {
    collection_of(path).is_some()
}

/// The collection that a file is named after: `Labor+History.csv`, as browsers save what Wix
/// exports, is for `LaborHistory`; identifiers of collections have no spaces.
pub fn collection_of(path: &Path) -> Option<String> {
    let name: String = stem(path)?
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '+')
        .collect();
    (!name.is_empty()).then_some(name)
}

fn stem(path: &Path) -> Option<&str> {
    let name = path.file_name()?.to_str()?;
    let plain = strip_ending(name, ".gz").unwrap_or(name);
    ENDINGS
        .iter()
        .find_map(|ending| strip_ending(plain, ending))
}

/// Without an ending in any case; its letters are ASCII.
fn strip_ending<'a>(name: &'a str, ending: &str) -> Option<&'a str> {
    let at = name.len().checked_sub(ending.len())?;
    let tail = name.get(at..)?;
    tail.eq_ignore_ascii_case(ending).then(|| &name[..at])
}
