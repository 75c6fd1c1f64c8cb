//! Every operation on one document, and the questions about many.

use super::{ANYONE, Site};
use serde_json::json;
use velodrome_model::data::{DataOp, Options};

#[test]
fn an_item_is_inserted_found_replaced_and_removed() {
    let site = Site::dev("");
    let item = site.insert("Books", json!({"title": "One", "when": {"$date": 5}}));
    let id = item["_id"].as_str().expect("an id");
    assert_eq!(item["title"], "One");
    assert_eq!(item["when"], json!({"$date": 5}));
    assert_eq!(item["_createdDate"], item["_updatedDate"]);
    assert!(item["_owner"].is_string() && item["_createdDate"].is_i64());
    assert_eq!(site.get("Books", id), item);

    let changed = json!({"_id": id, "pages": 7});
    let changed = site.ask(DataOp::Update, "Books", changed).expect("updated");
    assert_eq!(changed["pages"], 7);
    assert_eq!(changed.get("title"), None);
    assert_eq!(changed["_createdDate"], item["_createdDate"]);
    assert_eq!(changed["_owner"], item["_owner"]);

    let saved = site.ask(DataOp::Save, "Books", json!({"_id": "mine", "a": 1}));
    assert_eq!(saved.expect("saved")["_id"], "mine");
    let saved = site.ask(DataOp::Save, "Books", json!({"_id": "mine", "a": 2}));
    assert_eq!(saved.expect("saved")["a"], 2);

    let removed = site
        .call(DataOp::Remove, "Books", id, ANYONE)
        .expect("removed");
    assert_eq!(removed, changed);
    assert_eq!(site.get("Books", id), json!(null));
    let again = site.call(DataOp::Remove, "Books", id, ANYONE);
    assert_eq!(again, Ok(json!(null)));
}

#[test]
fn refusals_have_their_documented_codes_and_write_nothing() {
    let site = Site::dev("");
    site.insert("A", json!({"_id": "1"}));
    let large = "x".repeat(600_000);
    let mut deep = json!(1);
    for _ in 0..52 {
        deep = json!({ "a": deep });
    }
    for (op, item, code) in [
        (DataOp::Insert, json!({"_id": "1"}), "WDE0074"),
        (DataOp::Insert, json!([]), "WDE0004"),
        (DataOp::Insert, json!({"_id": ""}), "WDE0002"),
        (DataOp::Insert, json!({"_id": null}), "WDE0002"),
        (DataOp::Insert, json!({"$x": 1}), "WDE0134"),
        (DataOp::Insert, json!({"x": large}), "WDE0009"),
        (DataOp::Insert, deep, "WDE0168"),
        (DataOp::Update, json!({"x": 1}), "WDE0007"),
        (DataOp::Update, json!({"_id": "2"}), "WDE0073"),
    ] {
        let outcome = site.ask(op, "A", item);
        assert_eq!(outcome, Err(code.to_owned()), "{op:?}");
    }
    for op in [DataOp::Get, DataOp::Remove] {
        assert_eq!(site.call(op, "A", "", ANYONE), Err("WDE0002".to_owned()));
    }
    let query = site.ask(DataOp::Query, "A", json!({"limit": 1001}));
    assert_eq!(query, Err("WDE0077".to_owned()));
    assert_eq!(site.ask(DataOp::Count, "A", json!({})), Ok(json!(1)));
}

#[test]
fn questions_about_many() {
    let site = Site::dev("");
    for (id, city, age) in [("1", "Rome", 30), ("2", "Oslo", 20), ("3", "Rome", 40)] {
        site.insert("People", json!({"_id": id, "city": city, "age": age}));
    }
    let page = json!({"filter": {"city": "Rome"}, "sort": [{"field": "age", "order": "desc"}], "limit": 1, "fields": ["age"], "total": true});
    let page = site.ask(DataOp::Query, "People", page);
    assert_eq!(
        page,
        Ok(json!({"items": [{"_id": "3", "age": 40}], "length": 1, "total": 2}))
    );
    let page = site
        .ask(DataOp::Query, "People", json!({}))
        .expect("a page");
    assert_eq!(page["items"].as_array().map(Vec::len), Some(3));
    assert_eq!(page.get("total"), None);

    let count = site.ask(
        DataOp::Count,
        "People",
        json!({"filter": {"age": {"$gt": 20}}}),
    );
    assert_eq!(count, Ok(json!(2)));
    let distinct = json!({"field": "city", "query": {"total": true}});
    let distinct = site.ask(DataOp::Distinct, "People", distinct);
    assert_eq!(distinct.expect("values")["items"], json!(["Oslo", "Rome"]));
    let aggregate = json!({
        "group": ["city"],
        "folds": [{"key": "ageMax", "op": "max", "field": "age"}],
        "count": true,
        "sort": [{"field": "_id", "order": "asc"}],
    });
    let rows = site.ask(DataOp::Aggregate, "People", aggregate);
    let wanted = json!({
        "items": [
            {"_id": "Oslo", "ageMax": 20, "count": 1},
            {"_id": "Rome", "ageMax": 40, "count": 2},
        ],
        "more": false,
    });
    assert_eq!(rows, Ok(wanted));
}

#[test]
fn truncating_needs_the_owner() {
    let site = Site::dev("");
    site.insert("A", json!({}));
    let truncate = |options| site.call(DataOp::Truncate, "A", "", options);
    assert_eq!(truncate(ANYONE), Err("WDE0027".to_owned()));
    assert_eq!(site.find("A", json!({})).len(), 1);
    assert_eq!(truncate(Options::SUPPRESS_AUTH), Ok(json!(null)));
    assert_eq!(site.find("A", json!({})).len(), 0);
    assert_eq!(truncate(Options::ADMIN), Ok(json!(null)));
}

#[test]
fn arguments_that_make_no_sense_are_refused() {
    let site = Site::dev("");
    for op in DataOp::ALL {
        for argument in ["[", "{\"a\":", "nonsense", "5", "{\"filter\":5}"] {
            if matches!(
                op,
                DataOp::Get | DataOp::Remove | DataOp::Truncate | DataOp::Collections
            ) {
                continue;
            }
            let outcome = site.call(*op, "A", argument, ANYONE);
            // An object without the expected names may be an item.
            let is_item =
                matches!(op, DataOp::Insert | DataOp::Save) && argument.contains("filter");
            assert_eq!(outcome.is_ok(), is_item, "{op:?} {argument}: {outcome:?}");
        }
    }
    let unknown = velodrome_runtime::DataCall {
        op: 200,
        collection: "A",
        argument: "",
        options: 0,
    };
    let velodrome_runtime::HostReply::Now(text) = site.session.borrow().call(unknown) else {
        panic!("an unknown operation is refused at once");
    };
    assert!(text.starts_with("!{"), "{text}");
}
