//! What is in the site's collections: what velodrome.toml declares, and what documents look like.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;
use velodrome_model::data::{Query, public};
use velodrome_site::config::{Config, Field};
use velodrome_site::data::{administer, data_file};
use velodrome_store::{Session, StoreError};

use super::super::site::Stop;

/// Documents of a collection that are looked at, the newest.
const SAMPLE: u64 = 200;
/// Fields of a collection, and kinds of one field, that are told.
const FIELDS_MAX: usize = 500;
const DEPTH_MAX: usize = 3;
/// What every document has by itself.
const SYSTEM: [&str; 4] = ["_id", "_owner", "_createdDate", "_updatedDate"];

/// What values of a field look like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// TypeScript's names.
    kinds: BTreeSet<&'static str>,
    /// Where some are objects.
    members: Option<Fields>,
    /// Where some are lists.
    elements: Option<Box<Shape>>,
    /// Whether some document lacks it.
    optional: bool,
}

/// By name.
pub(super) type Fields = BTreeMap<String, Shape>;

/// The fields of every collection that is declared or stored.
///
/// # Errors
/// The data cannot be read; it has been said.
pub(super) fn known(config: &Config, data_dir: &Path) -> Result<BTreeMap<String, Fields>, Stop> {
    let mut known = BTreeMap::new();
    if data_file(data_dir).exists() {
        let site = administer(data_dir).map_err(Stop::failed)?;
        let session = site.store.session();
        let found = session.collections().wait().map_err(Stop::failed)?;
        for collection in found {
            let fields = sample(&*session, &collection.name).map_err(Stop::failed)?;
            known.insert(collection.name, fields);
        }
    }
    for (name, declared) in &config.collections.declared {
        let fields = known.entry(name.clone()).or_default();
        for (field, declared) in &declared.fields {
            fields.insert(field.clone(), of_declared(declared));
        }
    }
    Ok(known)
}

fn sample(session: &dyn Session, collection: &str) -> Result<Fields, StoreError> {
    let query = Query {
        limit: SAMPLE,
        ..Query::default()
    };
    let page = session.query(collection, query).wait()?;
    let mut fields = Fields::new();
    for (before, stored) in page.documents.iter().enumerate() {
        let mut text = String::new();
        public::document(stored, &mut text);
        if let Ok(Value::Object(members)) = serde_json::from_str(&text) {
            add_members(&mut fields, &members, before, 0);
        }
    }
    fields.retain(|name, _| !SYSTEM.contains(&name.as_str()));
    Ok(fields)
}

/// Adds one object's members to those of `before` others.
fn add_members(
    fields: &mut Fields,
    members: &serde_json::Map<String, Value>,
    before: usize,
    depth: usize,
) {
    for (name, shape) in fields.iter_mut() {
        shape.optional |= !members.contains_key(name);
    }
    for (name, value) in members {
        if fields.len() >= FIELDS_MAX && !fields.contains_key(name) {
            continue;
        }
        let shape = fields.entry(name.clone()).or_insert_with(|| Shape {
            optional: before > 0,
            ..Shape::default()
        });
        shape.add(value, depth);
    }
}

impl Shape {
    fn of(kind: &'static str) -> Shape {
        Shape {
            kinds: BTreeSet::from([kind]),
            ..Shape::default()
        }
    }

    fn add(&mut self, value: &Value, depth: usize) {
        match value {
            Value::Null => {
                self.kinds.insert("null");
            }
            Value::Bool(_) => {
                self.kinds.insert("boolean");
            }
            Value::Number(_) => {
                self.kinds.insert("number");
            }
            Value::String(_) => {
                self.kinds.insert("string");
            }
            Value::Object(members) if members.len() == 1 && members.contains_key("$date") => {
                self.kinds.insert("Date");
            }
            Value::Object(members) if depth < DEPTH_MAX => {
                let before = usize::from(self.members.is_some());
                add_members(
                    self.members.get_or_insert_default(),
                    members,
                    before,
                    depth + 1,
                );
            }
            Value::Array(elements) if depth < DEPTH_MAX => {
                let shape = self.elements.get_or_insert_default();
                elements
                    .iter()
                    .take(SAMPLE as usize)
                    .for_each(|element| shape.add(element, depth + 1));
            }
            Value::Object(_) | Value::Array(_) => {
                self.kinds.insert("any");
            }
        }
    }

