//! Which collections exist.

use super::{ANYONE, Site};
use serde_json::json;
use velodrome_model::data::{DataOp, Options};
use velodrome_site::config::Mode;

#[test]
fn in_development_reading_finds_nothing_and_writing_makes() {
    let site = Site::dev("");
    assert_eq!(site.get("A", "1"), json!(null));
    assert_eq!(site.find("A", json!({})).len(), 0);
    assert_eq!(site.ask(DataOp::Count, "A", json!({})), Ok(json!(0)));
    let empty = site.ask(DataOp::Distinct, "A", json!({"field": "x"}));
    assert_eq!(empty.expect("values")["items"], json!([]));
    let empty = site.ask(DataOp::Aggregate, "A", json!({"group": ["x"]}));
    assert_eq!(empty.expect("rows")["items"], json!([]));
    site.insert("A", json!({"_id": "1"}));
    assert_eq!(site.get("A", "1")["_id"], "1");
}

#[test]
fn in_production_only_what_was_declared_or_made_exists() {
    let config = "[collections.Declared]\n";
    let site = Site::dev("");
    site.insert("Made", json!({"_id": "1"}));
    let site = site.again(Mode::Serve, config);
    for op in DataOp::ALL {
        let argument = match op {
            DataOp::BulkInsert | DataOp::BulkUpdate | DataOp::BulkSave | DataOp::BulkRemove => "[]",
            _ => "{}",
        };
        let outcome = site.call(*op, "Other", argument, Options::ADMIN);
        assert_eq!(outcome, Err("WDE0025".to_owned()), "{op:?}");
    }
    assert_eq!(site.get("Made", "1")["_id"], "1");
    assert_eq!(site.find("Declared", json!({})).len(), 0);
    site.insert("Declared", json!({"_id": "1"}));
    assert_eq!(site.get("Declared", "1")["_id"], "1");
    let text = site.text(DataOp::Get, "Other", "1", ANYONE);
    assert!(text.contains("Other collection does not exist"), "{text}");
}

#[test]
fn the_configuration_decides_over_the_mode() {
    let site = Site::new(Mode::Serve, "strict_collections = false");
    site.insert("A", json!({}));
    let site = Site::new(Mode::Dev, "strict_collections = true");
    let refused = site.ask(DataOp::Insert, "A", json!({}));
    assert_eq!(refused, Err("WDE0025".to_owned()));
}

#[test]
fn a_collection_needs_a_name() {
    let site = Site::dev("");
    let refused = site.ask(DataOp::Insert, "", json!({}));
    assert_eq!(refused, Err("WDE0001".to_owned()));
    for name in ["Möbel \"x\"; --", "a/b", "x'y`z]", "日本"] {
        site.insert(name, json!({"_id": "1"}));
        assert_eq!(site.find(name, json!({})).len(), 1, "{name}");
    }
}
