//! `docs/configuration.md` lists exactly the keys there are, with what the program says of them.

use std::path::Path;

use velodrome_model::compat::FLAGS;
use velodrome_model::limits::TABLE;
use velodrome_site::config::{COLLECTION_KEYS, KEYS, Key};

fn document() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/configuration.md");
    std::fs::read_to_string(file).expect("the document")
}

/// The rows of the table below a heading, each split into its cells.
fn rows<'a>(document: &'a str, heading: &str) -> Vec<Vec<&'a str>> {
    let (_, section) = document
        .split_once(&format!("## {heading}\n"))
        .expect("the heading");
    let section = section.split("\n## ").next().expect("at least one piece");
    section
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect()
}

fn assert_rows(heading: &str, wanted: Vec<Vec<String>>) {
    let document = document();
    let found = rows(&document, heading);
    let text = |rows: &[Vec<String>]| {
        let rows: Vec<_> = rows
            .iter()
            .map(|row| format!("| {} |", row.join(" | ")))
            .collect();
        rows.join("\n")
    };
    let found: Vec<Vec<String>> = found
        .iter()
        .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
        .collect();
    assert!(
        found == wanted,
        "docs/configuration.md, \"{heading}\" must have these rows:\n{}",
        text(&wanted)
    );
}

fn row_of_key(key: &Key) -> Vec<String> {
    vec![
        format!("`{}`", key.path),
        format!("`{}`", key.default),
        format!("`{}`", key.example),
        key.about.to_owned(),
    ]
}

#[test]
fn it_lists_every_key() {
    assert_rows("Keys", KEYS.iter().map(row_of_key).collect());
}

#[test]
fn it_lists_every_key_of_a_collection() {
    assert_rows(
        "Collections",
        COLLECTION_KEYS.iter().map(row_of_key).collect(),
    );
}

#[test]
fn it_lists_every_limit() {
    let row = |limit: &velodrome_model::limits::Limit| {
        vec![
            format!("`{}`", limit.name),
            limit.unit.as_str().to_owned(),
            limit.default.to_string(),
            limit.floor.to_string(),
            limit.ceiling.to_string(),
            limit.about.to_owned(),
        ]
    };
    assert_rows("Limits", TABLE.iter().map(row).collect());
}

#[test]
fn it_lists_every_flag() {
    let row = |flag: &velodrome_model::compat::Flag| {
        let values: Vec<_> = flag
            .values
            .iter()
            .map(|value| format!("`\"{value}\"`"))
            .collect();
        vec![
            format!("`{}`", flag.name),
            format!("`\"{}\"`", flag.default),
            values.join(", "),
            flag.about.to_owned(),
        ]
    };
    assert_rows("Compatibility flags", FLAGS.iter().map(row).collect());
}
