//! Single items: inserted, replaced, saved, removed.

use std::sync::atomic::Ordering;

use serde_json::json;
use velodrome_store::{Action, Store, StoreError, Write, Written};

use crate::support::{Fixture, START_MS, VISITOR, item, parse, write};

#[test]
fn an_insert_adds_the_system_fields() {
    let fixture = Fixture::new();
    let stored = fixture.item("books", Action::Insert(item(r#"{"title":"x"}"#)));
    let id = stored["_id"].as_str().expect("an id was made");
    assert_eq!(id.len(), 36);
    assert_eq!(
        stored,
        json!({
            "_id": id, "_owner": VISITOR,
            "_createdDate": START_MS, "_updatedDate": START_MS, "title": "x",
        })
    );
    assert_eq!(fixture.documents("books"), [stored]);
}

#[test]
fn an_insert_takes_what_it_is_given() {
    let fixture = Fixture::new();
    let wire = r#"{"_id":"a","_owner":"me","_createdDate":{"$date":5},"_updatedDate":{"$date":6}}"#;
    let stored = fixture.item("books", Action::Insert(item(wire)));
    assert_eq!(
        stored,
        json!({"_id": "a", "_owner": "me", "_createdDate": 5, "_updatedDate": START_MS})
    );
    assert_eq!(fixture.refusal("books", Action::Insert(item(wire))), 74);
    assert_eq!(fixture.documents("books"), [stored]);
}

#[test]
fn an_update_replaces_all_but_origin() {
    let fixture = Fixture::new();
    fixture.item(
        "books",
        Action::Insert(item(r#"{"_id":"a","_owner":"me","x":1,"y":2}"#)),
    );
    fixture.clock_ms.fetch_add(1000, Ordering::SeqCst);
    let wire = r#"{"_id":"a","_owner":"you","_createdDate":{"$date":5},"y":3}"#;
    let stored = fixture.item("books", Action::Update(item(wire)));
    let expected = json!({
        "_id": "a", "_owner": "me",
        "_createdDate": START_MS, "_updatedDate": START_MS + 1000, "y": 3,
    });
    assert_eq!(stored, expected);
    assert_eq!(fixture.documents("books"), [expected]);
    assert_eq!(
        fixture.refusal("books", Action::Update(item(r#"{"_id":"b"}"#))),
        73
    );
    assert_eq!(
        fixture.refusal("books", Action::Update(item(r#"{"x":1}"#))),
        7
    );
}

#[test]
fn a_save_updates_or_inserts() {
    let fixture = Fixture::new();
    let first = fixture.item("books", Action::Save(item(r#"{"_id":"a","x":1}"#)));
    fixture.clock_ms.fetch_add(7, Ordering::SeqCst);
    let second = fixture.item("books", Action::Save(item(r#"{"_id":"a","x":2}"#)));
    assert_eq!(first["_createdDate"], second["_createdDate"]);
    assert_eq!(second["_updatedDate"], START_MS + 7);
    let third = fixture.item("books", Action::Save(item(r#"{"x":3}"#)));
    assert_ne!(third["_id"], "a");
    assert_eq!(fixture.documents("books"), [second, third]);
}

#[test]
fn a_removal_gives_the_item_once() {
    let fixture = Fixture::new();
    fixture.item("books", Action::Insert(item(r#"{"_id":"a","x":1}"#)));
    let removed = fixture.write("books", Action::Remove("a".to_owned()));
    let Ok(Written::Removed(Some(doc))) = removed else {
        panic!("{removed:?}");
    };
    assert!(doc.contains(r#""x":1"#), "{doc}");
    let again = fixture.write("books", Action::Remove("a".to_owned()));
    assert_eq!(again, Ok(Written::Removed(None)));
    assert!(fixture.documents("books").is_empty());
}

#[test]
fn a_collection_is_made_only_where_that_is_allowed() {
    let fixture = Fixture::new();
    let strict = Write {
        create: false,
        ..write("books", Action::Insert(item("{}")))
    };
    let refused = fixture.store.write(strict.clone()).wait();
    let Err(StoreError::Refused(error)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(error.wde.number(), 25);
    assert_eq!(
        fixture.write("books", Action::CreateCollection),
        Ok(Written::Done)
    );
    assert_eq!(
        fixture.write("books", Action::CreateCollection),
        Ok(Written::Done),
        "twice is no mistake"
    );
    assert!(fixture.store.write(strict).wait().is_ok());
    assert_eq!(
        fixture.write("books", Action::DropCollection),
        Ok(Written::Done)
    );
    assert_eq!(fixture.refusal("books", Action::DropCollection), 25);
    assert_eq!(fixture.refusal("", Action::CreateCollection), 1);
}

#[test]
fn names_are_data_wherever_they_go() {
    let fixture = Fixture::new();
    let names = [
        "a b",
        "x'; DROP TABLE vd_meta; --",
        "\"quoted\"",
        "größe/ß",
        "vd_meta",
        "😀",
    ];
    for name in names {
        let stored = fixture.item(name, Action::Insert(item(r#"{"a'b\"c":"'"}"#)));
        assert_eq!(fixture.documents(name), [stored]);
    }
    fixture.assert_sound();
}

#[test]
fn made_dates_never_go_back() {
    let fixture = Fixture::new();
    let insert = |fixture: &Fixture| {
        fixture.item("books", Action::Insert(item("{}")))["_createdDate"]
            .as_i64()
            .expect("a date is a number")
    };
    assert_eq!(insert(&fixture), START_MS);
    fixture.clock_ms.fetch_sub(10_000, Ordering::SeqCst);
    assert_eq!(insert(&fixture), START_MS);
    let given = format!(r#"{{"_createdDate":{{"$date":{}}}}}"#, START_MS + 1_000_000);
    fixture.item("books", Action::Insert(item(&given)));
    assert_eq!(insert(&fixture), START_MS, "given dates do not count");

    let again = fixture.reopen();
    again.clock_ms.store(START_MS - 5, Ordering::SeqCst);
    assert_eq!(insert(&again), START_MS, "not after a restart either");
    again.clock_ms.store(START_MS + 5, Ordering::SeqCst);
    assert_eq!(insert(&again), START_MS + 5);
}

#[test]
fn too_large_an_item_leaves_nothing() {
    let fixture = Fixture::new();
    let wire = format!(r#"{{"x":"{}"}}"#, "x".repeat(600_000));
    // The size is known when the item is read, or at the latest when it is composed.
    if let Ok(large) = velodrome_model::data::Item::parse(&wire) {
        assert_eq!(fixture.refusal("books", Action::Insert(large)), 9);
    }
    let fits = format!(r#"{{"x":"{}"}}"#, "x".repeat(490_000));
    fixture.item("books", Action::Insert(item(&fits)));
    assert_eq!(fixture.documents("books").len(), 1);
}

#[test]
fn a_patch_changes_what_it_names() {
    let fixture = Fixture::new();
    let json = r#"{"_id":"1","a":1.50,"b":{"c":1,"d":2},"when":{"$date":5},"e":"e"}"#;
    let before = fixture.item("things", Action::Insert(item(json)));
    let patch = |id: &str, changes: &str| Action::Patch {
        id: id.to_owned(),
        changes: item(changes),
    };
    let changes = r#"{"_id":"2","_owner":"o","b":{"c":3},"e":null,"new":[null],"nothing":null}"#;
    let after = fixture.item("things", patch("1", changes));
    let mut expected = before;
    expected["b"] = parse(r#"{"c":3}"#);
    expected["new"] = parse("[null]");
    expected.as_object_mut().unwrap().remove("e");
    assert_eq!(after, expected);
    assert_eq!(fixture.refusal("things", patch("2", "{}")), 73);
}