    /// As a TypeScript type.
    fn write(&self, out: &mut String, indent: usize) {
        let mut any = false;
        let mut separate = |out: &mut String| {
            if std::mem::replace(&mut any, true) {
                out.push_str(" | ");
            }
        };
        for kind in &self.kinds {
            separate(out);
            out.push_str(kind);
        }
        if let Some(members) = &self.members {
            separate(out);
            write_members(out, members, indent);
        }
        if let Some(elements) = &self.elements {
            separate(out);
            out.push_str("Array<");
            elements.write(out, indent);
            out.push('>');
        }
        if !any {
            out.push_str("any");
        }
    }
}

/// What a declared type means. Source: the types of fields in the documentation of Wix's collections.
fn of_declared(field: &Field) -> Shape {
    let shape = match field.kind {
        Some(
            "TEXT" | "RICH_TEXT" | "URL" | "IMAGE" | "VIDEO" | "AUDIO" | "DOCUMENT" | "TIME"
            | "DATE" | "LANGUAGE" | "PAGE_LINK",
        ) => Shape::of("string"),
        Some("NUMBER") => Shape::of("number"),
        Some("BOOLEAN") => Shape::of("boolean"),
        Some("DATETIME") => Shape::of("Date"),
        Some("ARRAY_STRING") => Shape {
            elements: Some(Box::new(Shape::of("string"))),
            ..Shape::default()
        },
        // One document, by its id or included.
        Some("REFERENCE") => Shape::of("any"),
        _ => Shape::of("any"),
    };
    let shape = if field.multiple {
        Shape {
            elements: Some(Box::new(Shape::of("any"))),
            ..Shape::default()
        }
    } else {
        shape
    };
    Shape {
        optional: true,
        ..shape
    }
}

/// `collections.d.ts`.
pub(super) fn declarations(known: &BTreeMap<String, Fields>) -> String {
    let mut out = String::from(
        "// The site's collections, by what velodrome.toml declares and what documents look like.\n\ninterface VelodromeCollections ",
    );
    let mut body = String::from("{\n");
    for (name, fields) in known {
        // Writing to a string cannot fail.
        let _ = write!(body, "  {}: ", quote(name));
        write_members(&mut body, fields, 1);
        body.push_str(";\n");
    }
    body.push_str("}\n");
    out.push_str(&body);
    out
}

fn write_members(out: &mut String, fields: &Fields, indent: usize) {
    if fields.is_empty() {
        // Nothing is known: everything may be there.
        out.push_str("{ [field: string]: any }");
        return;
    }
    out.push_str("{\n");
    for (name, shape) in fields {
        let _ = write!(
            out,
            "{}{}{}: ",
            "  ".repeat(indent + 1),
            quote(name),
            if shape.optional { "?" } else { "" }
        );
        shape.write(out, indent + 1);
        out.push_str(";\n");
    }
    // Fields that no document had yet may be written.
    let _ = write!(
        out,
        "{}[field: string]: any;\n{}}}",
        "  ".repeat(indent + 1),
        "  ".repeat(indent)
    );
}

fn quote(name: &str) -> String {
    serde_json::to_string(name).expect("a string is always JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_become_members_with_their_kinds() {
        let mut fields = Fields::new();
        for (before, text) in [
            r#"{"title":"a","n":1,"when":{"$date":"2026-01-01T00:00:00.000Z"},"tags":["x"],"address":{"city":"y"}}"#,
            r#"{"title":null,"n":2,"tags":[1],"address":{"zip":7}}"#,
        ]
        .iter()
        .enumerate()
        {
            let Ok(Value::Object(members)) = serde_json::from_str(text) else { panic!("{text}") };
            add_members(&mut fields, &members, before, 0);
        }
        let text = declarations(&BTreeMap::from([("a b".to_owned(), fields)]));
        for line in [
            "  \"a b\": {",
            "    \"title\": null | string;",
            "    \"n\": number;",
            "    \"when\"?: Date;",
            "    \"tags\": Array<number | string>;",
            "      \"city\"?: string;",
            "      \"zip\"?: number;",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }
}
