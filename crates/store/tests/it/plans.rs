//! Which way queries take, as `explain` tells.

use velodrome_model::data::{Filter, Path, Query};
use velodrome_store::{Action, IndexDeclaration, Plan, Store};

use crate::support::{Fixture, item};

const NAME: &str = "things";

fn things(fixture: &Fixture, count: usize) {
    let items = (0..count)
        .map(|n| {
            item(&format!(
                "{{\"_id\":\"t{n}\",\"n\":{n},\"group\":\"g{}\",\"tags\":[\"a\"],\"a b'\\\"\":{n}}}",
                n % 100
            ))
        })
        .collect();
    fixture.outcome(NAME, Action::Load(items));
}

fn declare(fixture: &Fixture, fields: &[&str]) {
    let wanted: Vec<IndexDeclaration> = fields
        .iter()
        .map(|field| IndexDeclaration {
            field: Path::parse(field).expect("it is a path"),
            unique: false,
        })
        .collect();
    let declared = fixture.store.declare_indexes(NAME, &wanted);
    declared.wait().expect("indexes can be made");
}

fn plan(fixture: &Fixture, query: &str) -> Plan {
    let query = Query::parse(query).expect("it is a query");
    let plan = fixture.store.session().explain(NAME, query);
    plan.wait().expect("it can be explained")
}

#[test]
fn a_plan_says_which_way_it_takes() {
    let fixture = Fixture::new();
    things(&fixture, 2_000);
    declare(&fixture, &["n", "group", "a b'\""]);
    let cases = [
        (r#"{}"#, "the default order", false, true),
        (r#"{"total":true}"#, "the default order", false, true),
        (r#"{"skip":1500}"#, "the default order", false, false),
        (r#"{"filter":{"_id":"t7"}}"#, "by id", false, true),
        (
            r#"{"filter":{"_id":{"$hasSome":["t7","t9"]}}}"#,
            "by 2 ids",
            true,
            true,
        ),
        (
            r#"{"filter":{"n":7}}"#,
            "one value in the index on [n]",
            false,
            true,
        ),
        (
            r#"{"filter":{"a b'\"":7}}"#,
            "one value in the index on [a b'\"]",
            false,
            true,
        ),
        (
            r#"{"filter":{"group":"g1","n":{"$lt":1000}}}"#,
            "one value in the index on [group]",
            false,
            true,
        ),
        (
            r#"{"filter":{"n":{"$gte":5,"$lt":9}}}"#,
            "a range of the index on [n]",
            true,
            true,
        ),
        (
            r#"{"filter":{"$or":[{"n":1},{"n":5}]}}"#,
            "2 ranges of the index on [n]",
            true,
            true,
        ),
        (
            r#"{"sort":[{"field":"n","order":"asc"}]}"#,
            "all of the index on [n]",
            false,
            true,
        ),
        (
            r#"{"sort":[{"field":"n","order":"desc"}]}"#,
            "all of the index on [n], from the last to the first",
            false,
            true,
        ),
        (
            r#"{"filter":{"n":{"$gt":5}},"sort":[{"field":"n","order":"desc"}]}"#,
            "a range of the index on [n], from the last to the first",
            false,
            true,
        ),
        (
            r#"{"sort":[{"field":"_createdDate","order":"desc"}]}"#,
            "the default order",
            false,
            true,
        ),
        (
            r#"{"filter":{"tags":"a"}}"#,
            "the default order",
            false,
            false,
        ),
        (
            r#"{"filter":{"$not":{"n":7}}}"#,
            "the default order",
            false,
            false,
        ),
        (
            r#"{"sort":[{"field":"tags","order":"asc"}]}"#,
            "every document",
            true,
            false,
        ),
    ];
    for (query, access, sorts, inline) in cases {
        let plan = plan(&fixture, query);
        assert_eq!(
            (plan.access.as_str(), plan.sorts, plan.inline),
            (access, sorts, inline),
            "{query}"
        );
    }
    let plan = plan(&fixture, r#"{"filter":{"n":7},"total":true}"#);
    assert_eq!(plan.index.as_deref(), Some("n"));
    assert!(
        plan.notes
            .iter()
            .any(|note| note == "the total is counted in the index"),
        "{plan:?}"
    );
    assert!(
        plan.to_string().contains("looked at 1 of 2000 documents"),
        "{plan}"
    );
}

#[test]
fn an_index_is_made_when_queries_need_it() {
    let fixture = Fixture::with(velodrome_store::Limits {
        index_after_scanned: 500,
        indexes_automatic_max: 2,
        ..velodrome_store::Limits::default()
    });
    things(&fixture, 1_000);
    let session = fixture.store.session();
    let count = |filter: &str| {
        let filter = Filter::parse(filter).expect("it is a filter");
        session
            .count(NAME, filter)
            .wait()
            .expect("it can be counted")
    };
    for _ in 0..3 {
        assert_eq!(count(r#"{"group":"g5"}"#), 10);
        assert_eq!(count(r#"{"tags":"a"}"#), 1_000);
        assert_eq!(count(r#"{"n":{"$lt":20}}"#), 20);
        assert_eq!(count(r#"{"_owner":"nobody"}"#), 0);
    }
    // An index that is declared waits in the same queue, behind those.
    declare(&fixture, &["declared"]);
    let infos = session.collections().wait().expect("they can be listed");
    let indexes: Vec<(&str, bool)> = infos[0]
        .indexes
        .iter()
        .map(|index| (index.field.as_str(), index.automatic))
        .collect();
    assert_eq!(indexes, [("group", true), ("n", true), ("declared", false)]);
    assert_eq!(
        plan(&fixture, r#"{"filter":{"group":"g5"}}"#)
            .index
            .as_deref(),
        Some("group")
    );
    assert_eq!(count(r#"{"group":"g5"}"#), 10);
    fixture.assert_sound();
}

#[test]
fn indexes_are_what_was_declared_last() {
    let fixture = Fixture::new();
    things(&fixture, 10);
    declare(&fixture, &["n", "group", "n"]);
    declare(&fixture, &["group", "o.x"]);
    let fixture = fixture.reopen();
    let infos = fixture.store.session().collections().wait();
    let infos = infos.expect("they can be listed");
    let fields: Vec<&str> = infos[0]
        .indexes
        .iter()
        .map(|index| index.field.as_str())
        .collect();
    assert_eq!(fields, ["group", "o.x"]);
    fixture.assert_sound();
}
