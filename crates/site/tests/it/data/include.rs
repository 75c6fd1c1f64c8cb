//! Documents that bring those they refer to.

use super::{Site, link};
use serde_json::{Value, json};
use velodrome_model::data::{DataOp, Options};
use velodrome_site::data::administer;
use velodrome_store::{Action, Write};

fn included(site: &Site, fields: &[&str]) -> Vec<Value> {
    let include: Vec<Value> = fields
        .iter()
        .map(|field| json!({ "field": field }))
        .collect();
    site.find(
        "Books",
        json!({"include": include, "sort": [{"field": "_id", "order": "asc"}]}),
    )
}

fn people(site: &Site) {
    for id in ["p1", "p2"] {
        site.insert("People", json!({"_id": id, "born": {"$date": 7}}));
    }
}

#[test]
fn ids_are_replaced_by_their_documents() {
    for config in [
        "",
        "[collections.Books.fields]\nauthor = { references = \"People\" }",
    ] {
        let site = Site::dev(config);
        people(&site);
        site.insert("Books", json!({"_id": "b1", "author": "p1", "z": 1}));
        site.insert("Books", json!({"_id": "b2", "author": "gone"}));
        site.insert("Books", json!({"_id": "b3", "author": 5}));
        site.insert("Books", json!({"_id": "b4"}));
        let books = included(&site, &["author"]);
        assert_eq!(books[0]["author"], site.get("People", "p1"));
        assert_eq!(books[0]["author"]["born"], json!({"$date": 7}));
        assert_eq!(books[0]["z"], 1);
        assert_eq!(books[1]["author"], "gone");
        assert_eq!(books[2]["author"], 5);
        assert_eq!(books[3].get("author"), None);
        assert_eq!(included(&site, &[])[0]["author"], "p1");
        // An item that is written back as it was given refers again.
        let written = site.ask(DataOp::Update, "Books", books[0].clone());
        assert_eq!(written.expect("updated")["author"], "p1");
    }
}

#[test]
fn lists_of_ids_become_lists_of_documents() {
    let site = Site::dev("");
    people(&site);
    site.insert(
        "Books",
        json!({"_id": "b1", "authors": ["p2", "gone", "p1"]}),
    );
    let authors = included(&site, &["authors"])[0]["authors"].clone();
    assert_eq!(authors[0]["_id"], "p2");
    assert_eq!(authors[1], "gone");
    assert_eq!(authors[2]["_id"], "p1");
}

#[test]
fn links_are_added_up_to_a_number() {
    let site = Site::dev("");
    let many: Vec<String> = (0..60).map(|number| format!("t{number:02}")).collect();
    for id in &many {
        site.insert("Tags", json!({ "_id": id }));
    }
    site.insert("Books", json!({"_id": "b1", "title": "One"}));
    site.insert("Books", json!({"_id": "b2"}));
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    site.ask(DataOp::InsertReference, "Books", link("tags", "b1", &many))
        .expect("linked");
    assert_eq!(included(&site, &[])[0].get("tags"), None);
    let books = included(&site, &["tags"]);
    let tags = books[0]["tags"].as_array().expect("tags");
    assert_eq!((tags.len(), &tags[1]["_id"]), (50, &json!("t01")));
    assert_eq!(books[0]["title"], "One");
    assert_eq!(books[1]["tags"], json!([]));

    let query = |limit: u64| {
        let query = json!({"include": [{"field": "tags", "limit": limit}], "fields": ["title"], "filter": {"_id": "b1"}});
        site.ask(DataOp::Query, "Books", query).expect("a page")
    };
    let (two, all) = (query(2), query(1000));
    assert_eq!(two["partial"], true);
    assert_eq!(two["items"][0]["tags"].as_array().map(Vec::len), Some(2));
    assert_eq!(two["items"][0]["title"], "One");
    assert_eq!(all.get("partial"), None);
    assert_eq!(all["items"][0]["tags"].as_array().map(Vec::len), Some(60));
}

