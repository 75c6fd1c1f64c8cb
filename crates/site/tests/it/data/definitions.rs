//! What collections say of themselves.

use super::{ANYONE, Site, link};
use serde_json::{Value, json};
use velodrome_model::data::DataOp;

const CONFIG: &str = r#"
[collections.Books]
display_name = "All books"
permissions = { read = "ANYONE", insert = "ADMIN" }
indexes = ["title"]
unique = ["isbn"]

[collections.Books.fields]
title = { type = "TEXT" }
author = { references = "People" }
"#;

fn definition(site: &Site, collection: &str) -> Value {
    site.call(DataOp::Collections, collection, "", ANYONE)
        .expect("a definition")
}

fn field<'d>(definition: &'d Value, key: &str) -> &'d Value {
    let fields = definition["fields"].as_array().expect("fields");
    let found = fields.iter().find(|field| field["key"] == key);
    found.unwrap_or_else(|| panic!("{key} in {fields:?}"))
}

#[test]
fn a_declared_collection_is_described_before_it_is_used() {
    let site = Site::dev(CONFIG);
    let books = definition(&site, "Books");
    assert_eq!(books["_id"], "Books");
    assert_eq!(books["displayName"], "All books");
    let permissions =
        json!({"read": "ANYONE", "insert": "ADMIN", "update": "ANYONE", "remove": "ANYONE"});
    assert_eq!(books["permissions"], permissions);
    assert_eq!(field(&books, "title")["type"], "TEXT");
    let author = field(&books, "author");
    assert_eq!(author["type"], "REFERENCE");
    let metadata = json!({"reference": {"referencedCollectionId": "People"}});
    assert_eq!(author["typeMetadata"], metadata);
    assert_eq!(field(&books, "_createdDate")["systemField"], true);
}

#[test]
fn indexes_and_links_are_told() {
    let site = Site::dev(CONFIG);
    site.insert("Tags", json!({"_id": "t1"}));
    let inserted = site.call(
        DataOp::Insert,
        "Books",
        r#"{"_id":"b1","isbn":1}"#,
        velodrome_model::data::Options::ADMIN,
    );
    inserted.expect("inserted");
    site.ask(
        DataOp::InsertReference,
        "Books",
        link("tags", "b1", &["t1"]),
    )
    .expect("linked");
    let books = definition(&site, "Books");
    let tags = field(&books, "tags");
    assert_eq!(tags["type"], "MULTI_REFERENCE");
    assert_eq!(tags["capabilities"]["sortable"], false);
    let metadata = json!({"multiReference": {"referencedCollectionId": "Tags"}});
    assert_eq!(tags["typeMetadata"], metadata);
    let indexes = books["indexes"].as_array().expect("indexes");
    let wanted =
        |field: &str, unique: bool| json!({"field": field, "unique": unique, "automatic": false});
    assert!(indexes.contains(&wanted("isbn", true)), "{indexes:?}");
    assert!(indexes.contains(&wanted("title", false)), "{indexes:?}");
}

#[test]
fn all_collections_are_listed_by_name() {
    let site = Site::dev(CONFIG);
    site.insert("Another", json!({}));
    let all = definition(&site, "");
    let names: Vec<&str> = all
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["_id"].as_str().expect("a name"))
        .collect();
    assert_eq!(names, ["Another", "Books"]);
    let unknown = site.call(DataOp::Collections, "Nothing", "", ANYONE);
    assert_eq!(unknown, Err("WDE0025".to_owned()));
}
