//! References: single ones are values, multiple ones are links.

use super::{ANYONE, Outcome, Site, ids, link};
use serde_json::{Value, json};
use velodrome_model::data::DataOp;

fn refused(code: &str) -> Outcome {
    Err(code.to_owned())
}

/// Books with tags, on a site of which nothing was declared but this.
fn site(config: &str) -> Site {
    let site = Site::dev(config);
    for id in ["t1", "t2", "t3"] {
        site.insert(
            "Tags",
            json!({"_id": id, "name": format!("tag {id}"), "x": 1}),
        );
    }
    for id in ["b1", "b2"] {
        site.insert("Books", json!({ "_id": id }));
    }
    site
}

fn tags(site: &Site, more: Value) -> Outcome {
    let mut argument = json!({"field": "tags", "from": "b1"});
    for (name, value) in more.as_object().expect("an object") {
        argument[name] = value.clone();
    }
    site.ask(DataOp::QueryReferenced, "Books", argument)
}

#[test]
fn links_are_made_asked_for_replaced_and_removed() {
    for config in [
        "",
        "[collections.Books.fields]\ntags = { references = \"Tags\", multiple = true }",
    ] {
        let site = site(config);
        let ask = |op, argument| site.ask(op, "Books", argument);
        let found = |more| {
            let page = tags(&site, more).expect("a page");
            let items = page["items"].as_array().expect("items").clone();
            ids(&items).join(" ")
        };
        assert_eq!(found(json!({})), "");
        let inserted = ask(DataOp::InsertReference, link("tags", "b1", &["t2", "t1"]));
        assert_eq!(inserted, Ok(json!(null)));
        ask(
            DataOp::InsertReference,
            json!({"field": "tags", "from": "b1", "to": "t3"}),
        )
        .expect("linked");
        assert_eq!(found(json!({})), "t2 t1 t3");
        assert_eq!(found(json!({"order": "desc"})), "t3 t1 t2");
        assert_eq!(found(json!({"skip": 1, "limit": 1})), "t1");
        let page = tags(
            &site,
            json!({"total": true, "limit": 1, "fields": ["name"]}),
        );
        let wanted = json!({"items": [{"_id": "t2", "name": "tag t2"}], "length": 1, "total": 3});
        assert_eq!(page, Ok(wanted));

        let is = |to: Value| {
            ask(
                DataOp::IsReferenced,
                json!({"field": "tags", "from": "b1", "to": to}),
            )
        };
        assert_eq!(is(json!("t1")), Ok(json!(true)));
        assert_eq!(is(json!(["none"])), Ok(json!(false)));
        assert_eq!(
            ask(DataOp::InsertReference, link("tags", "b1", &["t1"])),
            refused("WDE0029")
        );
        ask(DataOp::RemoveReference, link("tags", "b1", &["t1"])).expect("removed");
        assert_eq!(
            ask(DataOp::RemoveReference, link("tags", "b1", &["t1"])),
            refused("WDE0153")
        );
        assert_eq!(found(json!({})), "t2 t3");
        ask(DataOp::ReplaceReferences, link("tags", "b1", &["t3", "t1"])).expect("replaced");
        assert_eq!(found(json!({})), "t3 t1");
        ask(DataOp::ReplaceReferences, link("tags", "b1", &[])).expect("replaced");
        assert_eq!(found(json!({})), "");
    }
}

#[test]
fn what_is_removed_is_referenced_no_more() {
    let site = site("");
    site.ask(
        DataOp::InsertReference,
        "Books",
        link("tags", "b1", &["t1", "t2"]),
    )
    .expect("linked");
    site.call(DataOp::Remove, "Tags", "t1", ANYONE)
        .expect("removed");
    let page = tags(&site, json!({"total": true})).expect("a page");
    assert_eq!(ids(page["items"].as_array().expect("items")), ["t2"]);
    assert_eq!(page["total"], 1);
}

