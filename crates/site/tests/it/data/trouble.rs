//! What the operator hears, and what unique fields refuse.

use super::{ANYONE, Site};
use serde_json::json;
use velodrome_model::data::DataOp;
use velodrome_site::config::Mode;

const UNIQUE: &str = "[collections.A]\nunique = [\"number\"]\n";

#[test]
fn no_two_documents_have_the_same_value_in_a_unique_field() {
    let site = Site::dev(UNIQUE);
    site.insert("A", json!({"_id": "1", "number": 5}));
    let second = site.ask(DataOp::Insert, "A", json!({"number": 5}));
    assert_eq!(second, Err("WDE0123".to_owned()));
    let outcome = site.ask(
        DataOp::BulkInsert,
        "A",
        json!([{"number": 5}, {"number": 6}]),
    );
    assert_eq!(outcome.expect("an outcome")["inserted"], 1);
    site.insert("A", json!({}));
    site.insert("A", json!({"number": null}));
    assert_eq!(site.ask(DataOp::Count, "A", json!({})), Ok(json!(4)));
}

#[test]
fn documents_that_contradict_a_declaration_are_told_of_and_stay() {
    let site = Site::dev("");
    for _ in 0..2 {
        site.insert("A", json!({"number": 5}));
    }
    let site = site.again(Mode::Dev, UNIQUE);
    // A write waits for the declaration.
    site.insert("A", json!({"number": 6}));
    let said = "ERROR the collection \"A\" is not as velodrome.toml declares it: WDE0123";
    assert!(site.has_logged(said), "{:?}", site.logs());
    assert_eq!(site.ask(DataOp::Count, "A", json!({})), Ok(json!(3)));
}

#[test]
fn a_collection_that_was_made_is_told_of() {
    let site = Site::dev("");
    site.insert("A", json!({}));
    site.insert("A", json!({}));
    let said = site.logs();
    let made = said
        .iter()
        .filter(|line| line.contains("the collection \"A\" was made"));
    assert_eq!(made.count(), 1, "{said:?}");
}

#[test]
fn an_operation_has_its_time() {
    let site = Site::dev("");
    let item = json!({"text": "x".repeat(400)});
    let items = json!(vec![item; 1000]);
    for _ in 0..10 {
        site.ask(DataOp::BulkInsert, "A", items.clone())
            .expect("inserted");
    }
    let site = site.again(Mode::Dev, "[limits]\ndata_time_ms_max = 50\n");
    let absent = |number: u32| json!({"text": {"$contains": format!("y{number}")}});
    let any: Vec<_> = (0..3000).map(absent).collect();
    let slow = site.ask(DataOp::Count, "A", json!({"filter": {"$or": any}}));
    assert_eq!(slow, Err("WDE0028".to_owned()));
    site.call(DataOp::Get, "A", "1", ANYONE).expect("a reply");
}
