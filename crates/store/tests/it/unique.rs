//! Fields whose values must differ.

use velodrome_model::data::Path;
use velodrome_store::{Action, Bulk, IndexDeclaration, Store, StoreError, StoreEvent};

use crate::support::{Fixture, item};

const NAME: &str = "people";

fn declare(fixture: &Fixture) -> Result<(), StoreError> {
    let index = IndexDeclaration {
        field: Path::parse("mail").expect("it is a path"),
        unique: true,
    };
    fixture.store.declare_indexes(NAME, &[index]).wait()
}

fn insert(wire: &str) -> Action {
    Action::Insert(item(wire))
}

#[test]
fn a_value_occurs_once() {
    let fixture = Fixture::new();
    fixture.item(NAME, insert(r#"{"_id":"a","mail":"a@x"}"#));
    declare(&fixture).expect("nothing contradicts it");
    assert_eq!(
        fixture.refusal(NAME, insert(r#"{"_id":"b","mail":"a@x"}"#)),
        123
    );
    fixture.item(NAME, insert(r#"{"_id":"b","mail":"b@x"}"#));
    let taken = || Action::Update(item(r#"{"_id":"b","mail":"a@x"}"#));
    assert_eq!(fixture.refusal(NAME, taken()), 123);
    fixture.item(NAME, Action::Update(item(r#"{"_id":"a","mail":"c@x"}"#)));
    fixture.item(NAME, taken());
    fixture
        .write(NAME, Action::Remove("b".to_owned()))
        .expect("it can be removed");
    fixture.item(NAME, insert(r#"{"_id":"c","mail":"a@x"}"#));
    fixture.assert_sound();
}

#[test]
fn what_has_no_single_value_is_not_compared() {
    let fixture = Fixture::new();
    declare(&fixture).expect("nothing contradicts it");
    for mail in [
        r#""#,
        r#","mail":null"#,
        r#","mail":[1]"#,
        r#","mail":{"a":1}"#,
    ] {
        for n in 0..2 {
            let id = format!("{n}{}", mail.len());
            fixture.item(NAME, insert(&format!("{{\"_id\":\"{id}\"{mail}}}")));
        }
    }
    let long = "x".repeat(2_000);
    fixture.item(NAME, insert(&format!("{{\"mail\":\"{long}1\"}}")));
    fixture.item(NAME, insert(&format!("{{\"mail\":\"{long}2\"}}")));
    assert_eq!(
        fixture.refusal(NAME, insert(&format!("{{\"mail\":\"{long}2\"}}"))),
        123
    );
    fixture.assert_sound();
}

#[test]
fn one_of_many_is_refused_alone() {
    let fixture = Fixture::new();
    declare(&fixture).expect("nothing contradicts it");
    let items = ["a", "b", "a", "c"]
        .map(|mail| item(&format!("{{\"mail\":\"{mail}\"}}")))
        .to_vec();
    let outcome = fixture.outcome(NAME, Action::Bulk(Bulk::Insert(items)));
    assert_eq!((outcome.inserted.len(), outcome.skipped), (3, 1));
    assert_eq!(outcome.errors[0].0, 2);
    assert_eq!(outcome.errors[0].1.wde.number(), 123);
    fixture.assert_sound();
}

#[test]
fn documents_that_contradict_it_are_named() {
    let fixture = Fixture::new();
    for n in 0..6 {
        fixture.item(NAME, insert(&format!("{{\"mail\":\"m{}\"}}", n % 3)));
    }
    let refused = declare(&fixture)
        .expect_err("there are duplicates")
        .to_string();
    assert!(
        refused.contains("WDE0123") && refused.contains("\"m1\""),
        "{refused}"
    );
    let failed = |event: &StoreEvent| matches!(event, StoreEvent::IndexFailed { .. });
    assert!(fixture.events().iter().any(failed));
    fixture.item(NAME, insert(r#"{"mail":"m1"}"#));
    fixture.assert_sound();
}

#[test]
fn an_emptied_collection_starts_anew() {
    let fixture = Fixture::new();
    declare(&fixture).expect("nothing contradicts it");
    fixture.item(NAME, insert(r#"{"mail":"a"}"#));
    fixture
        .write(NAME, Action::Truncate)
        .expect("it can be emptied");
    fixture.item(NAME, insert(r#"{"mail":"a"}"#));
    assert_eq!(fixture.refusal(NAME, insert(r#"{"mail":"a"}"#)), 123);
    fixture.assert_sound();
    fixture
        .write(NAME, Action::DropCollection)
        .expect("it can be dropped");
    fixture.item(NAME, insert(r#"{"mail":"a"}"#));
    fixture.item(NAME, insert(r#"{"mail":"a"}"#));
    fixture.assert_sound();
}
