//! The order of values, and fields and texts that look like something else.

use velodrome_model::data::{Filter, Path, Query};
use velodrome_store::{Action, IndexDeclaration, Store};

use crate::support::{Fixture, item, parse};

const NAME: &str = "a \"table\"'; DROP TABLE vd_collections; --";

fn declare(fixture: &Fixture, field: &str) {
    let index = IndexDeclaration {
        field: Path::parse(field).expect("it is a path"),
        unique: false,
    };
    let declared = fixture.store.declare_indexes(NAME, &[index]).wait();
    declared.expect("indexes can be made");
}

fn ids(fixture: &Fixture, query: &str) -> Vec<String> {
    let query = Query::parse(query).expect("it is a query");
    let page = fixture.store.session().query(NAME, query).wait();
    let page = page.expect("a page can be read");
    let id = |stored| parse(stored)["_id"].as_str().unwrap_or_default().to_owned();
    page.documents.iter().map(id).collect()
}

#[test]
fn texts_are_ordered_by_code_unit() {
    let fixture = Fixture::new();
    // U+1F600 begins with the code unit D83D, so it comes before U+FF5E, as in JavaScript.
    let texts = [
        "",
        "B",
        "a",
        "ab",
        "é",
        "\u{1f600}",
        "\u{1f600}a",
        "\u{ff5e}",
        "\u{ffff}",
    ];
    for (n, text) in texts.iter().enumerate().rev() {
        let text = serde_json::json!(text);
        let wire = format!("{{\"_id\":\"{n}\",\"text\":{text}}}");
        fixture.item(NAME, Action::Insert(item(&wire)));
    }
    let ordered: Vec<String> = (0..texts.len()).map(|n| n.to_string()).collect();
    for _ in ["without an index", "with one"] {
        let up = ids(&fixture, r#"{"sort":[{"field":"text","order":"asc"}]}"#);
        assert_eq!(up, ordered);
        let mut down = ids(&fixture, r#"{"sort":[{"field":"text","order":"desc"}]}"#);
        down.reverse();
        assert_eq!(down, ordered);
        let between = ids(
            &fixture,
            r#"{"filter":{"text":{"$gt":"\ud83d\ude00","$lt":"\uffff"}}}"#,
        );
        assert_eq!(between, ["6", "7"]);
        declare(&fixture, "text");
    }
}

#[test]
fn types_are_ordered_and_ties_end_with_the_newest() {
    let fixture = Fixture::new();
    let values = [
        "null",
        "-1",
        "7",
        "\"7\"",
        "{\"a\":1}",
        "[1]",
        "[0]",
        "false",
        "true",
        "{\"$date\":5}",
    ];
    fixture.item(NAME, Action::Insert(item("{\"_id\":\"none\"}")));
    for (n, value) in values.iter().enumerate() {
        let wire = format!("{{\"_id\":\"{n}\",\"v\":{value}}}");
        fixture.item(NAME, Action::Insert(item(&wire)));
    }
    for _ in ["without an index", "with one"] {
        let up = ids(&fixture, r#"{"sort":[{"field":"v","order":"asc"}]}"#);
        assert_eq!(
            up,
            ["0", "none", "1", "2", "3", "4", "6", "5", "7", "8", "9"]
        );
        let down = ids(&fixture, r#"{"sort":[{"field":"v","order":"desc"}]}"#);
        assert_eq!(
            down,
            ["9", "8", "7", "6", "5", "4", "3", "2", "1", "0", "none"]
        );
        declare(&fixture, "v");
    }
}

#[test]
fn a_name_is_a_name_whatever_is_in_it() {
    let fixture = Fixture::new();
    let fields = [
        "a b",
        "it's",
        "say \"x\"",
        "x'); DROP TABLE c1; --",
        "поле",
        "\u{1f600}",
        "a\u{0}b",
        "%",
        "?1",
        "back\\slash",
    ];
    for (n, field) in fields.iter().enumerate() {
        let name = serde_json::json!(field);
        let wire = format!("{{\"_id\":\"{n}\",{name}:\"it's {n}\"}}");
        fixture.item(NAME, Action::Insert(item(&wire)));
    }
    for (n, field) in fields.iter().enumerate() {
        let query = format!(
            "{{\"filter\":{{{}:\"it's {n}\"}}}}",
            serde_json::json!(field)
        );
        assert_eq!(ids(&fixture, &query), [n.to_string()], "{field}");
        declare(&fixture, field);
        assert_eq!(
            ids(&fixture, &query),
            [n.to_string()],
            "{field} with an index"
        );
        let plan = Query::parse(&query).expect("it is a query");
        let plan = fixture.store.session().explain(NAME, plan).wait();
        assert_eq!(plan.expect("explained").index.as_deref(), Some(*field));
    }
    fixture.assert_sound();
}

#[test]
fn long_lists_are_looked_up() {
    let fixture = Fixture::new();
    let items = (0..3_000).map(|n| item(&format!("{{\"_id\":\"t{n}\",\"n\":{n}}}")));
    fixture.outcome(NAME, Action::Load(items.collect()));
    declare(&fixture, "n");
    let numbers: Vec<String> = (0..4_000).map(|n| (n * 2).to_string()).collect();
    let list = numbers.join(",");
    let filter = format!(
        "{{\"$and\":[{{\"n\":{{\"$hasSome\":[{list}]}}}},{{\"n\":{{\"$hasSome\":[{list}]}}}}]}}"
    );
    let filter = Filter::parse(&filter).expect("it is a filter");
    let count = fixture.store.session().count(NAME, filter).wait();
    assert_eq!(count.expect("it can be counted"), 1_500);
}