#[test]
fn only_multiple_references_can_be_linked() {
    let site = site(
        "[collections.Books.fields]\nauthor = { references = \"People\" }\npages = { type = \"NUMBER\" }",
    );
    site.insert("Books", json!({"_id": "b3", "title": "Three"}));
    for field in ["author", "pages"] {
        for op in [
            DataOp::InsertReference,
            DataOp::RemoveReference,
            DataOp::ReplaceReferences,
            DataOp::IsReferenced,
            DataOp::QueryReferenced,
        ] {
            let outcome = site.ask(op, "Books", link(field, "b1", &["t1"]));
            assert_eq!(outcome, refused("WDE0020"), "{op:?} {field}");
        }
    }
    // A value that is there already is not given up for a link.
    let item = json!({"_id": "b3", "title": "Three", "words": ["t1"], "none": [], "null": null});
    site.ask(DataOp::Update, "Books", item).expect("updated");
    for (field, outcome) in [
        ("title", refused("WDE0020")),
        ("words", refused("WDE0020")),
        ("none", Ok(Value::Null)),
        ("null", Ok(Value::Null)),
    ] {
        let link = link(field, "b3", &["t1"]);
        assert_eq!(
            site.ask(DataOp::InsertReference, "Books", link),
            outcome,
            "{field}"
        );
    }
}

#[test]
fn arguments_of_references_are_checked() {
    let site = site("");
    for (argument, code) in [
        (json!({"field": "tags", "from": "b1", "to": [5]}), "WDE0021"),
        (
            json!({"field": "tags", "from": "b1", "to": [""]}),
            "WDE0021",
        ),
        (json!({"field": "tags", "from": "b1"}), "WDE0021"),
        (
            json!({"field": "tags", "from": {}, "to": ["t1"]}),
            "WDE0019",
        ),
        (
            json!({"field": "tags", "from": "", "to": ["t1"]}),
            "WDE0019",
        ),
        (json!({"field": "", "from": "b1", "to": ["t1"]}), "WDE0003"),
        (
            json!({"field": "$x", "from": "b1", "to": ["t1"]}),
            "WDE0134",
        ),
        (json!({"from": "b1", "to": ["t1"]}), "WDE0003"),
    ] {
        let outcome = site.ask(DataOp::InsertReference, "Books", argument.clone());
        assert_eq!(outcome, refused(code), "{argument}");
    }
    let two = site.ask(
        DataOp::IsReferenced,
        "Books",
        link("tags", "b1", &["t1", "t2"]),
    );
    assert_eq!(two, refused("WDE0021"));
}

#[test]
fn items_do_not_write_multiple_references() {
    let site = site("[collections.Books.fields]\ndeclared = { multiple = true }");
    let item = json!({"_id": "b4", "declared": ["t1"], "tags": ["t1"], "title": "Four"});
    let stored = site.insert("Books", item.clone());
    assert_eq!(stored.get("declared"), None);
    assert_eq!(stored["tags"], json!(["t1"]));
    site.ask(
        DataOp::InsertReference,
        "Books",
        link("tags", "b1", &["t1"]),
    )
    .expect("linked");
    for op in [DataOp::Update, DataOp::Save] {
        let stored = site.ask(op, "Books", item.clone()).expect("written");
        assert_eq!((stored.get("tags"), stored.get("declared")), (None, None));
        assert_eq!(stored["title"], "Four");
    }
    let outcome = site.ask(DataOp::BulkSave, "Books", json!([item]));
    assert_eq!(outcome.expect("saved")["items"][0].get("tags"), None);
}

#[test]
fn a_reference_given_as_an_item_becomes_its_id() {
    let site = site("[collections.Books.fields]\nauthor = { references = \"People\" }");
    let author = json!({"_id": "p \"1\"", "name": "A"});
    let stored = site.insert("Books", json!({"_id": "b5", "author": author, "n": 1}));
    assert_eq!(stored["author"], "p \"1\"");
    assert_eq!((&stored["_id"], &stored["n"]), (&json!("b5"), &json!(1)));
    let stored = site.insert("Books", json!({"author": {"name": "no id"}}));
    assert_eq!(stored["author"], json!({"name": "no id"}));
}

#[test]
fn a_field_nobody_declared_is_found_by_its_ids_and_said_once() {
    let site = site("");
    site.insert("Books", json!({"_id": "b6", "main": "t1"}));
    for book in ["b1", "b2"] {
        site.ask(
            DataOp::InsertReference,
            "Books",
            link("tags", book, &["t1"]),
        )
        .expect("linked");
        tags(&site, json!({})).expect("a page");
        site.find("Books", json!({"include": [{"field": "main"}]}));
    }
    for said in [
        "[collections.\"Books\".fields] \"tags\" = { references = \"Tags\", multiple = true }",
        "[collections.\"Books\".fields] \"main\" = { references = \"Tags\" }",
    ] {
        let logs = site.logs();
        let lines = logs.iter().filter(|line| line.contains(said));
        assert_eq!(lines.count(), 1, "{logs:?}");
    }
}
