//! Filters that ask for links.

use super::{Site, ids, link};
use serde_json::{Value, json};
use velodrome_model::data::DataOp;

/// b1 has t1 and t2, b2 has t2, b3 has none.
fn site() -> Site {
    let site = Site::dev("");
    for id in ["t1", "t2", "t3"] {
        site.insert("Tags", json!({ "_id": id }));
    }
    for id in ["b1", "b2", "b3"] {
        site.insert("Books", json!({"_id": id, "even": id == "b2"}));
    }
    for (book, tags) in [("b1", vec!["t1", "t2"]), ("b2", vec!["t2"])] {
        site.ask(DataOp::InsertReference, "Books", link("tags", book, &tags))
            .expect("linked");
    }
    site
}

fn found(site: &Site, filter: Value) -> String {
    let query = json!({"filter": filter, "sort": [{"field": "_id", "order": "asc"}]});
    ids(&site.find("Books", query)).join(" ")
}

#[test]
fn links_can_be_asked_for_as_values() {
    let site = site();
    for (filter, wanted) in [
        (json!({"tags": {"$hasSome": ["t1"]}}), "b1"),
        (json!({"tags": {"$hasSome": ["t1", "t2", "t3"]}}), "b1 b2"),
        (json!({"tags": {"$hasSome": ["t3"]}}), ""),
        (json!({"tags": {"$hasAll": ["t1", "t2"]}}), "b1"),
        (json!({"tags": {"$hasAll": ["t1", "t3"]}}), ""),
        (json!({"tags": "t2"}), "b1 b2"),
        (json!({"tags": {"$ne": "t1"}}), "b2 b3"),
        (json!({"$not": {"tags": {"$hasSome": ["t1"]}}}), "b2 b3"),
        (json!({"$or": [{"tags": "t1"}, {"_id": "b3"}]}), "b1 b3"),
        (json!({"$and": [{"tags": "t2"}, {"even": true}]}), "b2"),
        (json!({"even": false, "tags": {"$hasSome": ["t2"]}}), "b1"),
    ] {
        assert_eq!(found(&site, filter.clone()), wanted, "{filter}");
    }
}

#[test]
fn every_question_knows_links() {
    let site = site();
    let filter = json!({"tags": {"$hasSome": ["t2"]}});
    let count = site.ask(DataOp::Count, "Books", json!({ "filter": filter }));
    assert_eq!(count, Ok(json!(2)));
    let distinct = json!({"field": "even", "query": {"filter": filter}});
    let distinct = site
        .ask(DataOp::Distinct, "Books", distinct)
        .expect("values");
    assert_eq!(distinct["items"].as_array().map(Vec::len), Some(2));
    let rows = site.ask(
        DataOp::Aggregate,
        "Books",
        json!({"filter": filter, "count": true}),
    );
    assert_eq!(rows.expect("rows")["items"][0]["count"], 2);
}

#[test]
fn a_field_that_was_never_linked_is_a_value() {
    let site = Site::dev("");
    site.insert("Books", json!({"_id": "b1", "tags": ["t1"]}));
    assert_eq!(found(&site, json!({"tags": {"$hasSome": ["t1"]}})), "b1");
}

#[test]
fn conditions_on_links_are_bounded_together() {
    let site = Site::dev("");
    let items: Vec<Value> = (0..100)
        .map(|id| json!({"_id": format!("b{id}")}))
        .collect();
    site.ask(DataOp::BulkInsert, "Books", json!(items))
        .expect("inserted");
    for id in 0..100 {
        let link = link("tags", &format!("b{id}"), &["t1"]);
        site.ask(DataOp::InsertReference, "Books", link)
            .expect("linked");
    }
    let many = |count: usize| {
        let one = json!({"tags": {"$hasSome": ["t1"]}});
        let filter = json!({"$and": vec![one; count]});
        site.ask(DataOp::Count, "Books", json!({ "filter": filter }))
    };
    assert_eq!(many(1000), Ok(json!(100)));
    assert_eq!(many(1001), Err("WDE0028".to_owned()));
}