#[test]
fn what_may_not_be_read_stays_an_id() {
    let site = Site::dev("[collections.People]\npermissions.read = \"ADMIN\"");
    people(&site);
    site.insert("Books", json!({"_id": "b1", "author": "p1"}));
    site.ask(
        DataOp::InsertReference,
        "Books",
        link("readers", "b1", &["p2"]),
    )
    .expect("linked");
    let book = &included(&site, &["author", "readers"])[0];
    assert_eq!(book["author"], "p1");
    assert_eq!(book["readers"], json!(["p2"]));
    let query = json!({"include": [{"field": "author"}, {"field": "readers"}]}).to_string();
    let page = site.call(DataOp::Query, "Books", &query, Options::SUPPRESS_AUTH);
    let book = &page.expect("a page")["items"][0];
    assert_eq!(book["author"]["_id"], "p1");
    assert_eq!(book["readers"][0]["_id"], "p2");
    let refused = json!({"field": "readers", "from": "b1"});
    let refused = site.ask(DataOp::QueryReferenced, "Books", refused);
    assert_eq!(refused, Err("WDE0027".to_owned()));
}

#[test]
fn an_id_in_several_collections_is_left_alone() {
    let site = Site::dev("");
    for collection in ["People", "Companies"] {
        site.insert(collection, json!({"_id": "x"}));
    }
    site.insert("Books", json!({"_id": "b1", "author": "x"}));
    assert_eq!(included(&site, &["author"])[0]["author"], "x");
    assert!(
        site.has_logged(
            "WARNING \"author\" of the collection \"Books\" has ids that are in several"
        )
    );
    let site = site.again(
        velodrome_site::config::Mode::Dev,
        "[collections.Books.fields]\nauthor = { references = \"Companies\" }",
    );
    assert_eq!(included(&site, &["author"])[0]["author"]["_id"], "x");
}

#[test]
fn fields_are_given_beside_what_is_included() {
    let site = Site::dev("");
    people(&site);
    site.insert(
        "Books",
        json!({"_id": "b1", "author": "p1", "title": "One", "z": 1}),
    );
    let query = json!({"include": [{"field": "author"}], "fields": ["title"]});
    let book = &site.find("Books", query)[0];
    assert_eq!(book["author"]["_id"], "p1");
    assert_eq!(book["title"], "One");
    assert_eq!(book.get("z"), None);
}

#[test]
fn more_than_memory_should_hold_is_refused() {
    let site = Site::dev("");
    let large = json!({"_id": "p1", "text": "x".repeat(490_000)});
    site.insert("People", large);
    let books: Vec<Value> = (0..150).map(|_| json!({"author": "p1"})).collect();
    site.ask(DataOp::BulkInsert, "Books", json!(books))
        .expect("inserted");
    let query = |limit: u64| {
        let query = json!({"include": [{"field": "author"}], "limit": limit});
        site.ask(DataOp::Query, "Books", query)
    };
    assert_eq!(query(150), Err("WDE0180".to_owned()));
    assert!(query(20).is_ok());
}

#[test]
fn a_documents_own_fields_refer_to_nothing() {
    let site = Site::dev("");
    site.insert("Books", json!({"_id": "b1", "_owner": "b1"}));
    let books = included(&site, &["_id", "_owner", "_createdDate"]);
    assert_eq!(books, [site.get("Books", "b1")]);
    assert!(!site.has_logged("refers to"));
}

#[test]
fn what_a_field_refers_to_is_found_anew_when_its_collection_is_gone() {
    let site = Site::dev("");
    people(&site);
    site.insert("Books", json!({"_id": "b1", "author": "p1"}));
    assert_eq!(included(&site, &["author"])[0]["author"]["_id"], "p1");
    // Another process renames the collection, so to say.
    let other = administer(site.dir.path()).expect("two may have it open");
    let drop = Write {
        collection: "People".to_owned(),
        create: false,
        owner: String::new(),
        action: Action::DropCollection,
    };
    other.store.write(drop).wait().expect("it is dropped");
    site.insert("Authors", json!({"_id": "p1", "new": true}));
    assert_eq!(included(&site, &["author"])[0]["author"]["new"], true);
}
