//! Collections that were filled aside, and what is seen at one moment.

use std::ops::ControlFlow;

use velodrome_model::data::Path;
use velodrome_store::{Action, IndexDeclaration, References, Store, Written};

use crate::support::{Fixture, item};

const ASIDE: &str = "import of books 1";

fn load(fixture: &Fixture, collection: &str, documents: &[&str]) {
    let items = documents.iter().map(|wire| item(wire)).collect();
    fixture.outcome(collection, Action::Load(items));
}

fn link(fixture: &Fixture, collection: &str, from: &str, to: &[&str]) {
    let action = Action::Relink {
        field: "authors".to_owned(),
        from: from.to_owned(),
        to: to.iter().map(|id| (*id).to_owned()).collect(),
        target: None,
    };
    fixture.write(collection, action).expect("it is linked");
}

fn absorb(fixture: &Fixture) -> Written {
    let action = Action::Absorb(ASIDE.to_owned());
    fixture.write("books", action).expect("it moves")
}

fn ids(fixture: &Fixture, collection: &str) -> Vec<String> {
    let documents = fixture.documents(collection);
    let id = |document: &serde_json::Value| document["_id"].as_str().expect("a text").to_owned();
    documents.iter().map(id).collect()
}

fn moved(inserted: u64, replaced: u64) -> Written {
    Written::Moved { inserted, replaced }
}

#[test]
fn what_was_filled_aside_takes_the_place_of_nothing() {
    let fixture = Fixture::new();
    load(&fixture, ASIDE, &[r#"{"_id":"a"}"#, r#"{"_id":"b"}"#]);
    link(&fixture, ASIDE, "a", &["x"]);
    assert_eq!(absorb(&fixture), moved(2, 0));
    assert_eq!(ids(&fixture, "books"), ["a", "b"]);
    assert_eq!(fixture.links("books", "authors", "a"), ["x"]);
    assert!(!fixture.store.session().has_collection(ASIDE));
    let infos = fixture.store.session().collections().wait();
    let infos = infos.expect("they can be listed");
    assert_eq!((infos.len(), infos[0].documents), (1, 2));
    fixture.assert_sound();
}

#[test]
fn it_replaces_and_adds_among_others() {
    let fixture = Fixture::new();
    load(
        &fixture,
        "books",
        &[r#"{"_id":"a"}"#, r#"{"_id":"b","n":1}"#],
    );
    link(&fixture, "books", "a", &["x"]);
    link(&fixture, "books", "b", &["x", "y"]);
    load(&fixture, ASIDE, &[r#"{"_id":"c"}"#, r#"{"_id":"b","n":2}"#]);
    link(&fixture, ASIDE, "b", &["y", "z"]);
    assert_eq!(absorb(&fixture), moved(1, 1));
    assert_eq!(ids(&fixture, "books"), ["a", "b", "c"]);
    assert_eq!(fixture.documents("books")[1]["n"], 2);
    assert_eq!(fixture.links("books", "authors", "a"), ["x"]);
    assert_eq!(fixture.links("books", "authors", "b"), ["y", "z"]);
    fixture.assert_sound();
}

#[test]
fn a_unique_index_refuses_all_of_it() {
    let fixture = Fixture::new();
    let index = IndexDeclaration {
        field: Path::parse("isbn").expect("it is a path"),
        unique: true,
    };
    let declared = fixture.store.declare_indexes("books", &[index]).wait();
    declared.expect("nothing contradicts it");
    load(&fixture, "books", &[r#"{"_id":"a","isbn":1}"#]);
    let aside = [r#"{"_id":"b","isbn":2}"#, r#"{"_id":"c","isbn":1}"#];
    load(&fixture, ASIDE, &aside);
    assert_eq!(
        fixture.refusal("books", Action::Absorb(ASIDE.to_owned())),
        123
    );
    assert_eq!(ids(&fixture, "books"), ["a"]);
    assert_eq!(ids(&fixture, ASIDE), ["b", "c"]);
    fixture.assert_sound();
}

#[test]
fn what_is_discarded_was_never_there() {
    let fixture = Fixture::new();
    load(&fixture, "books", &[r#"{"_id":"a"}"#]);
    link(&fixture, "books", "a", &["p"]);
    // The same id aside: links to it are not its own.
    load(&fixture, ASIDE, &[r#"{"_id":"p"}"#]);
    fixture.write(ASIDE, Action::Discard).expect("it is there");
    assert_eq!(fixture.links("books", "authors", "a"), ["p"]);
    assert_eq!(fixture.refusal(ASIDE, Action::Discard), 25);
    assert_eq!(
        fixture.refusal("books", Action::Absorb(ASIDE.to_owned())),
        25
    );
    let itself = Action::Absorb("books".to_owned());
    assert_eq!(fixture.refusal("books", itself), 80);
    fixture.assert_sound();
}

#[test]
fn a_snapshot_sees_one_moment() {
    let fixture = Fixture::new();
    load(&fixture, "books", &[r#"{"_id":"b"}"#, r#"{"_id":"a"}"#]);
    link(&fixture, "books", "a", &["y", "x"]);
    let snapshot = fixture.store.snapshot().expect("it is taken");
    load(&fixture, "books", &[r#"{"_id":"c"}"#]);
    link(&fixture, "books", "a", &["z"]);
    fixture
        .write("books", Action::Remove("b".to_owned()))
        .expect("it can be removed");
    let mut seen = Vec::new();
    let mut references = Vec::new();
    let scanned = snapshot.scan("books", &mut |document| {
        seen.push(crate::support::parse(document.stored)["_id"].clone());
        references.extend_from_slice(document.references);
        ControlFlow::Continue(())
    });
    scanned.expect("it can be read");
    assert_eq!(seen, ["b", "a"]);
    let wanted = References {
        field: "authors".to_owned(),
        to: vec!["y".to_owned(), "x".to_owned()],
        target: None,
    };
    assert_eq!(references, [wanted]);
    assert_eq!(snapshot.documents("books").expect("a number"), Some(2));
    assert_eq!(snapshot.documents("none").expect("no number"), None);
    assert!(
        snapshot
            .scan("none", &mut |_| ControlFlow::Break(()))
            .is_err()
    );
    let mut first = 0;
    let broken = snapshot.scan("books", &mut |_| {
        first += 1;
        ControlFlow::Break(())
    });
    broken.expect("it ends early");
    assert_eq!(first, 1);
}

#[test]
fn fields_that_refer_to_the_collection_still_do() {
    let fixture = Fixture::new();
    fixture
        .write("books", Action::CreateCollection)
        .expect("it is made");
    let link = Action::Link {
        field: "read".to_owned(),
        from: "r".to_owned(),
        to: vec!["a".to_owned()],
        target: Some("books".to_owned()),
    };
    fixture.write("readers", link).expect("it is linked");
    fixture.item("staged", Action::Insert(item(r#"{"_id":"a"}"#)));
    fixture
        .write("books", Action::Absorb("staged".to_owned()))
        .expect("it is absorbed");
    let fields = fixture.store.session().link_fields("readers");
    assert_eq!(fields[0].target.as_deref(), Some("books"));
    assert_eq!(fixture.links("readers", "read", "r"), ["a"]);
}
