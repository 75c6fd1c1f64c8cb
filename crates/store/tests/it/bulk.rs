//! Many items at once, and imports.

use serde_json::json;
use velodrome_store::{Action, Bulk, Written};

use crate::support::{Fixture, START_MS, item, parse};

fn numbers(outcome: &velodrome_store::BulkOutcome) -> Vec<(usize, u16)> {
    outcome
        .errors
        .iter()
        .map(|(index, error)| (*index, error.wde.number()))
        .collect()
}

#[test]
fn an_insert_skips_what_exists() {
    let fixture = Fixture::new();
    fixture.item("books", Action::Insert(item(r#"{"_id":"b","x":0}"#)));
    let items = vec![
        item(r#"{"_id":"a"}"#),
        item(r#"{"_id":"b"}"#),
        item(r#"{"_id":"a"}"#),
        item(r#"{"x":1}"#),
    ];
    let outcome = fixture.outcome("books", Action::Bulk(Bulk::Insert(items)));
    assert_eq!(outcome.inserted.len(), 2);
    assert_eq!(outcome.inserted[0], "a");
    assert_eq!(outcome.skipped, 2);
    assert_eq!(numbers(&outcome), [(1, 74), (2, 74)]);
    let items = outcome.items.expect("items are told");
    let kinds: Vec<_> = items.iter().map(|item| parse(item).is_null()).collect();
    assert_eq!(kinds, [false, true, true, false]);
    assert_eq!(fixture.documents("books").len(), 3);
}

#[test]
fn an_update_skips_what_does_not_exist() {
    let fixture = Fixture::new();
    fixture.item("books", Action::Insert(item(r#"{"_id":"a","x":0}"#)));
    let items = vec![
        item(r#"{"_id":"b"}"#),
        item(r#"{"_id":"a","y":1}"#),
        item(r#"{"y":1}"#),
    ];
    let outcome = fixture.outcome("books", Action::Bulk(Bulk::Update(items)));
    assert_eq!(outcome.updated, ["a"]);
    assert_eq!(numbers(&outcome), [(0, 73), (2, 7)]);
    let documents = fixture.documents("books");
    assert_eq!(documents.len(), 1);
    assert_eq!(documents[0].get("x"), None);
    assert_eq!(documents[0]["y"], 1);
}

#[test]
fn a_save_tells_new_from_old() {
    let fixture = Fixture::new();
    fixture.item("books", Action::Insert(item(r#"{"_id":"a"}"#)));
    let items = vec![item(r#"{"_id":"a"}"#), item(r#"{"_id":"b"}"#)];
    let outcome = fixture.outcome("books", Action::Bulk(Bulk::Save(items)));
    assert_eq!(outcome.updated, ["a"]);
    assert_eq!(outcome.inserted, ["b"]);
    assert_eq!(outcome.skipped, 0);
}

#[test]
fn a_removal_gives_what_was_there() {
    let fixture = Fixture::new();
    fixture.item("books", Action::Insert(item(r#"{"_id":"a","x":1}"#)));
    let ids = ["a", "b", "a"].map(str::to_owned).to_vec();
    let outcome = fixture.outcome("books", Action::Bulk(Bulk::Remove(ids)));
    assert_eq!(outcome.removed, ["a"]);
    assert_eq!(numbers(&outcome), [(1, 73), (2, 73)]);
    let items = outcome.items.expect("items are told");
    assert_eq!(
        items.get(0).map(parse).map(|item| item["x"].clone()),
        Some(json!(1))
    );
}

#[test]
fn a_thousand_is_the_most() {
    let fixture = Fixture::new();
    let items = |count| vec![item("{}"); count];
    let ids = vec!["a".to_owned(); 1001];
    assert_eq!(
        fixture.refusal("books", Action::Bulk(Bulk::Insert(items(1001)))),
        6
    );
    assert_eq!(
        fixture.refusal("books", Action::Bulk(Bulk::Remove(ids))),
        69
    );
    assert!(fixture.documents("books").is_empty(), "nothing was written");
    let outcome = fixture.outcome("books", Action::Bulk(Bulk::Insert(items(1000))));
    assert_eq!(outcome.inserted.len(), 1000);
    assert_eq!(fixture.documents("books").len(), 1000);
}

#[test]
fn a_load_keeps_what_it_is_given() {
    let fixture = Fixture::new();
    fixture.item(
        "books",
        Action::Insert(item(r#"{"_id":"b","_owner":"me","x":0}"#)),
    );
    let items = vec![
        item(r#"{"_id":"a","_owner":"you","_createdDate":{"$date":1},"_updatedDate":{"$date":2}}"#),
        item(r#"{"_id":"b","_createdDate":{"$date":3},"y":1}"#),
        item(r#"{"y":2}"#),
    ];
    let outcome = fixture.outcome("books", Action::Load(items));
    assert_eq!(outcome.inserted.len(), 2);
    assert_eq!(outcome.updated, ["b"]);
    let documents = fixture.documents("books");
    assert_eq!(
        documents[1],
        json!({"_id": "a", "_owner": "you", "_createdDate": 1, "_updatedDate": 2})
    );
    assert_eq!(documents[0]["_createdDate"], 3);
    assert_eq!(documents[0].get("x"), None);
    assert_eq!(documents[2]["_createdDate"], START_MS);
    fixture.assert_sound();
}

#[test]
fn a_truncation_removes_all() {
    let fixture = Fixture::new();
    fixture.outcome("books", Action::Bulk(Bulk::Insert(vec![item("{}"); 50])));
    assert_eq!(fixture.write("books", Action::Truncate), Ok(Written::Done));
    assert!(fixture.documents("books").is_empty());
    fixture.item("books", Action::Insert(item("{}")));
    assert_eq!(fixture.documents("books").len(), 1);
    fixture.assert_sound();
}
