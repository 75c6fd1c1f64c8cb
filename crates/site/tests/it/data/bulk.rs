//! Operations on many documents.

use super::Site;
use serde_json::{Value, json};
use velodrome_model::data::DataOp;

#[test]
fn items_succeed_and_fail_one_by_one() {
    let site = Site::dev("");
    site.insert("A", json!({"_id": "1"}));
    let outcome = site.ask(
        DataOp::BulkInsert,
        "A",
        json!([{"_id": "0"}, {"_id": "1"}, {"x": 1}]),
    );
    let outcome = outcome.expect("an outcome");
    assert_eq!(outcome["inserted"], 2);
    assert_eq!(outcome["skipped"], 1);
    assert_eq!(outcome["insertedItemIds"][0], "0");
    let error = &outcome["errors"][0];
    assert_eq!(
        (&error["index"], &error["itemId"]),
        (&json!(1), &json!("1"))
    );
    assert_eq!(error["code"], "WD_ITEM_ALREADY_EXISTS");
    assert!(
        error["message"]
            .as_str()
            .expect("text")
            .starts_with("WDE0074: ")
    );
    assert_eq!(outcome["items"][1], json!(null));
    assert_eq!(outcome["items"][2]["x"], 1);
    assert!(outcome["items"][2]["_createdDate"].is_i64());

    let outcome = site.ask(
        DataOp::BulkUpdate,
        "A",
        json!([{"_id": "1", "y": 1}, {"_id": "9"}]),
    );
    let outcome = outcome.expect("an outcome");
    assert_eq!(outcome["updatedItemIds"], json!(["1"]));
    assert_eq!(outcome["errors"][0]["itemId"], "9");

    let outcome = site.ask(DataOp::BulkSave, "A", json!([{"_id": "1"}, {"_id": "9"}]));
    let outcome = outcome.expect("an outcome");
    assert_eq!(
        (&outcome["updated"], &outcome["inserted"]),
        (&json!(1), &json!(1))
    );

    let outcome = site.ask(DataOp::BulkRemove, "A", json!(["9", "8"]));
    let outcome = outcome.expect("an outcome");
    assert_eq!(outcome["removedItemIds"], json!(["9"]));
    assert_eq!(outcome["skipped"], 1);
    assert_eq!(outcome["items"][0]["_id"], "9");
}

#[test]
fn what_cannot_be_read_refuses_all() {
    let site = Site::dev("");
    let many: Vec<Value> = (0..1001).map(|_| json!({})).collect();
    let many_ids: Vec<String> = (0..1001).map(|id| id.to_string()).collect();
    for op in [DataOp::BulkInsert, DataOp::BulkUpdate, DataOp::BulkSave] {
        for (items, code) in [
            (json!([]), "WDE0005"),
            (json!({}), "WDE0005"),
            (json!([{}, 5]), "WDE0004"),
            (json!([{}, {"$x": 1}]), "WDE0134"),
            (json!(many), "WDE0006"),
        ] {
            let outcome = site.ask(op, "A", items);
            assert_eq!(outcome, Err(code.to_owned()), "{op:?}");
        }
    }
    for (ids, code) in [
        (json!([]), "WDE0068"),
        (json!(["a", 5]), "WDE0068"),
        (json!([""]), "WDE0068"),
        (json!(many_ids), "WDE0069"),
    ] {
        let outcome = site.ask(DataOp::BulkRemove, "A", ids);
        assert_eq!(outcome, Err(code.to_owned()));
    }
    assert_eq!(site.ask(DataOp::Count, "A", json!({})), Ok(json!(0)));
}
